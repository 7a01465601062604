// How a CommonJS module loads the large one: Jest's jsdom knows no `import()`.

export const importLarge = async () => require("./server.cjs");

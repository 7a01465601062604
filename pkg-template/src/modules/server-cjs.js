// How a CommonJS module loads the large one: Jest's jsdom knows no `import()`.

export const loadServer = async () => require("./server.cjs");

// How an ES module loads the large one. The file lies beside it.

export const importLarge = () => import("./server.js");

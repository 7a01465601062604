// Every entry of the package: they differ in where `#module` finds the WebAssembly modules.

export { LIMITS } from "#facts";
export * from "#operations";
export { VERSION } from "#version";
export { inspectUserSig, signUserSig } from "./client.js";
export { RoomEngineError } from "./errors.js";
export { init } from "./load.js";

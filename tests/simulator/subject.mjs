// What is under test: the package as built. ROOM_ENGINE_PKG names another copy of it, such as one
// that was packed and installed.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const { ROOM_ENGINE_PKG } = process.env;
const base = ROOM_ENGINE_PKG
  ? pathToFileURL(`${ROOM_ENGINE_PKG}/`)
  : new URL("../../pkg/", import.meta.url);

export const { createSimulator, demoRooms } = await import(new URL("dist/simulator.js", base));
export const { listen } = await import(new URL("dist/simulator-node.js", base));

/** The same for `require`. */
export const commonjs = () => {
  const require = createRequire(base);
  return {
    ...require("./dist/simulator.cjs"),
    ...require("./dist/simulator-node.cjs"),
  };
};

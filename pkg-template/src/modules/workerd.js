// Cloudflare Workers: they refuse to compile bytes, and take modules that are part of the upload.

import module from "./core_bg.wasm";
import { brought, found } from "./found.js";

export { bulk } from "../bulk.js";
export const findPage = undefined;
export const findBrought = brought;

/** The module, there at once: no request waits for what another one has started. */
export const findServer = () => found(module, true);

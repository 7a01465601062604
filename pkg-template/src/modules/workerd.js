// Cloudflare Workers: they refuse to compile bytes, and take modules that are part of the upload.

import module from "./core_bg.wasm";
import { found, loadLarge } from "./found.js";

export { bulk } from "../bulk.js";
export const loadPage = undefined;

/** The module is there at once: no request waits for what another one has started. */
export const loadServer = (source) => loadLarge(() => found(module, true), source);

// Cloudflare Workers: they refuse to compile bytes, and take modules that are part of the upload.

import module from "./core_bg.wasm";

export const isolatesRequests = true;

/** The module, there at once: no request waits for what another one has started. */
export const findModule = () => module;

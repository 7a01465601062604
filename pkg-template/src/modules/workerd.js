// Cloudflare Workers: they refuse to compile bytes, and take modules that are part of the upload.

import module from "./core_bg.wasm";
import { glueOf } from "./glue.js";

export const isolatesRequests = true;
export const findPage = undefined;

/** The module, there at once: no request waits for what another one has started. */
export const findServer = (source = module) => ({ glue: glueOf(), source });

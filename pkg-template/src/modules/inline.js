// Node, Deno, Bun and every bundler for servers: the module's bytes are in the bundle itself, so that
// no file system, URL, permission or bundler setting stands between them and the caller.

import base64 from "#bytes";
import { glueOf } from "./glue.js";
import { unpack } from "./inflate.js";

export const isolatesRequests = false;
export const findPage = undefined;

/** The module, unless somebody brings it. */
export const findServer = (source) => ({ glue: glueOf(), source: source ?? unpack(base64) });

// Node, Deno, Bun and every bundler for servers: the module's bytes are in the bundle itself, so that
// no file system, URL, permission or bundler setting stands between them and the caller.

import base64 from "#bytes";
import { found, loadLarge } from "./found.js";
import { unpack } from "./inflate.js";

export { bulk } from "../bulk.js";
export const loadPage = undefined;
export const loadServer = (source) => loadLarge(() => found(unpack(base64)), source);

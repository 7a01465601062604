// Browsers: the small module is inline, and the large one a file of its own, loaded by clients that
// sign, and by nobody else.

import base64 from "#page-bytes";
import { attach, importCount, imports } from "#page-glue";
import { loadServer } from "#server";
import { unpack } from "./inflate.js";

export const isolatesRequests = false;
export const findPage = () => ({
  glue: { attach, importCount, imports },
  source: unpack(base64),
});
export const findServer = async (source) => (await loadServer()).findServer(source);

// Browsers: the small module is inline. The large one is a file of its own, with all else that few
// pages use, and loaded by those few.

import base64 from "#page-bytes";
import { attach, importCount, imports } from "#page-glue";
import { loadServer } from "#server";
import { unpack } from "./inflate.js";

export const findPage = () => ({
  glue: { attach, importCount, imports },
  source: unpack(base64),
});
export const findServer = async () => (await loadServer()).findServer();
export const findBrought = async (source) => (await loadServer()).findBrought(source);

export async function* bulk(...given) {
  yield* (await loadServer()).bulk(...given);
}

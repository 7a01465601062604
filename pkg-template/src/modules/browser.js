// Browsers: the small module is inline. The large one is a file of its own, with all else that few
// pages use, and loaded by those few.

import base64 from "#page-bytes";
import { attach, importCount, imports } from "#page-glue";
import { importLarge } from "#server";
import { loadCore, loadError } from "../core.js";
import { unpack } from "./inflate.js";

export const loadPage = () => loadCore("page", find);
export const loadServer = async (source) => (await large()).loadServer(source);

export async function* bulk(...given) {
  yield* (await large()).bulk(...given);
}

// Functions by name: SWC, which some bundlers minify with, leaves unused arrow functions in place, and
// with this one the module.
function find() {
  return { glue: { attach, importCount, imports }, source: unpack(base64) };
}

async function large() {
  try {
    return await importLarge();
  } catch (cause) {
    throw loadError(cause);
  }
}

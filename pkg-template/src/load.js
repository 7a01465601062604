// Which module a call needs, and how it is had.

import { findBrought, findPage, findServer } from "#module";
import { loadCore } from "./core.js";
import { shared } from "./registry.js";

/**
 * The module, or a promise of it. In browsers there are two: a page that has an `endpoint` needs no
 * more than the small one. Whichever comes first is the one for good, since it keeps the order of
 * calls.
 */
export function load(needsServer) {
  const { page, server } = shared();
  const usesPage = findPage && !needsServer && (page || !server?.core);
  return usesPage ? loadCore("page", findPage) : loadCore("server", findServer);
}

/** Loads the module from `source`, which is the large one, or the one that comes with this entry. */
export async function init(source, needsServer) {
  await (source === undefined ? load(needsServer) : loadCore("server", () => findBrought(source)));
}

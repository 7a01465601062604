// Which module a call needs.

import { loadPage, loadServer } from "#module";
import { shared } from "./registry.js";

/**
 * The module, or a promise of it. In browsers there are two: a page that has an `endpoint` needs no
 * more than the small one. Whichever comes first is the one for good, since it keeps the order of
 * calls.
 */
export function load(needsServer) {
  const { page, server } = shared();
  if (server?.core && (needsServer || !page)) return server.core;
  return loadPage && !needsServer ? loadPage() : loadServer();
}

/** Loads the module from `source`, which is the large one, or the one that comes with this entry. */
export async function init(source, needsServer) {
  await (source === undefined ? load(needsServer) : loadServer(source));
}

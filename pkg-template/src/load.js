// Which module a call needs, and how it is had.

import { findPage, findServer, isolatesRequests } from "#module";
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
  return usesPage ? loadCore("page", findPage) : loadFrom(findServer);
}

const loadFrom = (find) => loadCore("server", find, isolatesRequests);

/** Loads the module from `source`, which is the large one, or the one that comes with this entry. */
export async function init(source, needsServer) {
  if (source === undefined) await load(needsServer);
  else await loadFrom(async () => ({ ...(await findServer(source)), source: await source }));
}

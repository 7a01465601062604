// Where the loaded module is: once for a process, however many copies of this file that holds.

import { VERSION } from "#version";

const REGISTRY = Symbol.for(`room-engine-admin/${VERSION}`);

export function shared() {
  globalThis[REGISTRY] ??= { core: undefined, loading: undefined };
  return globalThis[REGISTRY];
}

// Where the loaded modules are: once for a process, however many copies of this file that holds.

import { VERSION } from "#version";

let registry;

/** `page` and `server`, each with the module's `core` or its `loading`. */
export function shared() {
  registry ??= Symbol.for(`room-engine-admin/${VERSION}`);
  globalThis[registry] ??= {};
  return globalThis[registry];
}

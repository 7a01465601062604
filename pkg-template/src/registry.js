// Where the loaded modules are: once for a process, however many copies of this file that holds.

import { VERSION } from "#version";
import { quietly } from "./driver.js";
import { now } from "./environment.js";

let registry;

/** Where modules tell each other what they send. It is the same in every version of the package. */
const SENDERS = "room-engine-admin/senders";

/**
 * Has `core` count what other versions of the package send in this process, for the service counts
 * all of it; gives the function that tells them what `core` sends.
 */
export function shareRate(core) {
  const key = Symbol.for(SENDERS);
  globalThis[key] ??= new Set();
  const { [key]: senders } = globalThis;
  const count = (sdkAppId, at) => core.run("sentElsewhere", "", sdkAppId, at);
  senders.add(count);
  return (sdkAppId) => {
    if (senders.size === 1 || sdkAppId === undefined) return;
    for (const each of senders) if (each !== count) quietly(() => each(sdkAppId, now()));
  };
}

/** `page` and `server`, each with the module's `core` or its `loading`. */
export function shared() {
  registry ??= Symbol.for(`room-engine-admin/${VERSION}`);
  globalThis[registry] ??= {};
  return globalThis[registry];
}

// Loads the WebAssembly module: once for a process, however many copies of this file it holds.

import * as glue from "#glue";
import { VERSION } from "#version";
import { Failure, RoomEngineError } from "./error.js";

const REGISTRY = Symbol.for(`room-engine-admin/${VERSION}`);

/**
 * The module's exports. The first call loads it; concurrent calls share the load; a failed load is
 * forgotten, so that the next call tries again.
 */
export async function loadCore(source) {
  const shared = (globalThis[REGISTRY] ??= { core: undefined, loading: undefined });
  if (shared.core !== undefined) return shared.core;
  shared.loading ??= instantiate(source).finally(() => {
    shared.loading = undefined;
  });
  shared.core ??= await shared.loading;
  return shared.core;
}

async function instantiate(source) {
  try {
    const module = await source();
    if (module instanceof Uint8Array) glue.initSync({ module });
    else await glue.default({ module_or_path: module });
  } catch (cause) {
    throw new RoomEngineError({
      kind: "load",
      message: `the WebAssembly module could not be loaded: ${cause?.message ?? cause}`,
      hint: "under a Content-Security-Policy, script-src needs 'wasm-unsafe-eval'; see `cause`",
      retryable: true,
      attempts: 0,
      cause,
    });
  }
  glue.failWith((fields) => new Failure(fields));
  return glue;
}

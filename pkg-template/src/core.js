// Loads a WebAssembly module once for a process, however many copies of this file that holds.

import { RoomEngineError } from "./errors.js";
import { loadFailure, makeCore } from "./instance.js";
import { shared } from "./registry.js";

const LEAST_NODE = 20;

/**
 * The loaded module of that name, `page` or `server`. The first call loads it; concurrent calls share
 * the load; a failed load is forgotten, so that the next call tries again. `find` gives the module's
 * glue, its bytes or a promise of the module, and whether calls may wake each other, or a promise of
 * all that.
 */
export function loadCore(name, find) {
  const places = shared();
  places[name] ??= {};
  const { [name]: place } = places;
  if (!place.core) {
    place.loading ??= load().finally(() => {
      place.loading = undefined;
    });
  }
  return place.core ?? place.loading;

  async function load() {
    try {
      // First: what looks for the module would fail later, and nobody would be waiting for it.
      if (!IS_PAGE) refuseOldNode(globalThis.process?.versions?.node);
      if (!globalThis.WebAssembly) throw new Error("there is no WebAssembly here");
      // Without an await where it is there at once: in workerd, a request that waits for what
      // another one has started hangs when that one is cancelled.
      const found = find();
      const { glue, source, waking = 0 } = found.then ? await found : found;
      const given = source.then ? await source : source;
      const module = given instanceof Uint8Array ? new WebAssembly.Module(given) : given;
      const { length } = WebAssembly.Module.imports(module);
      if (length !== glue.importCount) throw new Error("this is another WebAssembly module");
      place.core = makeCore(glue, module, waking);
      return place.core;
    } catch (cause) {
      throw RoomEngineError.is(cause) ? cause : loadError(cause);
    }
  }
}

/** Older ones lack this or that, and would say so one after another. */
function refuseOldNode(version) {
  if (!(Number.parseInt(version, 10) < LEAST_NODE)) return;
  throw new RoomEngineError({
    kind: "load",
    message: `Node.js ${LEAST_NODE} or newer is needed, and this is ${version}`,
    retryable: false,
    attempts: 0,
  });
}

export const loadError = (cause) =>
  loadFailure(
    "could not be loaded",
    globalThis.WebAssembly
      ? "a Content-Security-Policy must allow 'wasm-unsafe-eval' in script-src; a URL must answer with the module itself; init(source) takes it from elsewhere; see `cause`"
      : "this runtime has no WebAssembly, or has it switched off (a browser's lockdown mode, Node's --jitless): there is no other way to run this package",
    cause,
  );

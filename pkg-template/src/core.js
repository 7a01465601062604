// Loads the WebAssembly module once for a process, however many copies of this file it holds, and
// stands around it: makes its errors, and replaces it should it ever trap.

import * as glue from "#glue";
import { VERSION } from "#version";
import { RoomEngineError } from "./error.js";

const REGISTRY = Symbol.for(`room-engine-admin/${VERSION}`);

/**
 * The loaded module. The first call loads it; concurrent calls share the load; a failed load is
 * forgotten, so that the next call tries again.
 */
export function loadCore(findModule, isolatesRequests) {
  globalThis[REGISTRY] ??= { core: undefined, loading: undefined };
  const shared = globalThis[REGISTRY];
  if (shared.core === undefined) {
    shared.loading ??= load(findModule).finally(() => {
      shared.loading = undefined;
    });
  }
  return shared.core ?? shared.loading;

  async function load() {
    try {
      // First: what looks for the module would fail later, and nobody would be waiting for it.
      if (!globalThis.WebAssembly) throw new Error("there is no WebAssembly here");
      const found = findModule();
      // Without an await where it is there at once: in workerd, a request that waits for what
      // another one has started hangs when that one is cancelled.
      if (isPlainModule(found)) glue.initSync({ module: found });
      else await instantiate(found);
      shared.core = new Core(isolatesRequests);
      return shared.core;
    } catch (cause) {
      throw RoomEngineError.is(cause) ? cause : loadError(cause);
    }
  }
}

const isPlainModule = (found) => found instanceof Uint8Array || found instanceof WebAssembly.Module;

async function instantiate(found) {
  const module = await found;
  if (isPlainModule(module)) glue.initSync({ module });
  else await glue.default({ module_or_path: module });
}

/** What Rust throws and rejects with: fields that become an error where the caller awaits it. */
class Failure {
  constructor(fields) {
    this.fields = fields;
  }
}

class Core {
  /** Counts the instances: whatever belongs to an earlier one is gone. */
  generation = 0;
  #isBroken = false;
  #underWay = new Set();
  #isolatesRequests;

  constructor(isolatesRequests) {
    this.#isolatesRequests = isolatesRequests;
    this.#connect();
  }

  /** The value of a function of the module. */
  run(step) {
    try {
      if (this.#isBroken) this.#replace();
      return step(glue);
    } catch (thrown) {
      throw thrown instanceof Failure ? new RoomEngineError(thrown.fields) : this.#fail(thrown);
    }
  }

  /** The outcome of a call of the module. */
  async settle(step) {
    const call = this.run(step);
    try {
      return await this.#tracked(call);
    } catch (thrown) {
      // Here, not where Rust fails: so the error's stack leads to whoever awaits the call.
      throw thrown instanceof Failure ? new RoomEngineError(thrown.fields) : thrown;
    }
  }

  #tracked(call) {
    return new Promise((resolve, reject) => {
      this.#underWay.add(reject);
      const end = (settle) => (outcome) => {
        this.#underWay.delete(reject);
        settle(outcome);
      };
      call.then(end(resolve), end(reject));
    });
  }

  #connect() {
    glue.connect({
      failure: (fields) => new Failure(fields),
      wake: (index, tenancy, isForeign) => {
        // It would go on in the waking request, and end with it. Its own timer wakes it instead.
        if (isForeign && this.#isolatesRequests) return;
        const { generation } = this;
        queueMicrotask(() => {
          if (generation === this.generation) this.#resume(index, tenancy);
        });
      },
    });
  }

  #resume(index, tenancy) {
    try {
      glue.resume(index, tenancy);
    } catch (trap) {
      this.#fail(trap);
    }
  }

  /** After a trap nothing in the instance can be trusted: its calls fail, the next get a new one. */
  #fail(trap) {
    this.generation += 1;
    for (const reject of this.#underWay) reject(trapError(trap));
    this.#underWay.clear();
    this.#isBroken = true;
    try {
      this.#replace();
    } catch {
      // The next call tries again, and tells.
    }
    return trapError(trap);
  }

  #replace() {
    glue.__wbg_reset_state();
    this.#connect();
    this.#isBroken = false;
  }
}

const loadError = (cause) =>
  new RoomEngineError({
    kind: "load",
    message: `the WebAssembly module could not be loaded: ${cause?.message ?? cause}`,
    hint: "a Content-Security-Policy must allow 'wasm-unsafe-eval' in script-src; a URL must answer with the module itself; see `cause`",
    retryable: true,
    attempts: 0,
    cause,
  });

const trapError = (cause) =>
  new RoomEngineError({
    kind: "load",
    message: `the WebAssembly module failed and has been replaced: ${cause?.message ?? cause}`,
    hint: "the call may have been carried out; it can be repeated. Please report this with the options' names and the `cause`",
    retryable: true,
    attempts: 0,
    cause,
  });

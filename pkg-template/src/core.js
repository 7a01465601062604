// Loads the WebAssembly module once for a process, however many copies of this file it holds, and
// stands around it: makes its errors, and replaces it should it ever trap.

import * as glue from "#glue";
import { RoomEngineError } from "./error.js";
import { shared } from "./registry.js";

// Not all of the glue as a value: bundlers would keep it for an app that calls nothing.
const functions = {
  callOnce: glue.callOnce,
  Client: glue.Client,
  Handler: glue.Handler,
  inspectUserSig: glue.inspectUserSig,
  signUserSig: glue.signUserSig,
};

/**
 * The loaded module. The first call loads it; concurrent calls share the load; a failed load is
 * forgotten, so that the next call tries again.
 */
export function loadCore(findModule, isolatesRequests) {
  const place = shared();
  if (place.core === undefined) {
    place.loading ??= load(findModule).finally(() => {
      place.loading = undefined;
    });
  }
  return place.core ?? place.loading;

  async function load() {
    try {
      // First: what looks for the module would fail later, and nobody would be waiting for it.
      if (!globalThis.WebAssembly) throw new Error("there is no WebAssembly here");
      useText();
      const found = findModule();
      // Without an await where it is there at once: in workerd, a request that waits for what
      // another one has started hangs when that one is cancelled.
      if (isPlainModule(found)) start(found);
      else await instantiate(found);
      // Whatever the entry: `slim` may be anywhere.
      place.core = new Core(isolatesRequests || isWorker());
      return place.core;
    } catch (cause) {
      throw RoomEngineError.is(cause) ? cause : loadError(cause);
    }
  }
}

/** What turns text into UTF-8 and back. Jest's jsdom has neither; the Node around it has. */
function useText() {
  const place = globalThis.TextDecoder
    ? globalThis
    : globalThis.process?.getBuiltinModule?.("node:util");
  if (!place) throw new Error("there is no TextDecoder here");
  glue.useText(new place.TextDecoder("utf-8", { ignoreBOM: true }), new place.TextEncoder());
}

const isWorker = () => globalThis.navigator?.userAgent === "Cloudflare-Workers";

const isPlainModule = (found) => found instanceof Uint8Array || found instanceof WebAssembly.Module;

async function instantiate(found) {
  const module = await read(await found);
  if (isPlainModule(module)) start(module);
  else await glue.default({ module_or_path: module });
}

/** Checked first: the glue keeps whatever it is given, and would never ask for another. */
function start(found) {
  const module = found instanceof Uint8Array ? new WebAssembly.Module(found) : found;
  const { length } = WebAssembly.Module.imports(module);
  if (length !== glue.importCount) throw new Error("this is another WebAssembly module");
  glue.initSync({ module });
}

/** What a source stands for. A Response is known by its shape: a polyfill's is of another class. */
async function read(source) {
  const isAddress = typeof source === "string" || tagOf(source) === "[object URL]";
  const response = isAddress ? await fetch(source) : source;
  if (typeof response?.arrayBuffer !== "function") return source;
  const { ok, status, url } = response;
  const who = url || "the Response";
  if (!ok) throw new Error(`${who} answered with HTTP status ${status}`);
  const type = response.headers?.get("content-type") ?? "no type";
  try {
    return await WebAssembly.compile(await response.arrayBuffer());
  } catch (cause) {
    throw new Error(`${who} answered with ${type}: ${cause?.message ?? cause}`, { cause });
  }
}

const tagOf = (value) => Object.prototype.toString.call(value);

const WATCH_MS = 250;

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
  #trap;
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
      return step(functions);
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
      const forget = this.#isolatesRequests ? this.#watch(reject) : this.#enlist(reject);
      const end = (settle) => (outcome) => {
        forget();
        settle(outcome);
      };
      call.then(end(resolve), end(reject));
    });
  }

  #enlist(reject) {
    this.#underWay.add(reject);
    return () => this.#underWay.delete(reject);
  }

  /** Has the call look by itself for a trap that ended it: no other request may tell it. */
  #watch(reject) {
    const { generation } = this;
    const timer = setInterval(() => {
      if (generation !== this.generation) {
        clearInterval(timer);
        reject(trapError(this.#trap));
      }
    }, WATCH_MS);
    return () => clearInterval(timer);
  }

  #connect() {
    glue.connect({
      failure: (fields) => new Failure(fields),
      alarm: (...task) => {
        const ring = alarm(this.#resuming(...task));
        // It would go on in the waking request, and end with it. Its own timer wakes it instead.
        return (isForeign) => (isForeign && this.#isolatesRequests) || ring();
      },
    });
  }

  #resuming(index, tenancy) {
    const { generation } = this;
    return () => {
      if (generation !== this.generation) return;
      try {
        glue.resume(index, tenancy);
      } catch (trap) {
        this.#fail(trap);
      }
    };
  }

  /** After a trap nothing in the instance can be trusted: its calls fail, the next get a new one. */
  #fail(trap) {
    this.#trap = trap;
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

/**
 * A function that has `go` run soon, as often as it is called, in the async context of now: what
 * follows a promise goes on where somebody began to wait for it, not where it is resolved. And not
 * by queueMicrotask: fake timers of test runners replace that, and nothing would go on.
 */
function alarm(go) {
  let ring;
  const wait = () =>
    new Promise((resolve) => (ring = resolve)).then(() => {
      wait();
      go();
    });
  wait();
  return () => ring();
}

const loadError = (cause) =>
  new RoomEngineError({
    kind: "load",
    message: `the WebAssembly module could not be loaded: ${cause?.message ?? cause}`,
    hint: "a Content-Security-Policy must allow 'wasm-unsafe-eval' in script-src; a URL must answer with the module itself; init(source) takes it from elsewhere; see `cause`",
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

// The public functions: they load the module and hand everything over to it.
//
// Nothing here is done or looked up on import, so that bundlers drop what an app does not use: the
// bytes too, when all it wants is RoomEngineError.

import { findModule, isolatesRequests } from "#module";
import { loadCore } from "./core.js";
import { RoomEngineError } from "./error.js";

const load = (find = findModule) => loadCore(find, isolatesRequests);

export function updateRoomMemberInfo(options) {
  const call = (core, given) =>
    core.settle(({ callOnce }) => callOnce("updateRoomMemberInfo", given));
  return withCore(call, options);
}

export function signUserSig(options) {
  const sign = async (core, given) => core.run(({ signUserSig }) => signUserSig(given));
  return withCore(sign, options);
}

export function inspectUserSig(userSig, options) {
  const inspect = async (core, ...given) =>
    core.run(({ inspectUserSig }) => inspectUserSig(...given));
  return withCore(inspect, userSig, options);
}

export async function init(source) {
  await load(source === undefined ? findModule : () => source);
}

/** Who calls and where, kept for many calls. */
export class RoomEngineAdmin {
  #options;
  #isFreed = false;
  #client;
  #core;
  #generation;

  constructor(options) {
    this.#options = snapshot(options);
    makeDisposable();
  }

  updateRoomMemberInfo(options, requestOptions) {
    return this.#call("updateRoomMemberInfo", options, requestOptions);
  }

  signUserSig(userId, options) {
    const sign = (core, client, ...given) => core.run(() => client.signUserSig(...given));
    return this.#withClient(sign, userId, options);
  }

  free() {
    // When the module was replaced, there is nothing left of what it had.
    const isThere = this.#client && this.#generation === this.#core.generation;
    if (isThere) this.#core.run(() => this.#client.free());
    this.#isFreed = true;
    this.#client = undefined;
    this.#options = undefined;
  }

  #call(operation, options, requestOptions) {
    const call = (core, client, ...given) => core.settle(() => client.call(operation, ...given));
    return this.#withClient(call, options, requestOptions);
  }

  #withClient(step, ...given) {
    if (this.#isFreed) return Promise.reject(freed());
    const options = this.#options;
    const use = async (core, ...kept) =>
      this.#on(core, options, (client) => step(core, client, ...kept));
    return withCore(use, ...given);
  }

  /** This client in the module, made by the first call, and anew when the module was replaced. */
  #on(core, options, use) {
    // Freed while the module was loading, after this call was made: it still goes out.
    if (this.#isFreed) return onceOn(core, options, use);
    if (this.#client === undefined || this.#generation !== core.generation) {
      this.#client = core.run(({ Client }) => new Client(options));
      this.#core = core;
      this.#generation = core.generation;
    }
    return use(this.#client);
  }
}

/** Calls that are under way keep what they need of a client. */
function onceOn(core, options, use) {
  const client = core.run(({ Client }) => new Client(options));
  try {
    return use(client);
  } finally {
    core.run(() => client.free());
  }
}

/**
 * Runs `step`, an async function, with the module: at once where that is loaded; if not, with what
 * is given as it is now, whatever the caller does to it meanwhile.
 */
function withCore(step, ...given) {
  const core = load();
  if (typeof core.then !== "function") return step(core, ...given);
  const kept = given.map(snapshot);
  return core.then((loaded) => step(loaded, ...kept));
}

/** A copy of an object, or the object itself where a getter throws: Rust tells which one does. */
function snapshot(options) {
  if (typeof options !== "object" || options === null || Array.isArray(options)) return options;
  try {
    return { ...options };
  } catch {
    return options;
  }
}

// Not in the class: a name that is computed makes bundlers keep a class that nobody uses.
function makeDisposable() {
  const { prototype } = RoomEngineAdmin;
  const dispose = Symbol.dispose ?? Symbol.for("Symbol.dispose");
  if (Object.hasOwn(prototype, dispose)) return;
  const value = function () {
    this.free();
  };
  Object.defineProperty(prototype, dispose, { value, configurable: true, writable: true });
}

const freed = () =>
  new RoomEngineError({
    kind: "invalid",
    message: "this RoomEngineAdmin has been freed",
    hint: "make a new one, or call free() when the last call is done",
    retryable: false,
    attempts: 0,
  });

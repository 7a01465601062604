// The public functions: they load the module and hand everything over to it.

import { loadCore } from "./core.js";
import { RoomEngineError, withErrors } from "./error.js";

/** The public functions, on a module that `source` finds. */
export function createApi(source) {
  const core = () => loadCore(source);

  /** Who calls and where, kept for many calls. */
  class RoomEngineAdmin {
    #options;
    #client;

    constructor(options) {
      // A copy: what the caller changes later must not change what is checked by the first call.
      this.#options = isObject(options) ? { ...options } : options;
    }

    updateRoomMemberInfo(options, requestOptions) {
      return this.#call("updateRoomMemberInfo", options, requestOptions);
    }

    signUserSig(userId, options) {
      return withErrors(async () => (await this.#ready()).signUserSig(userId, options));
    }

    free() {
      this.#client?.free();
      this.#client = null;
      this.#options = undefined;
    }

    [Symbol.dispose ?? Symbol.for("Symbol.dispose")]() {
      this.free();
    }

    #call(operation, options, requestOptions) {
      return withErrors(async () => (await this.#ready()).call(operation, options, requestOptions));
    }

    async #ready() {
      const { Client } = await core();
      if (this.#client === null) throw freed();
      this.#client ??= new Client(this.#options);
      return this.#client;
    }
  }

  return {
    RoomEngineAdmin,
    once: (operation) => (options) => withErrors(async () => (await core()).callOnce(operation, options)),
    signUserSig: (options) => withErrors(async () => (await core()).signUserSig(options)),
    inspectUserSig: (userSig, options) =>
      withErrors(async () => (await core()).inspectUserSig(userSig, options)),
  };
}

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

const freed = () =>
  new RoomEngineError({
    kind: "invalid",
    message: "this RoomEngineAdmin has been freed",
    hint: "make a new one, or call free() when the last call is done",
    retryable: false,
    attempts: 0,
  });

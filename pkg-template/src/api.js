// The public functions: they load the module and hand everything over to it.

import { loadCore } from "./core.js";
import { RoomEngineError } from "./error.js";

/**
 * The public functions in a place: where `findModule` finds the module, and where a request may or
 * may not wake what another one waits for.
 */
export function createApi({ findModule, isolatesRequests }) {
  const load = (find = findModule) => loadCore(find, isolatesRequests);

  /** Who calls and where, kept for many calls. */
  class RoomEngineAdmin {
    #options;
    #client;
    #core;
    #generation;

    constructor(options) {
      // A copy: what the caller changes later must not change what is checked by the first call.
      this.#options = isObject(options) ? { ...options } : options;
    }

    updateRoomMemberInfo(options, requestOptions) {
      return this.#call("updateRoomMemberInfo", options, requestOptions);
    }

    async signUserSig(userId, options) {
      const core = await load();
      const client = this.#on(core);
      return core.run(() => client.signUserSig(userId, options));
    }

    free() {
      // When the module was replaced, there is nothing left of what it had.
      const isThere = this.#client && this.#generation === this.#core.generation;
      if (isThere) this.#core.run(() => this.#client.free());
      this.#client = null;
      this.#options = undefined;
    }

    [Symbol.dispose ?? Symbol.for("Symbol.dispose")]() {
      this.free();
    }

    async #call(operation, options, requestOptions) {
      const core = await load();
      const client = this.#on(core);
      return core.settle(() => client.call(operation, options, requestOptions));
    }

    /** This client in the module, made by the first call, and anew when the module was replaced. */
    #on(core) {
      if (this.#client === null) throw freed();
      if (this.#client === undefined || this.#generation !== core.generation) {
        this.#client = core.run(({ Client }) => new Client(this.#options));
        this.#core = core;
        this.#generation = core.generation;
      }
      return this.#client;
    }
  }

  return {
    RoomEngineAdmin,
    once: (operation) => async (options) =>
      (await load()).settle(({ callOnce }) => callOnce(operation, options)),
    signUserSig: async (options) => (await load()).run((core) => core.signUserSig(options)),
    inspectUserSig: async (userSig, options) =>
      (await load()).run((core) => core.inspectUserSig(userSig, options)),
    init: async (source) => {
      await load(source === undefined ? findModule : () => source);
    },
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

// Clients, one-time calls and UserSigs: they read the options, have the module loaded, and hand the
// call over to it.
//
// Nothing here is done or looked up on import, so that bundlers drop what an app does not use: the
// bytes too, when all it wants is RoomEngineError.

import { bulk } from "#module";
import { collect } from "./collect.js";
import { flagsOf, pageHost } from "./environment.js";
import { invalid, RoomEngineError } from "./errors.js";
import { load } from "./load.js";
import { readOptions, textsOf } from "./options.js";
import { paged } from "./pages.js";

/**
 * What is kept of each client. Not in private fields, which a Proxy around a client cannot reach, but
 * behind a token that any Proxy passes on as it is: frozen objects are left alone by Vue.
 */
const clients = /* @__PURE__ */ new WeakMap();
const TOKEN = /* @__PURE__ */ Symbol("room-engine-admin");

/** Who calls and where, kept for many calls. `#operations` extends it by a method for each operation. */
export class Client {
  constructor(options) {
    const token = Object.freeze({});
    Object.defineProperty(this, TOKEN, { value: token, configurable: true });
    const given = readOptions(options, "options");
    clients.set(token, { token, given, handles: new Map(), shared: {} });
    makeDisposable();
  }

  async request(command, body, options) {
    const call = {
      command,
      get body() {
        return JSON.stringify(body);
      },
    };
    const { response } = await callOf(this, "request", call, options, true);
    return response;
  }

  bulk(items, options) {
    const call = (operation, given, signal) => {
      // A method like any other, which a class of the caller's may have made its own.
      const isOperation = !(operation in Client.prototype) && typeof this[operation] === "function";
      if (!isOperation) throw invalid("operation", "is not known");
      return this[operation](given, { signal });
    };
    return bulk(call, items, options);
  }

  signUserSig(userId, options) {
    const given = [readOptions(userId, "userId"), readOptions(options, "options")];
    return withClient(this, true, given, async (core, { id }, texts) =>
      signed(core.text("sign", `[${texts}]`, id, Date.now())),
    );
  }

  free() {
    const client = stateOf(this);
    if (!client) throw noClient();
    client.given = undefined;
    for (const handle of client.handles.values()) release(handle);
    client.handles.clear();
  }
}

/** A call of a client. `pages` tells how to come to the next page, where there is one. */
export function call(admin, operation, options, requestOptions, pages) {
  if (!pages) return callOf(admin, operation, options, requestOptions);
  return paged((more) => callOf(admin, operation, more, requestOptions), options, pages);
}

/** A call whose options say everything at once. */
export function once(operation, options, pages) {
  if (!pages) return callOnce(operation, options);
  return paged((more) => callOnce(operation, more), options, pages);
}

function callOf(admin, operation, options, requestOptions, needsServer) {
  const given = [readOptions(options, "options"), readOptions(requestOptions, "requestOptions")];
  const [, { kept }] = given;
  return withClient(admin, needsServer, given, (core, { id }, texts, client) => {
    const text = `["${operation}",${texts}]`;
    const begin = () => core.ask("begin", text, id, ...core.chance());
    return core.drive(client.kept, client.shared, kept.signal, begin);
  });
}

function callOnce(operation, options) {
  const given = readOptions(options, "options");
  return withCore(!given.kept.hasEndpoint, (core) => {
    const text = `["${operation}",${textsOf(core, 0, [given])},${JSON.stringify(pageHost())}]`;
    const begin = () => core.ask("once", text, flagsOf(given.kept), ...core.chance());
    return core.drive(given.kept, {}, given.kept.signal, begin);
  });
}

export function signUserSig(options) {
  const given = readOptions(options, "options");
  return withCore(true, async (core) => {
    const text = `[${textsOf(core, 0, [given])}]`;
    return signed(core.text("signOnce", text, Date.now()));
  });
}

export function inspectUserSig(userSig, options) {
  const given = [readOptions(userSig, "userSig"), readOptions(options, "options")];
  return withCore(true, async (core) => {
    const text = `[${textsOf(core, 0, given)}]`;
    const claims = core.run("inspect", text, Date.now());
    if (typeof claims === "string") throw new RoomEngineError(JSON.parse(claims).error);
    return claims;
  });
}

function signed(text) {
  if (text.startsWith("{")) throw new RoomEngineError(JSON.parse(text).error);
  return text;
}

/** The outcome of `step` with the module: it runs at once where that is loaded. */
function withCore(needsServer, step) {
  try {
    const core = load(needsServer);
    return core.then ? core.then(step) : step(core);
  } catch (error) {
    return Promise.reject(error);
  }
}

/** The same with a client in the module, and what was given as one text. */
function withClient(admin, needsServer, given, step) {
  const client = stateOf(admin);
  const who = client?.given;
  if (!who) return Promise.reject(client ? freed() : noClient());
  return withCore(needsServer || !who.kept.hasEndpoint, (core) => {
    const handle = connected(core, client, who);
    try {
      const texts = textsOf(core, handle.id, given);
      return step(core, handle, texts, { kept: who.kept, shared: client.shared });
    } finally {
      // Freed while the module was loading, after this call was made: it still goes out.
      if (!client.given) release(handle);
    }
  });
}

/** This client in the module, made by the first call, and anew when the module was replaced. */
function connected(core, client, who) {
  const found = client.handles.get(core);
  if (found?.generation === core.generation) return found;
  const text = `[${textsOf(core, 0, [who])},${JSON.stringify(pageHost())}]`;
  const { client: id, error } = core.ask("connect", text, flagsOf(who.kept));
  if (error) throw new RoomEngineError(error);
  // Nothing of what the caller gave: as long as this is known, that would be, and the client with it.
  const handle = { core, generation: core.generation, id };
  if (client.given) {
    client.handles.set(core, handle);
    collect(client.token, release.bind(undefined, handle));
  }
  return handle;
}

function release(handle) {
  const { core, generation, id } = handle;
  // When the module was replaced, there is nothing left of what it had.
  if (id !== undefined && generation === core.generation) core.run("free", "", id);
  handle.id = undefined;
}

function stateOf(admin) {
  try {
    return clients.get(admin[TOKEN]);
  } catch {
    // Nothing at all, or a Proxy that gives nothing away.
    return undefined;
  }
}

const noClient = () =>
  new TypeError(
    "this is no RoomEngineAdmin, or something around one that hides what it is: call the method of the RoomEngineAdmin itself",
  );

// Not in the class: a name that is computed makes bundlers keep a class that nobody uses.
function makeDisposable() {
  const { prototype } = Client;
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

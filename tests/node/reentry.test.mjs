// Callers' code that runs within a call may do whatever it likes: the module is never in the middle of
// something then. Each place is tried with each deed.

import assert from "node:assert/strict";
import { test } from "node:test";
import { MEMBER, RoomEngineAdmin, RoomEngineError, signUserSig, WHO } from "../subject.mjs";
import { ok } from "./recorder.mjs";

const { secretKey, ...account } = WHO;
const userSig = await signUserSig(WHO);

/** Has `act` run, and goes on. */
const then = (act, make) => {
  act();
  return make();
};
const text = () => '{"ErrorCode":0}';

/** Where callers' code runs: a client's options, and a call's, that have `act` run there. */
const PLACES = {
  fetch: (act) => ({ client: { fetch: () => then(act, ok) } }),
  "a fetch's promise": (act) => ({
    client: { fetch: () => Promise.resolve().then(() => then(act, ok)) },
  }),
  "an answer's text": (act) => ({
    client: { fetch: () => ({ status: 200, text: () => then(act, text) }) },
  }),
  "an answer's headers": (act) => ({
    client: {
      fetch: () => ({ status: 200, headers: { get: () => act() }, text }),
    },
  }),
  userSig: (act) => ({ client: { secretKey: undefined, userSig: () => then(act, () => userSig) } }),
  onAttempt: (act) => ({ client: { onAttempt: () => act() } }),
  "a logger": (act) => ({ client: { logger: { info: () => act() }, logLevel: "info" } }),
  "a logger's getter": (act) => ({
    client: {
      logger: {
        get info() {
          return act();
        },
      },
      logLevel: "info",
    },
  }),
  "a getter of the call's options": (act) => ({
    options: {
      get nameCard() {
        act();
        return "jack";
      },
    },
  }),
  "a limiter": (act) => ({ client: { limiter: { acquire: async () => act() } } }),
  "a limiter's getter": (act) => ({
    client: {
      limiter: {
        acquire: async () => {},
        get slowDown() {
          return act();
        },
      },
      fetch: tooFastOnce(),
      maxRetries: 1,
    },
  }),
  "a getter of an answer": (act) => ({
    client: {
      fetch: () => ({
        get status() {
          act();
          return 200;
        },
        text,
      }),
    },
  }),
  "a signal's `aborted`": (act) => ({
    request: {
      signal: {
        get aborted() {
          act();
          return false;
        },
        addEventListener() {},
        removeEventListener() {},
      },
    },
  }),
  "a signal's `reason`": (act) => ({
    request: {
      signal: {
        aborted: true,
        get reason() {
          act();
          return "enough";
        },
        addEventListener() {},
        removeEventListener() {},
      },
    },
  }),
  "a signal's listener": (act) => ({
    request: {
      signal: {
        aborted: false,
        addEventListener: () => act(),
        removeEventListener: () => act(),
      },
    },
  }),
};

/** The first answer says that calls come too fast, which a limiter is told. */
function tooFastOnce() {
  const answers = ['{"ErrorCode":60007}'];
  return () => ({ status: 200, text: () => answers.pop() ?? text() });
}

const revoked = () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
};

/** What it may do there. Each gets the client that makes the call, and another. */
const DEEDS = {
  "frees its client": ({ admin }) => admin.free(),
  "frees another client": ({ other }) => other.free(),
  throws: () => {
    throw new Error("thrown");
  },
  "throws a revoked proxy": () => {
    throw revoked();
  },
  "gives a revoked proxy": () => revoked(),
  "makes another call": ({ admin, track }) => track(admin.updateRoomMemberInfo(OTHER)),
  "makes a call with a revoked proxy": ({ admin, track }) =>
    track(admin.updateRoomMemberInfo(revoked())),
  signs: ({ other, track }) => track(other.signUserSig("user4")),
  "makes a client and frees it": ({ track }) => {
    const admin = new RoomEngineAdmin({ ...WHO, fetch: ok });
    track(admin.updateRoomMemberInfo(OTHER));
    admin.free();
  },
  "aborts its signal": ({ controller }) => controller.abort("enough"),
};

const OTHER = { ...MEMBER, memberAccount: "other" };

for (const [place, make] of Object.entries(PLACES)) {
  for (const [deed, act] of Object.entries(DEEDS)) {
    test(`reentry: ${place} ${deed}`, { timeout: 20_000 }, async () => {
      const controller = new AbortController();
      const other = new RoomEngineAdmin({ ...WHO, fetch: ok });
      const more = [];
      const track = (promise) => more.push(promise.catch((reason) => reason));
      // Once: a call that is made there comes here again.
      let isDone = false;
      const { client, options, request } = make(() => {
        if (isDone) return undefined;
        isDone = true;
        return act({ admin, other, controller, track });
      });
      const admin = new RoomEngineAdmin({
        ...account,
        secretKey,
        fetch: ok,
        maxRetries: 0,
        ...client,
      });
      const given = Object.defineProperties({ ...MEMBER }, descriptorsOf(options));
      const call = admin.updateRoomMemberInfo(given, { signal: controller.signal, ...request });
      const [outcome] = await Promise.allSettled([call]);
      assert.ok(isDone, "it was there");
      assertSettled(outcome, deed, place);
      for (const each of await Promise.all(more)) {
        const isError = RoomEngineError.is(each);
        assertSettled({ status: isError ? "rejected" : "fulfilled", value: each, reason: each });
      }
      // The module is whole, and so is every other client.
      const next = new RoomEngineAdmin({ ...WHO, fetch: ok });
      assert.equal((await next.updateRoomMemberInfo(MEMBER)).errorCode, 0);
      if (deed !== "frees another client") assert.match(await other.signUserSig("user4"), /^e/);
    });
  }
}

const descriptorsOf = (object = {}) => Object.getOwnPropertyDescriptors(object);

/** A reply, the reason of the abort, or an error of ours which is no trap. */
function assertSettled({ status, value, reason }, deed, place) {
  if (status === "fulfilled") {
    assert.ok(value.errorCode === 0 || typeof value === "string", JSON.stringify(value));
    return;
  }
  if (deed === "aborts its signal" && reason === "enough") return;
  if (place === "a signal's `reason`") {
    // What it gives, or throws, is the reason.
    assert.ok(reason === "enough" || deed.startsWith("throws"), String(deed));
    return;
  }
  assert.ok(RoomEngineError.is(reason), String(reason));
  assert.ok(["invalid", "network"].includes(reason.kind), `${reason.kind}: ${reason.message}`);
}

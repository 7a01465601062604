// The `fetch` option: how it is called, what it may answer with, and how it may fail.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  MEMBER,
  member,
  RoomEngineAdmin,
  RoomEngineError,
  rejection,
  simulate,
  updateRoomMemberInfo,
  WHO,
} from "../subject.mjs";
import { OK, ok, record, recordAnswers, refusal } from "./recorder.mjs";

const BODY = JSON.stringify(OK);
const never = () => new Promise(() => {});
const call = (fetch, more) =>
  updateRoomMemberInfo({ ...WHO, ...MEMBER, fetch, maxRetries: 0, ...more });

test("fetch: it is called as fetch(url, init), without a this", async () => {
  const { fetch, exchanges } = record();
  await call(fetch);
  await new RoomEngineAdmin({ ...WHO, fetch }).updateRoomMemberInfo(MEMBER);
  for (const { self, args } of exchanges) {
    assert.equal(self, undefined);
    assert.equal(args.length, 2);
    const [url, init] = args;
    assert.equal(typeof url, "string");
    assert.deepEqual(Object.keys(init).sort(), ["body", "headers", "method", "redirect", "signal"]);
    assert.equal(Object.getPrototypeOf(init), Object.prototype);
    assert.deepEqual(init.headers, { "Content-Type": "application/json" });
    assert.ok(init.signal instanceof AbortSignal);
    assert.equal(typeof init.body, "string");
  }
});

test("fetch: it is called once for each attempt", async () => {
  const { fetch, exchanges } = recordAnswers(() => refusal(70_001), ok);
  await call(fetch, { maxRetries: 1 });
  assert.equal(exchanges.length, 2);
});

test("fetch: the signal of an exchange that ended well is never aborted", async () => {
  const { fetch, exchanges } = record();
  await call(fetch);
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(exchanges[0].init.signal.aborted, false);
});

test("fetch: a fetch of the platform's kind may be replaced globally after the import", async (t) => {
  const simulator = simulate();
  const original = globalThis.fetch;
  t.after(() => (globalThis.fetch = original));
  globalThis.fetch = simulator.fetch;
  await updateRoomMemberInfo({ ...WHO, ...MEMBER, nameCard: "replaced" });
  assert.equal(member(simulator).nameCard, "replaced");
  const { fetch, exchanges } = record();
  globalThis.fetch = fetch;
  await updateRoomMemberInfo({ ...WHO, ...MEMBER, fetch: undefined });
  assert.equal(exchanges.length, 1);
});

const headers = { get: (name) => (name === "content-type" ? "application/json" : null) };
const ANSWERS = {
  "a Response": () => new Response(BODY),
  "a promise of a Response": async () => new Response(BODY),
  "a thenable": () => ({ then: (resolve) => resolve(new Response(BODY)) }),
  "an object of that shape": () => ({ status: 200, headers, text: async () => BODY }),
  "an object whose text is there at once": () => ({ status: 200, headers, text: () => BODY }),
  "an object with a Map for headers": () => ({ status: 200, headers: new Map(), text: () => BODY }),
  "an object without headers": () => ({ status: 200, text: () => BODY }),
  "an instance of a class with a private body": () => new PrivateResponse(BODY),
};

class PrivateResponse {
  #body;
  constructor(body) {
    this.#body = body;
  }
  get status() {
    return 200;
  }
  get headers() {
    return headers;
  }
  async text() {
    return this.#body;
  }
}

for (const [what, answer] of Object.entries(ANSWERS)) {
  test(`fetch: it may answer with ${what}`, async () => {
    assert.equal((await call(answer)).requestId, OK.RequestId);
  });
}

const NO_ANSWERS = {
  undefined: () => undefined,
  null: () => null,
  "a number": () => 42,
  "an empty object": () => ({}),
  "a parsed body": () => OK,
  "a status in letters": () => ({ status: "200", headers, text: () => BODY }),
  "a status out of range": () => ({ status: 70_000, headers, text: () => BODY }),
  "a status that is no number": () => ({ status: NaN, headers, text: () => BODY }),
  "no text function": () => ({ status: 200, headers }),
  "a text that is no string": () => ({ status: 200, headers, text: () => 42 }),
};

for (const [what, answer] of Object.entries(NO_ANSWERS)) {
  test(`fetch: an answer with ${what} is no Response, and the call is sent once`, async () => {
    const { fetch, exchanges } = record(answer);
    const error = await rejection(call(fetch, { maxRetries: 2 }));
    assert.ok(error instanceof RoomEngineError, String(error));
    assert.deepEqual([error.kind, error.field, error.attempts], ["invalid", "fetch", 1]);
    assert.equal(exchanges.length, 1);
  });
}

const BROKEN_TEXTS = {
  throws() {
    throw new Error("used already");
  },
  rejects: () => Promise.reject("gone"),
};

for (const [what, text] of Object.entries(BROKEN_TEXTS)) {
  test(`fetch: an answer with a text that ${what} is a network error`, async () => {
    const error = await rejection(call(() => ({ status: 200, headers, text })));
    assert.ok(error instanceof RoomEngineError, String(error));
    assert.deepEqual([error.kind, error.attempts], ["network", 1]);
    assert.match(error.message, /^no answer arrived: ./);
  });
}

const hostile = new Proxy(new Error("hostile"), {
  get() {
    throw new Error("no look inside");
  },
  ownKeys() {
    throw new Error("no keys");
  },
});
const { proxy: revoked, revoke } = Proxy.revocable({}, {});
revoke();

const THROWN = {
  "an Error": new TypeError("fetch failed"),
  "a DOMException": new DOMException("The operation was aborted.", "AbortError"),
  "a string": "offline",
  "an empty string": "",
  undefined: undefined,
  null: null,
  "a number": 42,
  "a bigint": 42n,
  "a symbol": Symbol("offline"),
  "a boolean": false,
  "a plain object": { code: "ECONNRESET", message: "socket hang up" },
  "an object without a prototype": Object.create(null),
  "a function": () => "offline",
  "a frozen error": Object.freeze(new Error("frozen")),
  "an error that is its own cause": Object.assign(new Error("round"), {}),
  "an object that throws when looked at": hostile,
  "a revoked proxy": revoked,
  "an error whose message is no string": Object.assign(new Error(), { message: { a: 1 } }),
  "an object whose tag throws": {
    get [Symbol.toStringTag]() {
      throw new Error("no tag");
    },
  },
};
THROWN["an error that is its own cause"].cause = THROWN["an error that is its own cause"];

for (const [what, thrown] of Object.entries(THROWN)) {
  const ways = {
    throws: () => {
      throw thrown;
    },
    "rejects with": () => Promise.reject(thrown),
    "answers with a text that rejects with": () => ({
      status: 200,
      text: () => Promise.reject(thrown),
    }),
  };
  for (const [how, fetch] of Object.entries(ways)) {
    test(`fetch: a fetch that ${how} ${what} makes a network error`, {
      timeout: 10_000,
    }, async () => {
      const error = await rejection(call(fetch));
      assert.ok(error instanceof RoomEngineError);
      const { kind, retryable, attempts } = error;
      assert.deepEqual(
        { kind, retryable, attempts },
        {
          kind: "network",
          retryable: true,
          attempts: 1,
        },
      );
      assert.match(error.message, /^no answer arrived/);
      // The module has to be whole after that.
      assert.equal((await call(ok)).errorCode, 0);
    });
  }
}

test("fetch: what it failed with is the cause, when that holds no secret", async () => {
  for (const thrown of [new TypeError("fetch failed"), THROWN["a plain object"], "offline", 42]) {
    assert.equal((await rejection(call(() => Promise.reject(thrown)))).cause, thrown);
  }
});

for (const [what, fetch] of [
  ["never answers", never],
  ["never ends its body", () => ({ status: 200, headers, text: never })],
  ["answers with a thenable that never settles", () => ({ then() {} })],
]) {
  test(`fetch: a fetch that ignores its signal and ${what} meets the timeout all the same`, async () => {
    const { fetch: recorded, exchanges } = record(fetch);
    const error = await rejection(call(recorded, { timeoutMs: 20 }));
    assert.ok(error instanceof RoomEngineError, String(error));
    assert.equal(error.kind, "timeout");
    assert.equal(error.retryable, true);
    assert.match(error.message, /20 ms/);
    assert.equal(exchanges[0].init.signal.aborted, true);
  });
}

test("fetch: an answer that comes after the timeout disturbs nobody", async () => {
  let answer;
  const late = new Promise((resolve, reject) => (answer = { resolve, reject }));
  const error = await rejection(call(() => late, { timeoutMs: 10 }));
  assert.equal(error.kind, "timeout");
  answer.reject(new Error("too late"));
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal((await call(ok)).errorCode, 0);
});

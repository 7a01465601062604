// The `signal` option: an aborted call rejects with the signal's reason itself, at once and tracelessly.

import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { test } from "node:test";
import {
  MEMBER,
  RoomEngineAdmin,
  RoomEngineError,
  rejection,
  signUserSig,
  simulate,
  updateRoomMemberInfo,
  WHO,
} from "../subject.mjs";
import { turns, until } from "./moment.mjs";
import { record } from "./recorder.mjs";

const never = () => new Promise(() => {});
const call = (signal, options) => updateRoomMemberInfo({ ...WHO, ...MEMBER, signal, ...options });
const listeners = (signal) => getEventListeners(signal, "abort").length;

/** Boxed, since `await` would take a reason that is a promise for one to wait for. */
const boxed = (promise) =>
  promise.then(
    () => assert.fail("it should have been rejected"),
    (reason) => ({ reason }),
  );

const REASONS = {
  "an Error": new Error("the page was closed"),
  "a string": "changed my mind",
  "an empty string": "",
  "a number": 0,
  false: false,
  null: null,
  "a symbol": Symbol("reason"),
  "a bigint": 1n,
  "a function": () => {},
  "a plain object": { code: 7 },
  "an object without a prototype": Object.create(null),
  "a frozen object": Object.freeze({}),
  "something with a fields property": { fields: { message: "no failure of ours" } },
  "a promise": Promise.resolve("reason"),
  "a thenable": { then: () => assert.fail("it was taken for a promise") },
  "an error of this package": await rejection(updateRoomMemberInfo()),
};

for (const [what, reason] of Object.entries(REASONS)) {
  test(`abort: an abort with ${what} rejects with that very thing`, async () => {
    const { fetch, exchanges } = record(never);
    assert.equal((await boxed(call(AbortSignal.abort(reason), { fetch }))).reason, reason);
    assert.equal(exchanges.length, 0);

    const controller = new AbortController();
    const { signal } = controller;
    const outcome = boxed(call(signal, { fetch }));
    await until(() => exchanges.length === 1);
    controller.abort(reason);
    assert.equal((await outcome).reason, reason);
    assert.equal(listeners(signal), 0);
  });
}

test("abort: an abort without a reason rejects with the platform's own AbortError", async () => {
  for (const args of [[], [undefined]]) {
    const controller = new AbortController();
    const outcome = rejection(call(controller.signal, { fetch: never }));
    await turns();
    controller.abort(...args);
    const reason = await outcome;
    assert.equal(reason, controller.signal.reason);
    assert.ok(reason instanceof DOMException);
    assert.equal(reason.name, "AbortError");
    assert.ok(!RoomEngineError.is(reason));
  }
});

test("abort: a signal that times out rejects with its TimeoutError", async () => {
  const signal = AbortSignal.timeout(10);
  const reason = await rejection(call(signal, { fetch: never }));
  assert.equal(reason, signal.reason);
  assert.equal(reason.name, "TimeoutError");
});

test("abort: the signal of a client's call stands in the second argument", async () => {
  const { fetch, exchanges } = record(never);
  const admin = new RoomEngineAdmin({ ...WHO, fetch });
  const controller = new AbortController();
  const outcome = rejection(admin.updateRoomMemberInfo(MEMBER, { signal: controller.signal }));
  await until(() => exchanges.length === 1);
  controller.abort("client");
  assert.equal(await outcome, "client");
  const aborted = { signal: AbortSignal.abort("at once") };
  assert.equal(await rejection(admin.updateRoomMemberInfo(MEMBER, aborted)), "at once");
});

test("abort: the exchange under way is told of the abort", async () => {
  const { fetch, exchanges } = record(never);
  const controller = new AbortController();
  const outcome = rejection(call(controller.signal, { fetch }));
  await until(() => exchanges.length === 1);
  assert.equal(exchanges[0].init.signal.aborted, false);
  controller.abort("stop");
  await outcome;
  assert.equal(exchanges[0].init.signal.aborted, true);
});

test("abort: an abort while the function for a UserSig is asked sends nothing", async (t) => {
  const { sdkAppId, identifier } = WHO;
  const signed = await signUserSig(WHO);
  const { fetch, exchanges } = record();
  const controller = new AbortController();
  const { signal } = controller;
  let answer;
  let asked = 0;
  const userSig = () => {
    asked += 1;
    return new Promise((resolve) => (answer = resolve));
  };
  t.after(() => answer(signed));
  const admin = new RoomEngineAdmin({ sdkAppId, identifier, userSig, fetch });
  const aborted = rejection(admin.updateRoomMemberInfo(MEMBER, { signal }));
  const waiting = admin.updateRoomMemberInfo(MEMBER);
  await until(() => asked === 1);
  controller.abort("stop");
  assert.equal(await aborted, "stop");
  await until(() => asked === 2);
  answer(signed);
  assert.equal((await waiting).errorCode, 0);
  assert.equal(exchanges.length, 1);
});

test("abort: an abort between two attempts prevents the second", async () => {
  const controller = new AbortController();
  const { fetch, exchanges } = record(() => {
    controller.abort("enough");
    return Response.json({ ErrorCode: 70_001 });
  });
  assert.equal(await rejection(call(controller.signal, { fetch })), "enough");
  assert.equal(exchanges.length, 1);
});

test("abort: an abort ends only the calls of its signal", async () => {
  // Of different members: updates of one wait for each other.
  const names = Array.from({ length: 20 }, (_, index) => `user${index}`);
  const simulator = simulate({ rooms: { [MEMBER.roomId]: { members: names } } });
  const answers = [];
  const { fetch, exchanges } = record(
    (...args) => new Promise((resolve) => answers.push(() => resolve(simulator.fetch(...args)))),
  );
  const admin = new RoomEngineAdmin({ ...WHO, fetch });
  const controller = new AbortController();
  const { signal } = controller;
  const calls = names.map((memberAccount, index) =>
    admin.updateRoomMemberInfo(
      { ...MEMBER, memberAccount },
      index % 2 === 0 ? { signal } : undefined,
    ),
  );
  const settled = Promise.allSettled(calls);
  await until(() => exchanges.length === 20);
  assert.equal(listeners(signal), 1);
  controller.abort("even");
  for (const answer of answers) answer();
  for (const [index, outcome] of (await settled).entries()) {
    if (index % 2 === 0) assert.equal(outcome.reason, "even");
    else assert.equal(outcome.value?.errorCode, 0);
  }
  assert.equal(listeners(signal), 0);
});

test("abort: no listener stays on the signal, however the call ends", async () => {
  const controller = new AbortController();
  const { signal } = controller;
  const simulator = simulate({ faults: [{ kind: "reset" }, { kind: "code", code: 60_010 }] });
  const { fetch } = simulator;
  assert.equal((await rejection(call(signal, { fetch, maxRetries: 0 }))).kind, "network");
  assert.equal((await rejection(call(signal, { fetch }))).kind, "api");
  assert.equal((await call(signal, { fetch })).errorCode, 0);
  assert.equal((await rejection(call(signal, { fetch: never, timeoutMs: 5 }))).kind, "timeout");
  assert.equal((await rejection(call(signal, { fetch, roomId: "" }))).kind, "invalid");
  assert.equal(listeners(signal), 0);
  controller.abort("nobody listens");
  await turns();
});

test("abort: an abort after the end changes nothing", async () => {
  const controller = new AbortController();
  const { fetch, exchanges } = record();
  assert.equal((await call(controller.signal, { fetch })).errorCode, 0);
  controller.abort("too late");
  await turns();
  assert.equal(exchanges[0].init.signal.aborted, false);
});

test("abort: a signal of another make will do, and its listener is taken back", async () => {
  const kept = new Map();
  const signal = {
    aborted: false,
    reason: undefined,
    addEventListener: (name, listener) => kept.set(listener, name),
    removeEventListener: (_name, listener) => kept.delete(listener),
  };
  const { fetch, exchanges } = record(never);
  const outcome = rejection(call(signal, { fetch }));
  await until(() => exchanges.length === 1);
  assert.deepEqual([...kept.values()], ["abort"]);
  Object.assign(signal, { aborted: true, reason: "polyfilled" });
  for (const listener of kept.keys()) listener();
  assert.equal(await outcome, "polyfilled");
  assert.equal(kept.size, 0);
});

test("abort: what is no signal is refused by name, and no signal is fine", async () => {
  const { fetch, exchanges } = record();
  for (const signal of [true, 1, "signal", {}, [], () => {}, new AbortController()]) {
    const error = await rejection(call(signal, { fetch }));
    assert.ok(error instanceof RoomEngineError, String(error));
    assert.equal(error.kind, "invalid");
    assert.equal(error.field, "signal");
  }
  assert.equal(exchanges.length, 0);
  for (const signal of [undefined, null]) await call(signal, { fetch });
});

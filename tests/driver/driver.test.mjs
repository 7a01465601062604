// How calls wait, wake each other and end: the rules of the driver, with an engine that does as it is
// told.

import assert from "node:assert/strict";
import { test } from "node:test";
import { DONE, fakeCore, named, ok, SEND } from "./engine.mjs";

const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const never = () => new Promise(() => {});

/** The first call waits, with a time of its own or without; the second ends and wakes the first. */
function waitingAndWaking(waking, until) {
  return fakeCore({
    waking,
    steps: (event, call) => {
      if (event === "begin") return call === 1 ? { step: "wait", until: until() } : SEND;
      return call === 1 ? DONE : { ...DONE, wake: [1] };
    },
  });
}

for (const waking of [0, 1]) {
  test(`driver: a call wakes another where it may (${waking})`, { timeout: 10_000 }, async () => {
    const { call, calls } = waitingAndWaking(waking, () => performance.now() + 1e9);
    const waiting = call();
    await call();
    await waiting;
    assert.deepEqual(
      named(calls, "step").map(([, id, event]) => [id, event]),
      [
        [2, 1],
        [1, 0],
      ],
    );
  });
}

test("driver: a request that may not be woken goes on by its own timer", async () => {
  const { call, calls } = waitingAndWaking(2, () => performance.now() + 80);
  const waiting = call();
  await call();
  await later(20);
  assert.equal(named(calls, "step").length, 1, "nobody has woken it");
  assert.equal((await waiting).errorCode, 0);
});

test("driver: a wait without a time ends when it is woken", { timeout: 10_000 }, async () => {
  const { call } = waitingAndWaking(0, () => undefined);
  const waiting = call();
  await call();
  assert.equal((await waiting).errorCode, 0);
});

test("driver: a time far off is no busy loop", async () => {
  const { call, calls } = waitingAndWaking(0, () => performance.now() + 2 ** 40);
  const controller = new AbortController();
  const waiting = call({ signal: controller.signal });
  await later(30);
  assert.equal(named(calls, "step").length, 0);
  controller.abort("enough");
  await assert.rejects(waiting, (reason) => reason === "enough");
});

for (const [waking, expected] of [
  [0, false],
  [1, true],
  [2, true],
]) {
  test(`driver: a call in a worker shows that it lives while it waits for an answer (${waking})`, async () => {
    const { call, calls } = fakeCore({
      waking,
      steps: (event) => (event === "begin" ? SEND : DONE),
    });
    await call({ fetch: () => later(500).then(ok) });
    assert.equal(named(calls, "alive").length > 0, expected);
    const before = named(calls, "alive").length;
    await later(250);
    assert.equal(named(calls, "alive").length, before, "no timer is left");
  });
}

test("driver: a trap ends the calls of a process at once", async () => {
  const { call, core, exports } = fakeCore({ steps: () => SEND });
  const aborted = [];
  const fetch = (_url, { signal }) => {
    signal.addEventListener("abort", () => aborted.push(1));
    return never();
  };
  const outcomes = Promise.allSettled([call({ fetch }), call({ fetch })]);
  exports.room = () => {
    throw new WebAssembly.RuntimeError("unreachable");
  };
  assert.throws(() => core.run("room"), { kind: "load" });
  for (const { reason } of await outcomes) {
    assert.deepEqual([reason.kind, reason.cause.message], ["load", "unreachable"]);
  }
  assert.equal(aborted.length, 2);
});

test("driver: a trap ends the calls of a worker by their own look", async () => {
  const { call, core, exports } = fakeCore({ waking: 2, steps: () => SEND });
  const outcome = call({ fetch: never }).catch((error) => error);
  exports.room = () => {
    throw new WebAssembly.RuntimeError("unreachable");
  };
  assert.throws(() => core.run("room"), { kind: "load" });
  let settled = false;
  outcome.then(() => (settled = true));
  await later(0);
  assert.equal(settled, false);
  assert.equal((await outcome).kind, "load");
});

test("driver: the engine is told of an abort within the listener", async () => {
  const { call, calls } = fakeCore({ steps: () => SEND });
  const controller = new AbortController();
  const aborted = call({ signal: controller.signal, fetch: never });
  aborted.catch(() => {});
  controller.abort("enough");
  assert.deepEqual(named(calls, "cancel"), [["cancel", 1]]);
  await assert.rejects(aborted, (reason) => reason === "enough");
  assert.equal(named(calls, "cancel").length, 1);
});

test("driver: those who wait for an aborted call are woken", { timeout: 10_000 }, async () => {
  const { call } = fakeCore({
    steps: (event, id) => {
      if (event !== "begin") return DONE;
      return id === 1 ? SEND : { step: "wait" };
    },
    answers: { cancel: () => ({ wake: [2] }) },
  });
  const controller = new AbortController();
  const aborted = call({ signal: controller.signal, fetch: never });
  const waiting = call();
  controller.abort("enough");
  await assert.rejects(aborted);
  assert.equal((await waiting).errorCode, 0);
});

test("driver: a fetch that takes its time before it returns has gone out then", async () => {
  const steps = (event) => (event === "begin" ? SEND : DONE);
  const { call, calls } = fakeCore({ steps });
  await call({ fetch: ok });
  const busy = () => {
    for (const end = performance.now() + 20; performance.now() < end; );
    return ok();
  };
  const before = named(calls, "sent").length;
  await call({ fetch: busy });
  assert.equal(named(calls, "sent").length - before, 1);
});

test("driver: others are woken first, then watchers are told, then the step is carried out", async () => {
  const seen = [];
  const told = { attempt: 1 };
  const log = [
    { level: "warn", line: "one", attempt: true },
    { level: "debug", line: "two", attempt: false },
  ];
  const slowDown = { code: 60_007 };
  const { call } = fakeCore({
    steps: (event) => (event === "begin" ? { ...SEND, told, log, slowDown } : DONE),
  });
  await call({
    sdkAppId: 7,
    onAttempt: (...given) => seen.push(["onAttempt", ...given]),
    logger: {
      warn: (...given) => seen.push(["warn", ...given]),
      debug: (...given) => seen.push(["debug", ...given]),
    },
    limiter: { slowDown: (...given) => seen.push(["slowDown", ...given]) },
    fetch: () => {
      seen.push(["fetch"]);
      return ok();
    },
  });
  assert.deepEqual(seen, [
    ["onAttempt", told],
    ["warn", "one", told],
    ["debug", "two"],
    ["slowDown", { sdkAppId: 7, code: 60_007 }],
    ["fetch"],
  ]);
});

test("limiter: a place is asked for, and the attempt follows in the same turn", async () => {
  const seen = [];
  const { call, calls } = fakeCore({
    steps: (event) => ({ begin: { step: "acquire", attempt: 1 }, 8: SEND, 1: DONE })[event],
  });
  const acquire = async ({ sdkAppId, attempt, signal }) => {
    await later(5);
    seen.push([sdkAppId, attempt, signal.aborted]);
    setImmediate(() => seen.push("next turn"));
  };
  await call({
    sdkAppId: 7,
    limiter: { acquire },
    fetch: () => {
      seen.push("fetch");
      return later(20).then(ok);
    },
  });
  assert.deepEqual(seen, [[7, 1, false], "fetch", "next turn"]);
  assert.equal(named(calls, "step").length, 2);
});

test("limiter: its signal tells that the call was given up", async () => {
  let given;
  const { call } = fakeCore({ steps: () => ({ step: "acquire", attempt: 1 }) });
  const acquire = ({ signal }) => {
    given = signal;
    return never();
  };
  const controller = new AbortController();
  const aborted = call({ limiter: { acquire }, signal: controller.signal });
  controller.abort("enough");
  assert.ok(given.aborted);
  await assert.rejects(aborted, (reason) => reason === "enough");
});

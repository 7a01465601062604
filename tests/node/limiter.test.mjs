// A rate that machines share: asked before each attempt, told of each refusal for being too fast.

import assert from "node:assert/strict";
import { test } from "node:test";
import { MEMBER, RoomEngineAdmin, rejection, simulate, WHO } from "../subject.mjs";

function setUp(limiter, options) {
  const simulator = simulate();
  const admin = new RoomEngineAdmin({ ...WHO, fetch: simulator.fetch, limiter, ...options });
  return { simulator, admin, call: (more) => admin.updateRoomMemberInfo(MEMBER, more) };
}

test("limiter: it is asked before each attempt, with its number and the app", async () => {
  const asked = [];
  const acquire = async ({ signal, ...rest }) => {
    assert.ok(signal instanceof AbortSignal && !signal.aborted);
    asked.push({ ...rest, sent: simulator.calls.length });
  };
  const { simulator, call } = setUp({ acquire });
  simulator.faults.push({ kind: "status", status: 500 });
  await call();
  const { sdkAppId } = WHO;
  assert.deepEqual(asked, [
    { sdkAppId, attempt: 1, sent: 0 },
    { sdkAppId, attempt: 2, sent: 1 },
  ]);
});

test("limiter: its functions keep their `this`, and those of a class will do", async () => {
  class Limiter {
    #count = 0;
    async acquire() {
      this.#count += 1;
    }
    get count() {
      return this.#count;
    }
  }
  const limiter = new Limiter();
  await setUp(limiter).call();
  assert.equal(limiter.count, 1);
});

test("limiter: it is told of refusals for being too fast, and of nothing else", async () => {
  const told = [];
  const slowDown = (what) => told.push(what);
  const { simulator, call } = setUp({ acquire: async () => {}, slowDown });
  simulator.faults.push(
    { kind: "code", code: 60_007 },
    { kind: "status", status: 429, headers: { "retry-after": "0" } },
  );
  await call();
  const { sdkAppId } = WHO;
  assert.equal(told.length, 2);
  assert.deepEqual(told[0], { sdkAppId, code: 60_007 });
  assert.deepEqual([told[1].sdkAppId, told[1].status], [sdkAppId, 429]);
  simulator.faults.push({ kind: "status", status: 500 });
  await call();
  assert.equal(told.length, 2);
});

test("limiter: what it rejects with is the cause, and nothing was sent", async () => {
  const failure = new Error("redis is down");
  for (const acquire of [() => Promise.reject(failure), () => fail(failure)]) {
    const { simulator, call } = setUp({ acquire });
    const error = await rejection(call());
    assert.deepEqual([error.kind, error.attempts, error.retryable], ["network", 0, true]);
    assert.match(error.message, /`limiter` let nothing go: redis is down/);
    assert.equal(error.cause, failure);
    assert.equal(simulator.calls.length, 0);
  }
});

const fail = (error) => {
  throw error;
};

test("limiter: its wait ends with the call's signal, which it is told", async () => {
  let told;
  const acquire = ({ signal }) =>
    new Promise((_resolve, reject) => {
      signal.addEventListener("abort", () => {
        told = true;
        reject(signal.reason);
      });
    });
  const { simulator, call } = setUp({ acquire });
  const controller = new AbortController();
  const outcome = call({ signal: controller.signal });
  await new Promise(setImmediate);
  controller.abort("enough");
  assert.equal(await rejection(outcome), "enough");
  assert.deepEqual([told, simulator.calls.length], [true, 0]);
});

test("limiter: slowDown that throws or rejects harms nothing", async () => {
  for (const slowDown of [() => fail(new Error("no")), () => Promise.reject(new Error("no"))]) {
    const { simulator, call } = setUp({ acquire: async () => {}, slowDown });
    simulator.faults.push({ kind: "code", code: 60_007 });
    assert.equal((await call()).errorCode, 0);
  }
});

test("limiter: calls that wait for callsPerSecond too all go out, each after its own slot", async () => {
  const slots = [];
  const acquire = async () => {
    slots.push(simulator.calls.length);
  };
  const { simulator, admin } = setUp({ acquire }, { callsPerSecond: 50 });
  const count = 15;
  const calls = Array.from({ length: count }, () => admin.getRoomInfo({ roomId: MEMBER.roomId }));
  await Promise.all(calls);
  assert.equal(simulator.calls.length, count);
  assert.ok(slots.length >= count);
});

for (const limiter of [7, "x", [], {}, { acquire: 1 }, () => {}]) {
  test(`limiter: ${JSON.stringify(limiter) ?? "a function"} is refused by name`, async () => {
    const { call, simulator } = setUp(limiter);
    const { kind, field } = await rejection(call());
    assert.deepEqual([kind, field], ["invalid", "limiter"]);
    assert.equal(simulator.calls.length, 0);
  });
}

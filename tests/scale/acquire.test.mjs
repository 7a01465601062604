// One call of `acquire`: how it ends, and what it leaves behind.

import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { test } from "node:test";
import { bookSlots, SlotLimiter } from "../../examples/limiters/slots.mjs";
import { wait } from "./setup.mjs";

/** A store in the process, whose first slot is now. */
function makeStore() {
  const store = { free: 0, asks: [] };
  store.book = async (ask) => {
    store.asks.push(ask);
    const { free, answer } = bookSlots(store.free, Math.round(performance.now() * 1000), ask);
    store.free = free;
    return answer;
  };
  return store;
}

const timers = () => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
const listeners = ({ signal }) => getEventListeners(signal, "abort").length;
const never = () => new Promise(() => {});

test("limiter: a slot is given, and no listener stays", async () => {
  const limiter = new SlotLimiter(makeStore().book);
  const controller = new AbortController();
  await limiter.acquire({ sdkAppId: 1, attempt: 1, signal: controller.signal });
  assert.equal(listeners(controller), 0);
});

test("limiter: an abort takes effect at once, and leaves no listener and no timer", async () => {
  const before = timers();
  const store = makeStore();
  store.free = performance.now() * 1000 + 10_000_000;
  const limiter = new SlotLimiter(store.book);
  const controller = new AbortController();
  const reason = new Error("not needed any more");
  const given = limiter.acquire({ signal: controller.signal });
  await wait(20);
  assert.equal(listeners(controller), 1);
  let settled;
  given.catch((error) => (settled = error));
  controller.abort(reason);
  await undefined;
  assert.equal(settled, reason);
  assert.equal(listeners(controller), 0);
  await wait(5);
  assert.equal(timers(), before);
});

test("limiter: a signal that is aborted already asks nobody", async () => {
  const store = makeStore();
  const reason = new Error("too late");
  const signal = AbortSignal.abort(reason);
  await assert.rejects(
    new SlotLimiter(store.book).acquire({ signal }),
    (error) => error === reason,
  );
  assert.equal(store.asks.length, 0);
});

test("limiter: those behind an aborted one move up", async () => {
  const limiter = new SlotLimiter(makeStore().book, { callsPerSecond: 20 });
  const controller = new AbortController();
  const order = [];
  const first = limiter.acquire().then(() => order.push("first"));
  const aborted = limiter.acquire({ signal: controller.signal }).catch(() => order.push("aborted"));
  const last = limiter.acquire().then(() => order.push("last"));
  controller.abort();
  await Promise.all([first, aborted, last]);
  assert.deepEqual(order, ["aborted", "first", "last"]);
});

test("limiter: a store that fails, or never answers, fails the call and says why", async () => {
  const cause = new Error("connection refused");
  const failing = new SlotLimiter(() => Promise.reject(cause), { patienceMs: 0 });
  await assert.rejects(failing.acquire(), { message: /connection refused/, cause });
  const silent = new SlotLimiter(never, { patienceMs: 0 });
  await assert.rejects(silent.acquire(), /did not answer/);
});

test("limiter: a store that is too slow for `lateMs` says so", async () => {
  const { book } = makeStore();
  const slow = async (ask) => wait(30).then(() => book(ask));
  const limiter = new SlotLimiter(slow, { lateMs: 10, patienceMs: 100 });
  await assert.rejects(limiter.acquire(), /longer than 10 ms/);
});

test("limiter: slowDown pauses everybody, and never for long", async () => {
  const store = makeStore();
  const limiter = new SlotLimiter(store.book);
  limiter.slowDown({ sdkAppId: 1, code: 60_007 });
  limiter.slowDown({ sdkAppId: 1, status: 429, retryAfterMs: 60_000 });
  await wait(5);
  assert.deepEqual(
    store.asks.map(({ count, pause }) => [count, pause]),
    [
      [0, 500_000],
      [0, 10_000_000],
    ],
  );
});

test("limiter: a rate that is none is refused", () => {
  for (const callsPerSecond of [0, 1, Number.NaN, -5]) {
    assert.throws(() => new SlotLimiter(never, { callsPerSecond }), /callsPerSecond/);
  }
});

test("limiter: a store that comes back gives no slots before a second is over", async () => {
  const { asks, book } = makeStore();
  let tries = 0;
  const failsOnce = (ask) => ((tries += 1) === 1 ? Promise.reject(new Error("away")) : book(ask));
  await new SlotLimiter(failsOnce).acquire();
  const pauses = asks.map(({ count, pause }) => [count, pause]);
  assert.deepEqual(pauses.slice(0, 2), [
    [0, 1_000_000],
    [1, 0],
  ]);
});

test("limiter: slots far ahead are of a clock that was set back", () => {
  const ask = { count: 1, interval: 5000, ahead: 250_000, pause: 0 };
  assert.deepEqual(bookSlots(60_000_000, 0, ask), { free: 1_000_000, answer: [0, 750_000, 0] });
});

/** A store with one slot after another, `waitMs` away, and a clock of the caller that a test sets. */
function makeSetup(waitMs) {
  const setup = { offset: 0, trips: 0, now: () => performance.now() + setup.offset };
  setup.book = async ({ count }) => {
    setup.trips += 1;
    await setup.answer?.();
    setup.answered = setup.now();
    return [count, waitMs * 1000, Math.round(performance.now() * 1000)];
  };
  setup.limiter = new SlotLimiter(setup.book, { now: setup.now });
  return setup;
}

test("limiter: a slot that has passed is given up for another", async () => {
  const setup = makeSetup(20);
  setup.answer = () => {
    if (setup.trips === 1) setTimeout(() => (setup.offset = 200), 5);
  };
  await setup.limiter.acquire();
  assert.ok(setup.trips > 1);
});

test("limiter: a timer that is early is set again", async () => {
  const setup = makeSetup(20);
  setup.answer = () => setTimeout(() => (setup.offset = -10), 5);
  await setup.limiter.acquire();
  assert.ok(setup.now() >= setup.answered + 20);
  assert.equal(setup.trips, 1);
});

test("limiter: the wait begins when the answer is there", async () => {
  const setup = makeSetup(10);
  setup.answer = () => wait(30);
  await setup.limiter.acquire();
  assert.ok(setup.now() >= setup.answered + 10);
});

// The rule of slots under what may happen to machines, on a virtual clock.

import assert from "node:assert/strict";
import { test } from "node:test";
import { mostInAnySecond } from "./sends.mjs";
import { requireTool } from "./setup.mjs";
import { runSimulation } from "./virtual.mjs";

const fc = requireTool("fast-check");

const END_MS = 4000;
const moment = fc.integer({ min: 0, max: END_MS });
const processNumber = fc.integer({ min: 0, max: 3 });

/** What happens to a process or to the store, and when. */
const trouble = fc.oneof(
  fc.record({ kind: fc.constant("stall"), at: moment, of: processNumber, ms: fc.nat(900) }),
  fc.record({ kind: fc.constant("abort"), at: moment, of: processNumber }),
  fc.record({ kind: fc.constant("forget"), at: moment }),
  fc.record({ kind: fc.constant("away"), at: moment, ms: fc.nat(600) }),
  fc.record({ kind: fc.constant("fallBack"), at: moment, ms: fc.nat(300) }),
  fc.record({ kind: fc.constant("step"), at: moment, ms: fc.integer({ min: 200, max: 100_000 }) }),
  fc.record({ kind: fc.constant("step"), at: moment, ms: fc.integer({ min: -20_000, max: -200 }) }),
);

const happen = {
  stall: (simulation, { ms }, process) => (process.stalledUntil = simulation.now + ms),
  abort: (_, __, process) => process.abort(),
  forget: ({ store }) => (store.free = undefined),
  step: ({ store }, { ms }) => (store.step += ms),
  away(simulation, { ms }) {
    simulation.store.away = true;
    simulation.at(simulation.now + ms, () => (simulation.store.away = false));
  },
  // A replica takes over, which lacks what was booked last: everybody's connection breaks.
  fallBack(simulation, { ms }) {
    if (simulation.store.free !== undefined) simulation.store.free -= ms * 1000;
    for (const process of simulation.processes) process.doubt();
  },
};

/** How long messages take and how late timers are: what was late before, and is not after, bunches up. */
const pace = fc.record({
  trip: fc.constantFrom(0, 1, 10, 24, 40),
  jitter: fc.constantFrom(-5, 0, 1, 20, 49, 80),
});

const setup = fc.record({
  callsPerSecond: fc.constantFrom(2, 5, 20, 60, 200),
  callers: fc.integer({ min: 1, max: 30 }),
  paces: fc.tuple(pace, pace),
  turn: moment,
  troubles: fc.array(trouble, { maxLength: 6 }),
});

function play({ callsPerSecond, callers, paces, turn, troubles }) {
  return runSimulation((simulation) => {
    const pace = () => paces[simulation.now < turn ? 0 : 1];
    const times = { trip: () => pace().trip, jitter: () => pace().jitter };
    const join = () => simulation.join(callers, times, { callsPerSecond });
    const processes = Array.from({ length: 4 }, join);
    for (const event of troubles) {
      simulation.at(event.at, () => happen[event.kind](simulation, event, processes[event.of]));
    }
  }, END_MS);
}

test("limiter: whatever happens, no second has more sends than it may", async () => {
  const property = fc.asyncProperty(setup, async (given) => {
    const most = mostInAnySecond(await play(given));
    assert.ok(most <= given.callsPerSecond, `${most} in one second`);
  });
  await fc.assert(property, { numRuns: Number(process.env.SCALE_RUNS ?? 150) });
});

/** Calls without end, in a simulation where only the pace changes. */
const steady = { callsPerSecond: 200, callers: 30, turn: 2000, troubles: [] };

test("limiter: undisturbed, it gives nearly as many as it may", async () => {
  const exact = { trip: 1, jitter: 0 };
  assert.ok(mostInAnySecond(await play({ ...steady, paces: [exact, exact] })) > 180);
});

test("limiter: what was late until now comes on top of no second", async () => {
  for (const trip of [0, 24, 49]) {
    for (const jitter of [0, 25, 49, 60, 80]) {
      for (const later of [
        { trip: 0, jitter: 0 },
        { trip, jitter: -5 },
      ]) {
        const most = mostInAnySecond(await play({ ...steady, paces: [{ trip, jitter }, later] }));
        assert.ok(most <= 200, `${most} with ${trip} and ${jitter} ms`);
      }
    }
  }
});

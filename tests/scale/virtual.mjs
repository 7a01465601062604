// A clock that stands still until everything has been done that can be done, and processes, a network
// and a store that live by it.

import { bookSlots, SlotLimiter } from "../../examples/limiters/slots.mjs";

/** Runs `program(simulation)` and then time, until `endMs`; gives the moments of all sends. */
export async function runSimulation(program, endMs) {
  const real = globalThis.setTimeout;
  const realClear = globalThis.clearTimeout;
  const simulation = new Simulation();
  // The limiter's own timers; they belong to the process whose turn it is, and are as exact as its are.
  globalThis.setTimeout = (go, ms = 0) => {
    const late = simulation.process?.jitter?.() ?? 0;
    return simulation.at(
      simulation.now + Math.max(0.1, Math.max(1, ms) + late),
      go,
      simulation.process,
    );
  };
  globalThis.clearTimeout = (timer) => timer && (timer.go = undefined);
  try {
    program(simulation);
    while (simulation.events.length > 0 && simulation.now < endMs) {
      simulation.next();
      await microtasks();
    }
  } finally {
    globalThis.setTimeout = real;
    globalThis.clearTimeout = realClear;
  }
  return simulation.sends;
}

/** More turns than any chain of promises in the limiter has. */
async function microtasks() {
  for (let turn = 0; turn < 40; turn += 1) await undefined;
}

class Simulation {
  now = 0;
  events = [];
  sends = [];
  processes = [];
  process;
  store = { free: undefined, step: 0, away: false };

  at(time, go, process) {
    const event = { time, go, process };
    const index = this.events.findLastIndex((other) => other.time <= time);
    this.events.splice(index + 1, 0, event);
    return event;
  }

  next() {
    const event = this.events.shift();
    const asleep = event.process?.stalledUntil ?? 0;
    this.now = Math.max(this.now, event.time);
    if (asleep > this.now) return this.at(asleep, event.go, event.process).time;
    this.process = event.process;
    event.go?.();
  }

  /** A process of its own memory; `trip()` is how long a message takes, `jitter()` how late a timer is. */
  join(callers, { trip, jitter }, options) {
    const process = { stalledUntil: 0, jitter, abort() {} };
    const book = (ask) =>
      new Promise((resolve, reject) => {
        this.at(this.now + trip(), () => {
          const { store } = this;
          const back = this.now + trip();
          if (store.away) return this.at(back, () => reject(new Error("away")), process);
          const clock = Math.floor((1e6 + this.now + store.step) * 1000);
          const { free, answer } = bookSlots(store.free, clock, ask);
          store.free = free;
          this.at(back, () => resolve(answer), process);
        });
      });
    const limiter = new SlotLimiter(book, { now: () => this.now, ...options });
    process.doubt = () => limiter.doubt();
    const call = async () => {
      for (;;) {
        const controller = new AbortController();
        process.abort = () => controller.abort();
        try {
          await limiter.acquire({ signal: controller.signal });
          this.sends.push(this.now);
        } catch {
          await new Promise((resolve) => setTimeout(resolve, 10));
        }
      }
    };
    this.processes.push(process);
    this.process = process;
    for (let number = 0; number < callers; number += 1) call();
    return process;
  }
}

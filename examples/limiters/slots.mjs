// A rate that many machines share: moments for sending ("slots") are booked in a store, and a caller
// sends at its slot or not at all. Only the store's clock counts; what travels is "wait so long".

/** Slots that lie further ahead are not given out: an abort or a step of the clock costs as many. */
const AHEAD_MS = 250;
/** Slots booked in one trip to the store, when so many calls wait. */
const BATCH = 20;
/** After doubt about what the store knows, nobody sends until all that was booked before is over. */
const DOUBT_MS = 1000;
const PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;
const TRIP_MS = 2000;
const STORE_BACK_MS = 250;
/** A clock that was set back may be set right again. */
const LONGEST_SLEEP_MS = 1000;
/** Clocks that tell whole milliseconds, the store's and the caller's, are off by as much. */
const GRAIN_MS = 2;

/**
 * The rule of the store, on its own clock in microseconds. `free` is the first slot that is not given
 * out, undefined when it was lost. The recipes for Redis and Postgres say the same in Lua and SQL.
 */
export function bookSlots(free, now, { count, interval, ahead, pause }) {
  let next = free ?? now + 1_000_000;
  if (next > now + 15_000_000) next = now + 1_000_000; // the clock was set back
  next = Math.max(next, now + pause);
  if (count > 0 && next - now > ahead) {
    return { free: next, answer: [0, next - now - ahead, now] };
  }
  return { free: next + count * interval, answer: [count, next - now, now] };
}

/**
 * The limiter for a store. `book({ count, interval, ahead, pause })` carries out `bookSlots` there in
 * one indivisible step and resolves to its answer: `[slots, µs until the first, the store's clock]`.
 *
 * A slot is used at most `lateMs` after its time, so slots lie so far apart that any second has
 * `callsPerSecond` of them with all that may be late. A trip to the store has to be shorter than that.
 */
export class SlotLimiter {
  #book;
  #lateMs;
  #patienceMs;
  #ask;
  #now;
  #waiting = new Set();
  #running = false;
  #endSleep;
  #doubt = false;
  #seen;
  #troubleSince;
  #batch;

  constructor(book, options = {}) {
    const { callsPerSecond = 200, lateMs = 50, patienceMs = 10_000 } = options;
    if (!(callsPerSecond >= 2)) throw new RangeError("callsPerSecond: at least 2");
    this.#book = book;
    this.#lateMs = lateMs;
    this.#patienceMs = patienceMs;
    this.#now = options.now ?? (() => performance.now());
    const interval = Math.ceil(
      ((1000 + lateMs + GRAIN_MS) * 1000) / (Math.floor(callsPerSecond) - 1),
    );
    this.#batch = Math.min(BATCH, Math.max(1, Math.floor((AHEAD_MS * 1000) / interval)));
    this.#ask = { interval, ahead: AHEAD_MS * 1000, pause: 0 };
  }

  /** Resolves when one attempt may go out at once; rejects when aborted, or when the store is away. */
  acquire({ signal } = {}) {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const caller = {};
      const leave = (settle, value) => {
        this.#waiting.delete(caller);
        signal?.removeEventListener("abort", caller.abort);
        if (this.#waiting.size === 0) this.#endSleep?.();
        settle(value);
      };
      caller.go = () => leave(resolve);
      caller.fail = (error) => leave(reject, error);
      caller.abort = () => leave(reject, signal.reason);
      signal?.addEventListener("abort", caller.abort);
      this.#waiting.add(caller);
      if (!this.#running) this.#run();
    });
  }

  /** The service said that calls come too fast: everybody pauses. */
  slowDown({ retryAfterMs = PAUSE_MS } = {}) {
    // When this does not get through, neither will the bookings that follow.
    this.#trip(0, Math.min(retryAfterMs, LONGEST_PAUSE_MS)).catch(() => {});
  }

  /** To be called when the store may have lost what it gave out last, as when a replica takes over. */
  doubt() {
    this.#doubt = true;
  }

  async #run() {
    this.#running = true;
    while (this.#waiting.size > 0) {
      try {
        await this.#round();
      } catch (error) {
        this.doubt();
        await this.#bear(error, STORE_BACK_MS);
      }
    }
    this.#running = false;
    this.#troubleSince = undefined;
  }

  /** Books slots for those who wait, and hands each to the first of them when its time comes. */
  async #round() {
    if (this.#doubt) {
      await this.#trip(0, DOUBT_MS);
      this.#doubt = false;
    }
    const { asked, answered, slots, wait } = await this.#trip(
      Math.min(this.#waiting.size, this.#batch),
      0,
    );
    if (this.#doubt) return;
    if (answered - asked > this.#lateMs) {
      return this.#bear(new Error(`trips to the store take longer than ${this.#lateMs} ms`), 0);
    }
    this.#troubleSince = undefined;
    if (slots === 0) return this.#sleep(Math.min(wait, LONGEST_SLEEP_MS));
    for (let slot = 0; slot < slots && this.#waiting.size > 0; slot += 1) {
      const due = wait + (slot * this.#ask.interval) / 1000;
      await this.#use(answered + due, asked + due + this.#lateMs);
    }
  }

  /** A timer for each slot: what a stall has made due at once goes out one by one, each looked at. */
  async #use(start, end) {
    while (this.#waiting.size > 0 && this.#now() <= end) {
      await this.#sleep(start - this.#now());
      if (this.#now() < start || this.#now() > end) continue; // timers may be early, and late
      const [first] = this.#waiting;
      return first?.go();
    }
  }

  async #trip(count, pauseMs) {
    const asked = this.#now();
    const book = this.#book({ ...this.#ask, count, pause: Math.round(pauseMs * 1000) });
    const [slots, wait, clock] = (await within(TRIP_MS, book)).map(Number);
    const answered = this.#now();
    this.#compareClocks(asked, answered, clock / 1000);
    return { asked, answered, slots, wait: wait / 1000 };
  }

  /** A store whose clock was set forward gives out times for which slots are booked already. */
  #compareClocks(asked, answered, clock) {
    const seen = this.#seen;
    this.#seen = { asked, answered, clock };
    if (seen === undefined) return;
    const passed = clock - seen.clock;
    const drift = GRAIN_MS + (answered - seen.asked) / 1000;
    if (passed > answered - seen.asked + drift || passed < asked - seen.answered - drift) {
      this.#doubt = true;
    }
  }

  /** Nothing is sent without a slot: those who wait are told when no slot came for too long. */
  async #bear(cause, ms) {
    this.#troubleSince ??= this.#now();
    if (this.#now() - this.#troubleSince < this.#patienceMs) return this.#sleep(ms);
    this.#troubleSince = undefined;
    const error = new Error(`no slot could be booked: ${cause.message}`, { cause });
    for (const caller of [...this.#waiting]) caller.fail(error);
  }

  /** Ends early when nobody waits any more, so that no timer keeps a program from ending. */
  #sleep(ms) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, Math.max(0, ms));
      this.#endSleep = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

async function within(ms, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`the store did not answer within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

// How often somebody may be wrong, and how much may be under way. It is kept in this process: several
// processes, and several isolates of Workers, each allow that much.

/** Who is remembered at the most; the oldest are forgotten first. */
const MOST_KEYS = 10_000;

/**
 * Counts what each key does within `seconds`; more than `times` is too much.
 *
 * An entry is counted when it begins and forgiven when it turns out right, so that many at once are
 * no way around. One that comes to no end is taken out again.
 */
export function createLimiter({ times, seconds, now = Date.now }) {
  const moments = new Map();

  return {
    /** The seconds to wait where there were too many, or 0. Counts nothing. */
    wait(key) {
      const recent = recentOf(key);
      return recent.length < times ? 0 : Math.ceil((recent[0] - now()) / 1000 + seconds);
    },

    /** How many there were. */
    count: (key) => recentOf(key).length,

    /** Counts one, and returns what takes it out again. */
    take(key) {
      const moment = now();
      const all = [...recentOf(key), moment];
      moments.delete(key);
      // Whoever goes on is not remembered any better.
      moments.set(key, all.slice(-times));
      if (moments.size > MOST_KEYS) moments.delete(moments.keys().next().value);
      return () => giveBack(key, moment, all.slice(0, -times));
    },

    forgive: (key) => moments.delete(key),
  };

  /** What has been forgiven since, or forgotten, is there no more. */
  function giveBack(key, moment, droppedFor) {
    const counted = moments.get(key) ?? [];
    const at = counted.lastIndexOf(moment);
    if (at !== -1) moments.set(key, [...droppedFor, ...counted.toSpliced(at, 1)]);
  }

  function recentOf(key) {
    const start = now() - seconds * 1000;
    return (moments.get(key) ?? []).filter((moment) => moment > start);
  }
}

/** After so long, somebody who holds a place is taken for gone: a Worker's request may be cut off. */
const LONGEST_MS = 30_000;

/** Lets `most` perform at once, and `queue` wait for it. */
export function createQueue({ most, queue, now = Date.now }) {
  const underWay = new Set();
  const waiting = [];

  return { isFull: () => isBusy() && waiting.length >= queue, perform };

  /** Performs `work`, or returns `undefined` where too many are waiting. */
  async function perform(work) {
    while (isBusy()) {
      if (waiting.length >= queue) return undefined;
      await new Promise((resolve) => waiting.push(resolve));
    }
    const entry = { at: now() };
    underWay.add(entry);
    try {
      return await work();
    } finally {
      underWay.delete(entry);
      waiting.shift()?.();
    }
  }

  function isBusy() {
    for (const entry of underWay) if (now() - entry.at > LONGEST_MS) underWay.delete(entry);
    return underWay.size >= most;
  }
}

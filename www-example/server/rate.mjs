// How often somebody may be wrong. It is kept in this process: several processes, and several
// isolates of Workers, each allow that much.

/** Who is remembered at the most; the oldest are forgotten first. */
const MOST_KEYS = 10_000;

/**
 * Lets each key fail `times` within `seconds`.
 *
 * An entry is counted when it begins and forgiven when it turns out right, so that many at once are
 * no way around.
 */
export function createLimiter({ times, seconds, now = Date.now }) {
  const moments = new Map();

  return {
    /** Counts one, and returns 0; or the seconds to wait where there were too many. */
    take(key) {
      const start = now() - seconds * 1000;
      const recent = (moments.get(key) ?? []).filter((moment) => moment > start);
      if (recent.length >= times) return Math.ceil((recent[0] - start) / 1000);
      moments.delete(key);
      moments.set(key, [...recent, now()]);
      if (moments.size > MOST_KEYS) moments.delete(moments.keys().next().value);
      return 0;
    },

    forgive: (key) => moments.delete(key),
  };
}

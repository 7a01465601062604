// @ts-check
const WINDOW_MS = 1000;

/**
 * Lets `limit` calls through in any one second, the window sliding. A call that is turned away does
 * not count, so a caller who slows down to the limit is served again.
 *
 * @param {number} limit calls per second; 0 means no limit
 */
export function createRateLimit(limit) {
  /** @type {number[]} when each call was let through, oldest first */
  let passed = [];
  return {
    /**
     * @param {number} now milliseconds
     * @returns {boolean} whether this call may pass
     */
    pass(now) {
      if (limit === 0) return true;
      // A clock set back by a test must not lock the window until it catches up.
      passed = passed.filter((at) => at <= now && now - at < WINDOW_MS);
      if (passed.length >= limit) return false;
      passed.push(now);
      return true;
    },
    clear() {
      passed = [];
    },
  };
}

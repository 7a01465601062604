// @ts-check
/**
 * Time, from outside: a test may skew the service's clock or replace waiting by a virtual one.
 *
 * @typedef {ReturnType<typeof createClock>} Clock
 */

/** @param {{ now: () => number, sleep?: (ms: number) => Promise<void> }} settings */
export function createClock({ now, sleep }) {
  return {
    /** Milliseconds since 1970 on the service's clock. */
    now() {
      const value = now();
      if (!Number.isFinite(value)) {
        throw new TypeError("createSimulator: `now` must return milliseconds as a finite number");
      }
      return value;
    },
    /**
     * Waits although the client may have left: a service does not notice that at once either.
     *
     * @param {number} ms
     * @param {AbortSignal} [signal] the client's
     * @returns {Promise<void>}
     */
    wait: (ms, signal) => (sleep === undefined ? timer(ms, signal) : sleep(ms)),
  };
}

/**
 * @param {number} ms
 * @param {AbortSignal} [signal]
 * @returns {Promise<void>}
 */
function timer(ms, signal) {
  return new Promise((resolve) => {
    const id = setTimeout(done, ms);
    // Once nobody waits for the reply, the timer must not keep a Node process alive.
    const release = () => /** @type {{ unref?: () => void }} */ (id).unref?.();
    if (signal?.aborted) release();
    signal?.addEventListener("abort", release, { once: true });
    function done() {
      signal?.removeEventListener("abort", release);
      resolve();
    }
  });
}

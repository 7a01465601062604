/** What a client takes so that each of its attempts asks the limiter. */
export const paced = (limiter, fetch) => ({
  callsPerSecond: 0,
  timeoutMs: 60_000,
  fetch: async (input, init) => {
    await limiter.acquire({ signal: init.signal });
    return fetch(input, init);
  },
});

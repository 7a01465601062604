/** What a client takes so that each of its attempts asks the limiter. */
export const paced = (limiter, fetch) => ({ limiter, fetch });

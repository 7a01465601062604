// What makes the exchange: whatever a test says of one of them holds for the other.

import { nodeFetch } from "../subject.mjs";

/** The `fetch` option for each; undefined is the default. */
export const TRANSPORTS = { "the platform's fetch": undefined, nodeFetch };

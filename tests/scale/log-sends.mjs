// Loaded into a worker of an example before it: every request that it makes is logged when it is made.

import { appendFileSync } from "node:fs";
import { monotonic } from "./sends.mjs";

const { fetch: real } = globalThis;

globalThis.fetch = (input, init) => {
  appendFileSync(process.env.SENDS, `${JSON.stringify({ at: monotonic(), sent: process.pid })}\n`);
  return real(input, init);
};

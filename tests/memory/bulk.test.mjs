// A bulk run over a million items takes as much memory as one over ten thousand.

import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { parse, run } from "../node/child.mjs";

const PROGRAM = fileURLToPath(new URL("bulk.mjs", import.meta.url));
const [SOME, MANY] = [10_000, 1_000_000];

/** Only what hangs is to take so long, however busy the machine is. */
const LIMIT_MS = 3_600_000;

async function peakOf(count) {
  // A small nursery: how large V8 lets it grow depends on how long a program runs.
  const args = ["--max-semi-space-size=1", PROGRAM, String(count)];
  const { done, peak } = parse(await run(args, { timeout: LIMIT_MS }));
  assert.equal(done, count);
  return peak;
}

test(`memory: a bulk run over ${MANY} items takes as much as one over ${SOME}`, async (t) => {
  const [some, many] = [await peakOf(SOME), await peakOf(MANY)];
  t.diagnostic(`peak: ${some} kB, ${many} kB`);
  assert.ok(many < some * 1.2, `${some} kB, then ${many} kB`);
});

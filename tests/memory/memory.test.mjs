// Memory stays flat, however many calls there were and however they ended, and nothing is left of
// them: no listener on a signal, no timer, no process that does not end.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { parse, run } from "../node/child.mjs";
import { serveRaw } from "../node/server.mjs";
import { TRANSPORTS } from "../node/transports.mjs";
import { STAGES } from "./stages.mjs";

/** Fewer calls are lost in what V8 compiles anew at any time. */
const FEWEST = 10_000;

/** Calls between the two looks; `cargo xtask bench leaks` makes more. */
const COUNT = Number(process.env.MEMORY_CALLS ?? FEWEST);
assert.ok(COUNT >= FEWEST, `${FEWEST} calls are the fewest`);

/** How many calls there are before the first look, and how many at the second. */
const MANY = [5_000, 5_000 + COUNT];
const SOME = [2_000, 10_000];

/**
 * What may come to be in between, in bytes: less than if each of a hundred thousand calls had left ten,
 * or each of the fewest 32. What is left is larger: an empty function that is kept takes some 60, a
 * listener some hundred. Up to 270,000 come and go as V8 compiles.
 */
const MOST = Math.max(10 * COUNT, 32 * FEWEST);

/** Node's own sockets and streams come and go by their own clock. */
const MOST_WITH_SOCKETS = 900_000;

/** Only what hangs is to take so long, however busy the machine is. */
const LIMIT_MS = 600_000;

const program = (name) => fileURLToPath(new URL(name, import.meta.url));

async function told(name, ...args) {
  const flags = ["--expose-gc", program(name), ...args.map(String)];
  return parse(await run(flags, { timeout: LIMIT_MS }));
}

function assertFlat({ warm, end }, most) {
  for (const place of ["wasm", "heap"]) {
    const grown = end[place] - warm[place];
    assert.ok(grown < most, `${grown} bytes more in the ${place}`);
  }
}

describe("memory", { concurrency: 2 }, () => {
  for (const [stage, { isAborted }] of Object.entries(STAGES)) {
    test(`memory: ${MANY[1]} calls that are aborted ${stage} leave nothing behind`, async () => {
      const { during, after, resources, ...memory } = await told("aborted.mjs", stage, ...MANY);
      assertFlat(memory, MOST);
      // One for all of a batch, which were under way at once.
      assert.deepEqual(during, [isAborted ? 0 : 1]);
      assert.deepEqual({ after, resources }, { after: [0], resources: [] });
    });
  }

  for (const [way, answer, end] of [
    ["one client", "a reply", "fulfilled"],
    ["one client", "a refusal", "rejected"],
    ["one-time calls", "a reply", "fulfilled"],
  ]) {
    test(`memory: ${MANY[1]} calls (${way}, ${answer}) leave nothing behind`, async () => {
      const args = [way, answer, "", ...MANY];
      const { ends, after, resources, ...memory } = await told("ended.mjs", ...args);
      assertFlat(memory, MOST);
      assert.deepEqual(ends, { [end]: MANY[1] });
      assert.deepEqual({ after, resources }, { after: 0, resources: [] });
    });
  }

  test(`memory: an empty function that each of ${COUNT} calls leaves is seen`, async () => {
    const memory = await told(
      "ended.mjs",
      "one client, and its caller leaks",
      "a reply",
      "",
      ...MANY,
    );
    assert.throws(() => assertFlat(memory, MOST), /bytes more in the heap/);
  });

  for (const transport of Object.keys(TRANSPORTS)) {
    test(`memory: ${SOME[1]} calls over sockets with ${transport} leave nothing behind`, async (t) => {
      const url = await serveRaw(t, (_request, response) => response.end('{"ErrorCode":0}'));
      const args = ["one client", transport, url, ...SOME];
      const { ends, after, ...memory } = await told("ended.mjs", ...args);
      assertFlat(memory, MOST_WITH_SOCKETS);
      assert.deepEqual({ ends, after }, { ends: { fulfilled: SOME[1] }, after: 0 });
    });
  }
});

// Memory stays flat, however many calls there were and however they ended, and nothing is left of
// them: no listener on a signal, no timer, no process that does not end.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { parse, run } from "../node/child.mjs";
import { serveRaw } from "../node/server.mjs";
import { TRANSPORTS } from "../node/transports.mjs";
import { STAGES } from "./stages.mjs";

/** How many calls there are before the first look, and how many at the second. */
const MANY = [10_000, 100_000];
const SOME = [2_000, 10_000];

/** What may come to be in between, in bytes: less than if each of many calls had left ten. */
const MOST = 10 * (MANY[1] - MANY[0]);

/** Only what hangs is to take so long, however busy the machine is. */
const LIMIT_MS = 600_000;

const program = (name) => fileURLToPath(new URL(name, import.meta.url));

async function told(name, ...args) {
  const flags = ["--expose-gc", program(name), ...args.map(String)];
  return parse(await run(flags, { timeout: LIMIT_MS }));
}

function assertFlat({ warm, end }) {
  for (const place of ["wasm", "heap"]) {
    const grown = end[place] - warm[place];
    assert.ok(grown < MOST, `${grown} bytes more in the ${place}`);
  }
}

describe("memory", { concurrency: 2 }, () => {
  for (const [stage, { isAborted }] of Object.entries(STAGES)) {
    test(`${MANY[1]} calls that are aborted ${stage} leave nothing behind`, async () => {
      const { during, after, resources, ...memory } = await told("aborted.mjs", stage, ...MANY);
      assertFlat(memory);
      // All of a batch were under way at once.
      assert.deepEqual(during, [isAborted ? 0 : 100]);
      assert.deepEqual({ after, resources }, { after: [0], resources: [] });
    });
  }

  for (const [way, answer, end] of [
    ["one client", "a reply", "fulfilled"],
    ["one client", "a refusal", "rejected"],
    ["one-time calls", "a reply", "fulfilled"],
  ]) {
    test(`${MANY[1]} calls (${way}, ${answer}) leave nothing behind`, async () => {
      const args = [way, answer, "", ...MANY];
      const { ends, after, resources, ...memory } = await told("ended.mjs", ...args);
      assertFlat(memory);
      assert.deepEqual(ends, { [end]: MANY[1] });
      assert.deepEqual({ after, resources }, { after: 0, resources: [] });
    });
  }

  for (const transport of Object.keys(TRANSPORTS)) {
    test(`${SOME[1]} calls over sockets with ${transport} leave nothing behind`, async (t) => {
      const url = await serveRaw(t, (_request, response) => response.end('{"ErrorCode":0}'));
      const args = ["one client", transport, url, ...SOME];
      const { ends, after, ...memory } = await told("ended.mjs", ...args);
      assertFlat(memory);
      assert.deepEqual({ ends, after }, { ends: { fulfilled: SOME[1] }, after: 0 });
    });
  }
});

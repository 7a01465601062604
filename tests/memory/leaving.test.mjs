// A program whose call was aborted ends by itself, and its connections with it, wherever the call was.

import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { startFaulty } from "../faults/server.mjs";
import { startSignals } from "../faults/signals.mjs";
import { parse, run } from "../node/child.mjs";
import { until } from "../node/moment.mjs";
import { TRANSPORTS } from "../node/transports.mjs";
import { MEMBER, WHO } from "../subject.mjs";

const PROGRAM = fileURLToPath(new URL("leaving.mjs", import.meta.url));
const BODY = { status: 200, body: '{"Act', length: 100_000 };

const STAGES = {
  "while an answer is awaited": { wire: { end: "hang" }, abort: "during" },
  "within the body": { wire: { answer: BODY, end: "drip" }, abort: "during" },
  "in the pause before a repetition": {
    // As long a pause as there is.
    wire: { answer: { status: 503, headers: { "retry-after": "60" } } },
    abort: "in the pause",
  },
};

for (const transport of Object.keys(TRANSPORTS)) {
  for (const [stage, { wire, abort }] of Object.entries(STAGES)) {
    test(`memory: a program ends whose call is aborted ${stage}, with ${transport}`, async (t) => {
      const isHeld = abort === "during";
      const server = await startFaulty({ wire, times: Number.POSITIVE_INFINITY, isHeld });
      const signals = await startSignals(server.during);
      t.after(() => {
        for (const { close } of [server, signals]) close();
      });
      const options = {
        ...WHO,
        ...MEMBER,
        baseUrl: `http://127.0.0.1:${server.port}`,
        // A timer of this length would keep it for weeks.
        timeoutMs: 2_000_000_000,
      };
      const job = JSON.stringify({ options, abort, signals: signals.url });
      const { end, timers } = parse(await run([PROGRAM, transport, job]));
      assert.deepEqual({ end, timers }, { end: "the signal's reason", timers: [] });
      await until(() => server.open.size === 0, "the connections are closed");
      assert.equal(server.seen.attempts, 1);
    });
  }
}

// Tests fake timers, and more than timers: a simulator has to answer all the same.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { attempt, request, simulate } from "./attempt.mjs";

const program = fileURLToPath(new URL("./under-fakes.mjs", import.meta.url));

async function underFakes(name) {
  const { stdout } = await promisify(execFile)(process.execPath, [program, name], {
    timeout: 30_000,
  });
  return JSON.parse(stdout);
}

test("fake timers: calls are answered, on the clock that is faked", async () => {
  const { codes, text, date } = await underFakes("calls");
  assert.deepEqual(codes, [0, 0]);
  assert.equal(JSON.parse(text).ErrorCode, 0);
  assert.equal(date, "Tue, 14 Nov 2023 22:13:20 GMT");
});

test("fake timers: calls are refused as they are otherwise", async () => {
  const refused = { expired: 70001, noJson: 60003, noRoom: 100004 };
  assert.deepEqual(await underFakes("refusals"), refused);
});

test("fake timers: whatever needs no time goes wrong as planned", async () => {
  assert.deepEqual(await underFakes("faults"), {
    busy: "busy",
    garbage: "<!DOCTYPE",
    reset: "TypeError: fetch failed",
    hanging: "enough",
  });
});

test("fake timers: a delay waits for the clock to be moved", async () => {
  assert.deepEqual(await underFakes("delay"), { before: "none yet", answer: 0 });
});

test("fake timers: those of node:test", async (t) => {
  t.mock.timers.enable();
  const simulator = simulate();
  for (let i = 0; i < 3; i++) assert.equal((await attempt(simulator)).ErrorCode, 0);
});

test("fake timers: neither requests nor answers need streams", async (t) => {
  const read = t.mock.method(ReadableStream.prototype, "getReader");
  const piped = t.mock.method(ReadableStream.prototype, "pipeThrough");
  const simulator = simulate();
  const [url, init] = request();
  for (const body of [init.body, new TextEncoder().encode(init.body)]) {
    const response = await simulator.fetch(url, { ...init, body });
    assert.equal(JSON.parse(await response.text()).ErrorCode, 0);
  }
  assert.equal(read.mock.callCount() + piped.mock.callCount(), 0);
});

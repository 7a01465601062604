// Tests fake timers, and more than timers: a simulator has to answer all the same.
import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { install } from "@sinonjs/fake-timers";
import { attempt, NOW, request, simulate, WHO } from "./attempt.mjs";
import { sign } from "./sign.mjs";

/** Everything the fakes of Jest, Vitest and sinon can take away. */
const EVERYTHING = [
  "setTimeout",
  "clearTimeout",
  "setInterval",
  "clearInterval",
  "setImmediate",
  "clearImmediate",
  "queueMicrotask",
  "nextTick",
  "Date",
  "performance",
];

/** With the clock of the fakes, which stands still; the runner's own timers are real. */
async function faked(t, run) {
  const clock = install({ now: NOW, toFake: EVERYTHING });
  t.after(() => clock.uninstall());
  try {
    return await run(clock);
  } finally {
    clock.uninstall();
  }
}

test("fake timers: sinon's, all of them", { timeout: 10_000 }, async (t) => {
  const simulator = simulate({ now: undefined });
  await faked(t, async () => {
    for (let i = 0; i < 3; i++) assert.equal((await attempt(simulator)).ErrorCode, 0);
    const response = await simulator.fetch(...request());
    assert.equal(JSON.parse(await response.text()).ErrorCode, 0);
    const date = "Tue, 14 Nov 2023 22:13:20 GMT";
    assert.equal(response.headers.get("date"), date, "the clock is the faked one");
  });
});

test("fake timers: every kind of whole answer", { timeout: 10_000 }, async (t) => {
  const simulator = simulate({
    faults: [
      { kind: "status", status: 503, body: "busy" },
      { kind: "code", code: 60007 },
      { kind: "garbage" },
      { kind: "reset" },
    ],
  });
  await faked(t, async () => {
    const text = async () => (await simulator.fetch(...request())).text();
    assert.equal(await text(), "busy");
    assert.match(await text(), /60007/);
    assert.match(await text(), /DOCTYPE/);
    await assert.rejects(text(), TypeError);
    const usersig = sign({ ...WHO, time: NOW / 1000 - 7200 });
    assert.equal((await attempt(simulator, { query: { usersig } })).ErrorCode, 70001);
    const bytes = new TextEncoder().encode("no json");
    assert.equal((await attempt(simulator, { body: bytes })).ErrorCode, 60003);
    const controller = new AbortController();
    simulator.faults.push({ kind: "hang" });
    const sent = simulator.fetch(...request({ signal: controller.signal }));
    controller.abort(new Error("enough"));
    await assert.rejects(sent, /enough/);
  });
});

test("fake timers: a delay waits for the clock to be moved", { timeout: 10_000 }, async (t) => {
  const simulator = simulate({ faults: { kind: "delay", ms: 60_000 } });
  await faked(t, async (clock) => {
    let answered = false;
    const sent = attempt(simulator).then(() => {
      answered = true;
    });
    await clock.tickAsync(59_999);
    assert.ok(!answered);
    await clock.tickAsync(1);
    await sent;
  });
});

test("fake timers: those of node:test", { timeout: 10_000 }, async (t) => {
  mock.timers.enable();
  t.after(() => mock.timers.reset());
  for (let i = 0; i < 3; i++) assert.equal((await attempt(simulate())).ErrorCode, 0);
});

test("fake timers: neither requests nor answers need streams", async (t) => {
  const used = t.mock.method(ReadableStream.prototype, "getReader");
  const piped = t.mock.method(ReadableStream.prototype, "pipeThrough");
  const simulator = simulate();
  const [url, init] = request();
  for (const body of [init.body, new TextEncoder().encode(init.body)]) {
    const response = await simulator.fetch(url, { ...init, body });
    assert.equal(JSON.parse(await response.text()).ErrorCode, 0);
  }
  assert.equal(used.mock.callCount() + piped.mock.callCount(), 0);
});

// Each fault without a network: what `fetch` does, and whether the call was carried out.
import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { until } from "../node/moment.mjs";
import { attempt, code, member, request, simulate } from "./attempt.mjs";

const CHANGE = { info: { NameCard: "after" } };
const send = (simulator, what) => simulator.fetch(...request({ ...CHANGE, ...what }));
const changed = (simulator) => member(simulator).nameCard === "after";

/** Resolves to "pending" when the promise does not settle within a short while. */
const within = (promise, ms = 40) => Promise.race([promise, sleep(ms, "pending")]);

test("fault: a fault is used up by one request, or by as many as it says", async () => {
  const simulator = simulate({ faults: { kind: "code", code: 1 } });
  simulator.faults.push({ kind: "code", code: 2, times: 2 }, { kind: "code", code: 3 });
  assert.equal(simulator.faults.size, 3);
  const codes = [];
  for (let i = 0; i < 5; i++) codes.push(await code(simulator));
  assert.deepEqual(codes, [1, 2, 2, 3, 0]);
  assert.equal(simulator.faults.size, 0);
});

test("fault: Infinity lasts until clear", async () => {
  const simulator = simulate({ faults: [{ kind: "code", code: 9, times: Infinity }] });
  for (let i = 0; i < 20; i++) assert.equal(await code(simulator), 9);
  simulator.faults.clear();
  assert.equal(simulator.faults.size, 0);
  assert.equal(await code(simulator), 0);
});

test("fault: concurrent requests meet the faults in the order they came in", async () => {
  const simulator = simulate();
  for (const each of [1, 2, 3]) simulator.faults.push({ kind: "code", code: each });
  const codes = await Promise.all([1, 2, 3, 4].map(() => code(simulator)));
  assert.deepEqual(codes, [1, 2, 3, 0]);
});

test("fault: a function decides on each request", async () => {
  const seen = [];
  const simulator = simulate({
    faults: (call, number) => {
      seen.push([number, call.body.MemberInfo.Member_Account]);
      return call.body.MemberInfo.Member_Account === "boss" ? { kind: "code", code: 7 } : undefined;
    },
  });
  simulator.faults.push({ kind: "code", code: 8 });
  const to = (account) => code(simulator, { info: { Member_Account: account } });
  assert.deepEqual([await to("boss"), await to("user4"), await to("user4")], [7, 8, 0]);
  assert.deepEqual(seen, [
    [1, "boss"],
    [2, "user4"],
    [3, "user4"],
  ]);
  assert.equal(simulator.faults.size, 1, "a function stays");
});

test("fault: what a function throws, or returns wrongly, comes out", async () => {
  const own = new Error("in the test");
  const thrower = simulate({
    faults: () => {
      throw own;
    },
  });
  await assert.rejects(send(thrower), own);
  await assert.rejects(send(simulate({ faults: () => ({ kind: "rest" }) })), /`kind`.*rest/);
  await assert.rejects(send(simulate({ faults: async () => undefined })), /`kind`/);
});

const APPLICABLE = [
  { kind: "reset" },
  { kind: "hang", at: "body" },
  { kind: "status", status: 503 },
  { kind: "redirect" },
  { kind: "code", code: 60008 },
  { kind: "garbage" },
];

for (const fault of APPLICABLE) {
  test(`fault: ${fault.kind}, applied or not`, async () => {
    for (const applied of [undefined, false, true]) {
      const simulator = simulate({ faults: { ...fault, applied } });
      await send(simulator).catch(() => {});
      assert.equal(changed(simulator), applied === true);
      assert.equal(simulator.calls[0].applied, applied === true);
      assert.equal(simulator.calls[0].fault.kind, fault.kind);
      await attempt(simulator, { body: "{}" });
    }
  });
}

test("fault: what the service refuses is not applied", async () => {
  const simulator = simulate({ faults: { kind: "status", status: 500, applied: true } });
  const response = await send(simulator, { info: { NameCard: "x".repeat(33) } });
  assert.equal(response.status, 500);
  assert.equal(simulator.calls[0].applied, false);
  assert.equal(member(simulator).nameCard, "before");
});

test("reset: rejects as a failed fetch does", async () => {
  const simulator = simulate({ faults: { kind: "reset" } });
  const error = await send(simulator).catch((it) => it);
  assert.ok(error instanceof TypeError);
  assert.equal(error.cause.code, "ECONNRESET");
  const [call] = simulator.calls;
  assert.deepEqual([call.status, call.reply, call.requestId], [undefined, undefined, undefined]);
  assert.equal(call.body.RoomId, "room-test");
});

test("reset: before the body is read", async () => {
  const simulator = simulate({ faults: { kind: "reset", read: false } });
  let pulled = 0;
  const body = new ReadableStream({ pull: () => void (pulled += 1) }, { highWaterMark: 0 });
  await assert.rejects(send(simulator, { body, duplex: "half" }), TypeError);
  assert.equal(pulled, 0);
  assert.equal(simulator.calls[0].body, undefined);
});

test("hang: nothing comes until the client gives up", async () => {
  const simulator = simulate({ faults: { kind: "hang" } });
  const controller = new AbortController();
  const sent = send(simulator, { signal: controller.signal });
  assert.equal(await within(sent), "pending");
  assert.equal(simulator.calls.length, 1);
  const reason = new Error("enough");
  controller.abort(reason);
  await assert.rejects(sent, reason);
  assert.equal(getEventListeners(controller.signal, "abort").length, 0);
});

test("hang: at the body, headers come, the body does not", async () => {
  const simulator = simulate({ faults: { kind: "hang", at: "body" } });
  const controller = new AbortController();
  const response = await send(simulator, { signal: controller.signal });
  assert.equal(response.status, 200);
  const text = response.text();
  assert.equal(await within(text), "pending");
  controller.abort(new Error("enough"));
  await assert.rejects(text, /enough/);
});

test("status: with headers and body", async () => {
  const headers = { "Retry-After": "1", "Content-Type": "text/plain" };
  const simulator = simulate({ faults: { kind: "status", status: 503, headers, body: "busy" } });
  const response = await send(simulator);
  assert.equal(response.status, 503);
  assert.equal(response.headers.get("retry-after"), "1");
  assert.equal(response.headers.get("content-type"), "text/plain");
  assert.equal(await response.text(), "busy");
  assert.equal(simulator.calls[0].status, 503);
  assert.equal(simulator.calls[0].reply, undefined);
});

test("status: one without a body", async () => {
  const simulator = simulate({ faults: { kind: "status", status: 204 } });
  const response = await send(simulator);
  assert.deepEqual([response.status, await response.text()], [204, ""]);
});

test("redirect: is answered, not followed", async () => {
  const simulator = simulate({ faults: [{ kind: "redirect" }] });
  simulator.faults.push({ kind: "redirect", status: 302, location: "https://example.com/" });
  const first = await send(simulator);
  assert.deepEqual([first.status, first.headers.get("location")], [307, "/elsewhere"]);
  const second = await send(simulator);
  assert.deepEqual([second.status, second.headers.get("location")], [302, "https://example.com/"]);
});

test("code: any code, with its documented meaning or a text of one's own", async () => {
  const simulator = simulate({ faults: { kind: "code", code: 60007 } });
  simulator.faults.push({ kind: "code", code: 123_456_789_012, info: "own" });
  const known = await attempt(simulator);
  assert.equal(known.ActionStatus, "FAIL");
  assert.equal(known.ErrorCode, 60007);
  assert.ok(known.ErrorInfo.length > 0);
  assert.match(known.RequestId, /^Id-/);
  const own = await attempt(simulator);
  assert.deepEqual([own.ErrorCode, own.ErrorInfo], [123_456_789_012, "own"]);
  assert.deepEqual(simulator.calls[1].reply, own);
});

test("garbage: HTTP 200 with anything but a reply", async () => {
  const bytes = new Uint8Array([0xff, 0x00, 0xfe]);
  const simulator = simulate({ faults: [{ kind: "garbage" }] });
  simulator.faults.push({ kind: "garbage", body: bytes, contentType: "application/json" });
  const portal = await send(simulator);
  assert.equal(portal.status, 200);
  assert.equal(portal.headers.get("content-type"), "text/html");
  assert.match(await portal.text(), /<!DOCTYPE html>/);
  const binary = await send(simulator);
  assert.equal(binary.headers.get("content-type"), "application/json");
  assert.deepEqual(new Uint8Array(await binary.arrayBuffer()), bytes);
});

test("truncate: the body ends in an error after some of its bytes", async () => {
  const simulator = simulate({ faults: { kind: "truncate", bytes: 10 } });
  const response = await send(simulator);
  const reader = response.body.getReader();
  const first = await reader.read();
  assert.equal(new TextDecoder().decode(first.value), '{"ActionSt');
  await assert.rejects(reader.read(), TypeError);
  assert.ok(Number(response.headers.get("content-length")) > 10);
  assert.ok(changed(simulator));
});

test("truncate: never the whole body, and by default half of it", async () => {
  const simulator = simulate({ faults: [{ kind: "truncate", bytes: 9_999 }] });
  simulator.faults.push({ kind: "truncate" }, { kind: "truncate", bytes: 0 });
  for (let i = 0; i < 3; i++) await assert.rejects((await send(simulator)).text(), TypeError);
});

test("drip: whole, but drop by drop", async () => {
  const simulator = simulate({ faults: { kind: "drip", ms: 1, bytes: 7 } });
  const response = await send(simulator);
  const drops = [];
  for await (const drop of response.body) drops.push(drop.byteLength);
  assert.ok(drops.length > 10);
  assert.ok(drops.slice(0, -1).every((size) => size === 7));
  const total = drops.reduce((sum, size) => sum + size, 0);
  assert.equal(total, Number(response.headers.get("content-length")));
  assert.ok(changed(simulator));
});

test("drip: an abort ends it at once, and leaves nothing behind", async () => {
  const simulator = simulate({ faults: { kind: "drip", ms: 5, bytes: 1 } });
  const controller = new AbortController();
  const response = await send(simulator, { signal: controller.signal });
  const text = response.text();
  await sleep(20);
  controller.abort(new Error("enough"));
  await assert.rejects(text, /enough/);
  assert.equal(getEventListeners(controller.signal, "abort").length, 0);
});

test("fault: a body that nobody reads on leaves no listener", async () => {
  const simulator = simulate({ faults: { kind: "drip" } });
  const { signal } = new AbortController();
  const response = await send(simulator, { signal });
  assert.equal(getEventListeners(signal, "abort").length, 1);
  await response.body.cancel();
  assert.equal(getEventListeners(signal, "abort").length, 0);
});

test("fault: a body read to its end leaves no listener", async () => {
  const simulator = simulate({ faults: [{ kind: "drip", ms: 0 }, { kind: "truncate" }] });
  const { signal } = new AbortController();
  await (await send(simulator, { signal })).text();
  await assert.rejects((await send(simulator, { signal })).text());
  await (await send(simulator, { signal })).text();
  assert.equal(getEventListeners(signal, "abort").length, 0);
});

test("delay: the change waits too", async () => {
  const simulator = simulate({ faults: { kind: "delay", ms: 30 } });
  const sent = send(simulator);
  await sleep(5);
  assert.ok(!changed(simulator));
  assert.equal((await (await sent).json()).ErrorCode, 0);
  assert.ok(changed(simulator));
});

test("delay: applied, only the reply waits", async () => {
  const simulator = simulate({ faults: { kind: "delay", ms: 500, applied: true } });
  const sent = send(simulator);
  await until(() => changed(simulator));
  assert.equal(await within(sent, 10), "pending");
  assert.equal((await (await sent).json()).ErrorCode, 0);
});

test("delay: an abort rejects at once, the service goes on", async () => {
  const simulator = simulate({ faults: { kind: "delay", ms: 500 } });
  const controller = new AbortController();
  const sent = send(simulator, { signal: controller.signal });
  setTimeout(() => controller.abort(), 10);
  await assert.rejects(sent, { name: "AbortError" });
  assert.ok(!changed(simulator));
  // As a service does that does not see its client leave.
  await until(() => changed(simulator));
});

test("delay: on a virtual clock", async () => {
  const waits = [];
  const sleepUntil = Promise.withResolvers?.() ?? withResolvers();
  const simulator = simulate({
    sleep: (ms) => {
      waits.push(ms);
      return sleepUntil.promise;
    },
    faults: { kind: "delay", ms: 3_000 },
  });
  const sent = send(simulator);
  assert.equal(await within(sent), "pending");
  assert.deepEqual(waits, [3_000]);
  sleepUntil.resolve();
  assert.equal((await sent).status, 200);
});

function withResolvers() {
  const it = {};
  it.promise = new Promise((resolve) => {
    it.resolve = resolve;
  });
  return it;
}

test("fault: after an abort before the call nothing arrives", async () => {
  const simulator = simulate({ faults: { kind: "code", code: 1 } });
  const reason = { any: "value" };
  const sent = send(simulator, { signal: AbortSignal.abort(reason) });
  assert.equal(await sent.catch((it) => it), reason);
  assert.equal(simulator.calls.length, 0);
  assert.equal(simulator.faults.size, 1);
});

test("fault: the signal of a Request counts as well", async () => {
  const simulator = simulate({ faults: { kind: "hang" } });
  const controller = new AbortController();
  const [url, init] = request();
  const sent = simulator.fetch(new Request(url, { ...init, signal: controller.signal }));
  assert.equal(await within(sent, 10), "pending");
  controller.abort(new Error("enough"));
  await assert.rejects(sent, /enough/);
});

test("fault: a thousand calls on one signal leave no listener", async () => {
  const simulator = simulate({ callsPerSecond: 0 });
  const { signal } = new AbortController();
  for (let i = 0; i < 1_000; i++) await simulator.fetch(...request({ path: "/x", signal }));
  assert.equal(getEventListeners(signal, "abort").length, 0);
});

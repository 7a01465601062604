// Nobody can hold a handler up: not by a slow body, nor by a slow `authorize`, nor by many calls.

import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { test } from "node:test";
import { rejection } from "../../subject.mjs";
import { until } from "../moment.mjs";
import { answerOf, ask, CALL, page, setUp, URL_OF_HANDLER } from "./setup.mjs";

const never = () => new Promise(() => {});

/** A request whose body begins and does not end. */
function dripping(init = {}) {
  const body = new ReadableStream({
    start: (controller) => controller.enqueue(new TextEncoder().encode('{"operation"')),
  });
  const headers = { "content-type": "application/json" };
  return new Request(URL_OF_HANDLER, { method: "POST", headers, body, duplex: "half", ...init });
}

test("handler: a body that does not end is answered with 408", { timeout: 20_000 }, async () => {
  const { handler, sent } = setUp({ requestTimeoutMs: 20 });
  const { status, json } = await answerOf(handler, dripping());
  assert.equal(status, 408);
  assert.match(json.error.message, /too long to send its body/);
  assert.equal(sent(), 0);
});

test("handler: authorize that does not answer is answered for with 504", {
  timeout: 20_000,
}, async () => {
  const { handler, sent } = setUp({ requestTimeoutMs: 20, authorize: never });
  const { status, json } = await answerOf(handler, ask());
  assert.equal(status, 504);
  assert.match(json.error.message, /`authorize` took too long/);
  assert.equal(sent(), 0);
});

for (const [what, make] of Object.entries({
  "while its body is read": (init) => dripping(init),
  "while authorize is asked": (init) => ask(CALL, init),
})) {
  test(`handler: a client that leaves ${what} holds nothing`, { timeout: 20_000 }, async () => {
    let isAsked = false;
    const authorize = () => {
      isAsked = true;
      return never();
    };
    const { handler, sent } = setUp({ authorize });
    const controller = new AbortController();
    const request = make({ signal: controller.signal });
    const answer = handler(request);
    if (what.includes("authorize")) await until(() => isAsked);
    else await new Promise(setImmediate);
    controller.abort();
    assert.equal((await answer).status, 499);
    assert.equal(getEventListeners(request.signal, "abort").length, 0);
    assert.equal(sent(), 0);
  });
}

test("handler: above maxPending it answers 503 with Retry-After, and recovers", async () => {
  const waiting = [];
  const { handler, sent } = setUp({
    maxPending: 2,
    authorize: () => new Promise((resolve) => waiting.push(resolve)),
  });
  const first = [handler(ask()), handler(ask())];
  await until(() => waiting.length === 2);
  const refused = await handler(ask());
  assert.equal(refused.status, 503);
  assert.equal(refused.headers.get("retry-after"), "1");
  for (const letGo of waiting) letGo(true);
  assert.deepEqual(
    (await Promise.all(first)).map(({ status }) => status),
    [200, 200],
  );
  const next = handler(ask());
  await until(() => waiting.length === 3);
  waiting[2](true);
  assert.equal((await next).status, 200);
  assert.equal(sent(), 3);
});

test("handler: a page is told that there are too many, and that it may try again", async () => {
  const waiting = [];
  const authorize = () => new Promise((resolve) => waiting.push(resolve));
  const { handler } = setUp({ maxPending: 1, authorize });
  const held = handler(ask());
  await until(() => waiting.length === 1);
  const { admin } = page(handler);
  const error = await rejection(admin.updateRoomMemberInfo(CALL.options));
  assert.deepEqual([error.kind, error.status, error.retryable], ["http", 503, true]);
  waiting[0](true);
  await held;
});

for (const origin of ["http:", "http:/", "https:", "https://", "https://admin", "h", ""]) {
  test(`handler: the origin ${JSON.stringify(origin)} is no whole one, and refused`, async () => {
    const { handler, sent } = setUp({ allowedOrigins: ["https://console.example.com"] });
    assert.equal((await handler(ask(CALL, { headers: { origin } }))).status, 403);
    assert.equal(sent(), 0);
  });
}

test("handler: an extension's origin can be allowed", async () => {
  const origin = "chrome-extension://abcdefghijklmnopabcdefghijklmnop";
  const { handler } = setUp({ allowedOrigins: [origin] });
  const answer = await handler(ask(CALL, { headers: { origin, "sec-fetch-site": "cross-site" } }));
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get("access-control-allow-origin"), origin);
});

test("handler: allowedOrigins is read when the handler is made", async () => {
  const allowedOrigins = ["https://console.example.com"];
  const { handler } = setUp({ allowedOrigins });
  allowedOrigins.push("https://evil.example");
  const answer = await handler(ask(CALL, { headers: { origin: "https://evil.example" } }));
  assert.equal(answer.status, 403);
});

test("handler: with hosts it answers to no other name", async () => {
  const { handler, sent } = setUp({ hosts: ["admin.example.com", "localhost:8787"] });
  assert.equal((await handler(ask())).status, 200);
  for (const [host, expected] of [
    ["admin.example.com", 200],
    ["ADMIN.example.com", 200],
    ["localhost:8787", 200],
    ["localhost", 421],
    ["evil.example", 421],
    ["admin.example.com.evil.example", 421],
  ]) {
    assert.equal((await handler(ask(CALL, { headers: { host } }))).status, expected, host);
  }
  assert.equal(sent(), 4);
});

test("handler: an operation that is not served is answered with 403, before authorize is asked", async () => {
  const asked = [];
  const authorize = (_request, call) => asked.push(call) > 0;
  const kick = {
    operation: "kickUserOut",
    options: { roomId: "room-test", memberAccounts: ["user4"], reason: "r" },
  };
  const { handler: plain, sent } = setUp({ authorize });
  const { status, json } = await answerOf(plain, ask(kick));
  assert.deepEqual([status, json.error.kind], [403, "http"]);
  assert.match(json.error.hint, /`operations`/);
  assert.deepEqual([asked.length, sent()], [0, 0]);
  const { handler: kicking } = setUp({ authorize, operations: ["kickUserOut"] });
  assert.equal((await kicking(ask(kick))).status, 200);
  assert.deepEqual(asked, [kick]);
  assert.equal((await kicking(ask())).status, 403);
});

test("handler: payloads reach the page, with Dates and pages", async () => {
  const operations = ["getRoomInfo", "getRoomMemberList"];
  const { handler } = setUp({ operations });
  const { admin } = page(handler);
  const { roomInfo } = await admin.getRoomInfo({ roomId: "room-test" });
  assert.ok(roomInfo.createTime instanceof Date);
  const names = [];
  for await (const { memberAccount } of admin.getRoomMemberList({ roomId: "room-test" })) {
    names.push(memberAccount);
  }
  assert.deepEqual(names, ["user4"]);
});

test("handler: its longest body follows from the operations that it serves", async () => {
  const long = {
    operation: "kickUserOut",
    options: {
      roomId: "room-test",
      memberAccounts: Array.from({ length: 20 }, (_, index) => `${index}-${"x".repeat(200)}`),
      reason: "r".repeat(1000),
    },
  };
  assert.equal((await setUp().handler(ask(long))).status, 413);
  const { handler, sent } = setUp({ operations: ["kickUserOut"] });
  const { json } = await answerOf(handler, ask(long));
  assert.equal(json.ErrorCode, 100_005);
  assert.equal(sent(), 1);
});

test("handler: a Request whose URL is no text is no page's of the own site, and traps nothing", async () => {
  const { handler } = setUp();
  const origin = "https://admin.example.com";
  for (const url of [7, undefined, null, {}, Symbol("url")]) {
    const asking = (headers) =>
      Object.defineProperty(ask(CALL, { headers }), "url", { value: url });
    assert.equal((await handler(asking({}))).status, 200);
    assert.equal((await handler(asking({ origin }))).status, 403);
  }
  assert.equal((await handler(ask(CALL, { headers: { origin } }))).status, 200);
});

test("handler: what it refuses by name is told to who made it", async () => {
  for (const [options, field] of [
    [{ operations: ["kickUser"] }, "operations[0]"],
    [{ operations: [] }, "operations"],
    [{ hosts: ["https://a.example"] }, "hosts[0]"],
    [{ requestTimeoutMs: 0 }, "requestTimeoutMs"],
    [{ maxPending: 0.5 }, "maxPending"],
  ]) {
    const { handler } = setUp(options);
    const error = await rejection(handler(ask()));
    assert.deepEqual([error.kind, error.field], ["invalid", field]);
  }
});

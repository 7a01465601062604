// What a page learns: the service's words, or the kind of failure, and nothing of what lies behind.

import assert from "node:assert/strict";
import { EventEmitter, once } from "node:events";
import { test } from "node:test";
import { MEMBER, RoomEngineAdmin, rejection, SECRET_KEY, WHO } from "../../subject.mjs";
import { answerOf, ask, page, setUp, URL_OF_HANDLER } from "./setup.mjs";

const HIDDEN = [
  SECRET_KEY,
  "administrator",
  "usersig",
  "eJ",
  "im.qcloud.com",
  "10.0.0.7",
  "1400000000",
];
const json = (value) => new Response(JSON.stringify(value));

for (const [what, fetch, status, kind] of [
  [
    "no answer",
    async () => {
      throw new TypeError(`connect to 10.0.0.7 usersig=eJabc ${SECRET_KEY}`);
    },
    502,
    "network",
  ],
  ["a gateway's 503", async () => new Response("10.0.0.7 is down", { status: 503 }), 502, "http"],
  ["a sign-in page", async () => new Response("<html>10.0.0.7 eJabc"), 502, "protocol"],
  [
    "silence",
    (_, { signal }) =>
      new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
    504,
    "timeout",
  ],
]) {
  test(`handler: ${what} is told by its kind only`, async () => {
    const { handler } = setUp({ fetch, timeoutMs: 50 });
    const { status: told, text, headers, json: body } = await answerOf(handler, ask());
    assert.deepEqual([told, body.error.kind], [status, kind]);
    const all = text + JSON.stringify([...headers]);
    for (const hidden of HIDDEN) assert.ok(!all.includes(hidden), `${hidden} in ${all}`);
    const { admin, requests } = page(setUp({ fetch, timeoutMs: 50 }).handler);
    const error = await rejection(admin.updateRoomMemberInfo(MEMBER));
    assert.deepEqual([error.kind, error.attempts, requests.length], [kind, 1, 1]);
    assert.equal(error.status, kind === "http" ? 502 : undefined);
  });
}

test("handler: a page gets the reply of a direct call, and the errors of the service with their hints", async () => {
  const answers = [
    { ActionStatus: "OK", ErrorCode: 0, ErrorInfo: "", RequestId: "Id-1" },
    { ActionStatus: "FAIL", ErrorCode: 100004, ErrorInfo: 'no "room"', RequestId: "Id-2" },
    { ActionStatus: "FAIL", ErrorCode: 60007, ErrorInfo: "too fast", RequestId: "Id-3" },
    { ActionStatus: "FAIL", ErrorCode: 424242, ErrorInfo: "" },
  ];
  for (const answer of answers) {
    const fetch = async () => json(answer);
    const direct = new RoomEngineAdmin({ ...WHO, fetch, maxRetries: 0 });
    const { admin, requests } = page(setUp({ fetch }).handler);
    const outcome = (call) =>
      call.then(
        (reply) => ({ reply }),
        (error) => ({ ...error, message: error.message }),
      );
    assert.deepEqual(
      await outcome(admin.updateRoomMemberInfo(MEMBER)),
      await outcome(direct.updateRoomMemberInfo(MEMBER)),
    );
    assert.equal(requests.length, 1);
  }
});

test("handler: an option that is wrong never leaves the page", async () => {
  const { admin, requests } = page(setUp().handler);
  const error = await rejection(
    admin.updateRoomMemberInfo({ ...MEMBER, nameCard: "x".repeat(33) }),
  );
  assert.deepEqual([error.kind, error.field, requests.length], ["invalid", "nameCard", 0]);
});

test("handler: a refusal by authorize is kind http with its status, and is not repeated", async () => {
  const { admin, requests } = page(setUp({ authorize: () => false }).handler);
  const error = await rejection(admin.updateRoomMemberInfo(MEMBER));
  assert.deepEqual(
    [error.kind, error.status, error.retryable, requests.length],
    ["http", 403, false, 1],
  );
});

test("handler: what no handler said is repeated, such as no answer, and a gateway's 502, 503 and 429", async () => {
  const { handler } = setUp();
  for (const odd of [502, 503, 429, "down"]) {
    let count = 0;
    const fetch = async (url, init) => {
      count += 1;
      if (count > 2) return handler(new Request(url, init));
      if (odd === "down") throw new TypeError("fetch failed");
      return new Response("busy", { status: odd, headers: { "retry-after": "0" } });
    };
    const admin = new RoomEngineAdmin({ endpoint: URL_OF_HANDLER, fetch });
    assert.equal((await admin.updateRoomMemberInfo(MEMBER)).errorCode, 0);
    assert.equal(count, 3);
  }
});

test("handler: a page that is signed out by something else gets its status", async () => {
  const fetch = async () => new Response("sign in first", { status: 401 });
  const admin = new RoomEngineAdmin({ endpoint: URL_OF_HANDLER, fetch });
  const error = await rejection(admin.updateRoomMemberInfo(MEMBER));
  assert.deepEqual([error.kind, error.status, error.attempts], ["http", 401, 1]);
  assert.match(error.hint, /endpoint/);
});

test("handler: a page that leaves ends the call to the service", async () => {
  const events = new EventEmitter();
  const fetch = (_, { signal }) =>
    new Promise(() => {
      signal.addEventListener("abort", () => events.emit("aborted"));
      events.emit("started");
    });
  const { handler } = setUp({ fetch });
  const controller = new AbortController();
  const started = once(events, "started");
  const answer = handler(ask(undefined, { signal: controller.signal }));
  await started;
  const aborted = once(events, "aborted");
  controller.abort();
  await aborted;
  assert.equal((await answer).status, 499);
});

test("handler: 300 requests at once are all answered", async () => {
  const { handler, sent } = setUp({ callsPerSecond: 0 });
  const members = Array.from({ length: 300 }, () => ask());
  const statuses = await Promise.all(
    members.map(async (request) => (await handler(request)).status),
  );
  assert.deepEqual([...new Set(statuses)], [200]);
  assert.equal(sent(), 300);
});

// What the package does not know yet: `admin.request(command, body, options)`.

import assert from "node:assert/strict";
import { test } from "node:test";
import { inspectUserSig, RoomEngineAdmin, rejection, WHO } from "../../subject.mjs";
import { answering, losingFirst, setUp } from "./service.mjs";

const INFO = "room_engine_http_srv/get_room_info";
const KICK = "room_engine_http_srv/kick_user_out";

test("request: it is signed, and gives the service's own response", async () => {
  const { admin, simulator } = setUp();
  const { RoomInfo } = await admin.request(INFO, { RoomId: "r" }, { effect: "read" });
  assert.deepEqual([RoomInfo.RoomId, RoomInfo.RoomType], ["r", "Conference"]);
  assert.equal(typeof RoomInfo.CreateTime, "number");
  const [{ path, query, body }] = simulator.calls;
  assert.deepEqual([path, body], [`/v4/${INFO}`, { RoomId: "r" }]);
  assert.equal((await inspectUserSig(query.usersig)).identifier, WHO.identifier);
});

test("request: any command and any JSON, and whatever comes back", async () => {
  const payload = { List: [{ A_b: [1, null, "x", 1.5] }], __proto__: null };
  const { admin, bodies } = answering(payload, payload);
  const body = { Deep: { a: [{ b: undefined, c: null }] }, text: "用户 😀" };
  const response = await admin.request("live_engine_http_srv/get_room_list", body);
  assert.deepEqual(response, { ...payload });
  assert.deepEqual(bodies[0], JSON.parse(JSON.stringify(body)));
  assert.deepEqual(await admin.request("a/b", {}), { ...payload });
});

test("request: without an effect, a command without an answer is not repeated", async () => {
  const { admin, simulator } = setUp({ fetch: losingFirst });
  const error = await rejection(admin.request(KICK, { RoomId: "r", MemberList_Account: ["ann"] }));
  assert.deepEqual([error.kind, error.attempts, error.retryable], ["network", 1, false]);
  assert.match(error.hint, /may have been done/);
  assert.equal(simulator.calls.length, 1);
});

test("request: a command that may be repeated is", async () => {
  for (const effect of ["read", "set"]) {
    const { admin, simulator } = setUp({ fetch: losingFirst });
    const { RoomInfo } = await admin.request(INFO, { RoomId: "r" }, { effect });
    assert.equal(RoomInfo.RoomId, "r");
    assert.equal(simulator.calls.length, 2);
  }
});

test("request: a refusal is an error like any other", async () => {
  const { admin } = setUp();
  const error = await rejection(admin.request(INFO, { RoomId: "nowhere" }));
  assert.deepEqual([error.kind, error.code], ["api", 100_004]);
});

test("request: its signal ends it", async () => {
  const { admin } = setUp({ fetch: () => () => new Promise(() => {}) });
  const controller = new AbortController();
  const { signal } = controller;
  const call = admin.request(INFO, {}, { effect: "read", signal });
  controller.abort("enough");
  assert.equal(await rejection(call), "enough");
});

const circle = {};
circle.self = circle;

for (const [what, given, field] of [
  ["a command that is none", ["get_room_info", {}], "command"],
  ["a command that leads elsewhere", ["../a/b", {}], "command"],
  ["a command with a query", ["a/b?usersig=x", {}], "command"],
  ["no command", [undefined, {}], "command"],
  ["another effect", [INFO, {}, { effect: "write" }], "effect"],
  ["an unknown option", [INFO, {}, { effec: "read" }], "effec"],
  ["a signal that is none", [INFO, {}, { signal: 7 }], "signal"],
  ["a signal instead of options", [INFO, {}, new AbortController().signal], "requestOptions"],
  ["a body that goes round", [INFO, circle], "body"],
  ["a body with a bigint", [INFO, { a: 1n }], "body"],
]) {
  test(`request: ${what} is refused`, async () => {
    const { admin, simulator } = setUp();
    const error = await rejection(admin.request(...given));
    assert.deepEqual([error.kind, error.field], ["invalid", field]);
    assert.equal(simulator.calls.length, 0);
  });
}

test("request: a mistyped option is told which is meant", async () => {
  const { admin } = setUp();
  const error = await rejection(admin.request(INFO, {}, { effec: "read" }));
  assert.equal(error.hint, "did you mean `effect`?");
});

test("request: never by way of a handler", async () => {
  const sent = [];
  const fetch = (...given) => sent.push(given);
  const admin = new RoomEngineAdmin({ endpoint: "https://admin.example/api", fetch });
  const error = await rejection(admin.request(INFO, {}));
  assert.equal(error.kind, "invalid");
  assert.equal(sent.length, 0);
});

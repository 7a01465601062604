// Only exactly `true` lets a call through.

import assert from "node:assert/strict";
import { test } from "node:test";
import { member, RoomEngineError, rejection, requirePackage, WHO } from "../../subject.mjs";
import { answerOf, ask, CALL, createHandler, setUp } from "./setup.mjs";

for (const [what, authorize] of [
  ["absent", undefined],
  ["false", () => false],
  ["nothing", () => {}],
  ["1", () => 1],
  ['"true"', () => "true"],
  ["an object", () => ({ user: "root" })],
  ["a Boolean object", () => Object(true)],
  ["a promise of a user", async () => ({ admin: true })],
  [
    "a function that throws",
    () => {
      throw new Error("no session");
    },
  ],
  [
    "a promise that rejects",
    async () => {
      throw new Error("no session");
    },
  ],
  ["a thenable that rejects", () => ({ then: (_, reject) => reject(new Error("no")) })],
]) {
  test(`handler: authorize gives ${what}, so the answer is 403 and nothing is sent`, async () => {
    const { handler, sent } = setUp({ authorize });
    const { status, json, text } = await answerOf(handler, ask());
    assert.deepEqual([status, json.error.kind, sent()], [403, "http", 0]);
    assert.ok(!text.includes("session"), text);
  });
}

for (const [what, authorize] of [
  ["true", () => true],
  ["a promise of true", async () => true],
  ["a thenable of true", () => ({ then: (resolve) => resolve(true) })],
]) {
  test(`handler: authorize gives ${what}, so the call is made`, async () => {
    const { handler, sent } = setUp({ authorize });
    assert.deepEqual([(await handler(ask())).status, sent()], [200, 1]);
  });
}

test("handler: authorize sees the request and the call, once each option, and cannot change what is sent", async () => {
  const seen = [];
  const { handler, simulator } = setUp({
    authorize: (request, call) => {
      seen.push([request.headers.get("authorization"), structuredClone(call)]);
      call.options.nameCard = "mallory";
      call.options.memberAccount = "somebody else";
      return true;
    },
  });
  const body =
    '{"options":{"nameCard":"x","nameCard":"jack","role":null,"memberAccount":"user4","roomId":"room-test"},"operation":"updateRoomMemberInfo"}';
  await handler(ask(body, { headers: { authorization: "Bearer abc" } }));
  assert.deepEqual(seen, [["Bearer abc", CALL]]);
  assert.equal(member(simulator).nameCard, "jack");
});

test("handler: what authorize throws is logged, where there is a logger", async () => {
  const lines = [];
  const logger = { error: (...given) => lines.push(given) };
  const thrown = new Error("no session");
  const { handler } = setUp({
    logger,
    authorize: () => {
      throw thrown;
    },
  });
  await handler(ask());
  assert.equal(lines.length, 1);
  assert.match(lines[0][0], /authorize/);
  assert.equal(lines[0][1], thrown);
});

for (const [field, options] of [
  ["authorize", { authorize: true }],
  ["allowedOrigins", { allowedOrigins: "https://a.example" }],
  ["allowedOrigins[0]", { allowedOrigins: ["*"] }],
  ["allowedOrigins[1]", { allowedOrigins: ["https://a.example", 1] }],
  ["secretKey", { secretKey: undefined }],
  ["endpoint", { endpoint: "/api" }],
  ["region", { region: "mars" }],
  ["authorise", { authorise: () => true }],
]) {
  test(`handler: a handler with a wrong ${field} rejects, for its owner to see`, async () => {
    const { handler, sent } = setUp(options);
    const error = await rejection(handler(ask()));
    assert.ok(RoomEngineError.is(error));
    assert.deepEqual([error.kind, error.field, sent()], ["invalid", field, 0]);
  });
}

test("handler: what is no Request, or has been read, rejects", async () => {
  const { handler } = setUp();
  for (const odd of [undefined, null, {}, "https://x", { headers: {} }]) {
    assert.equal((await rejection(handler(odd))).field, "request");
  }
  const read = ask();
  await read.text();
  assert.equal((await rejection(handler(read))).field, "request");
  const locked = ask();
  locked.body.getReader();
  assert.equal((await rejection(handler(locked))).field, "request");
  assert.equal((await handler(ask())).status, 200);
});

test("handler: the handler of CommonJS is the same, and both share the module", async () => {
  const handlers = requirePackage("room-engine-admin/handler");
  assert.notEqual(handlers.createHandler, createHandler);
  const handler = handlers.createHandler({ ...WHO, authorize: () => false });
  assert.equal((await handler(ask())).status, 403);
});

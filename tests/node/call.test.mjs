// Whole calls, in both forms and over both ways: in-process and through a real server.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  MEMBER,
  member,
  nodeFetch,
  PATH,
  RoomEngineAdmin,
  serve,
  simulate,
  updateRoomMemberInfo,
  WHO,
} from "../subject.mjs";
import { record } from "./recorder.mjs";

const CHANGE = { nameCard: "jack", role: "Admin", customInfo: "custom info" };

const FORMS = {
  updateRoomMemberInfo: (connection, options) =>
    updateRoomMemberInfo({ ...connection, ...options }),
  RoomEngineAdmin: (connection, options) =>
    new RoomEngineAdmin(connection).updateRoomMemberInfo(options),
};

const WAYS = {
  "in-process": async (_test, simulator) => ({ ...WHO, fetch: simulator.fetch }),
  "through a server": async (test, simulator) => ({
    ...WHO,
    baseUrl: await serve(test, simulator),
  }),
  "through a server, with nodeFetch": async (test, simulator) => ({
    ...WHO,
    baseUrl: await serve(test, simulator),
    fetch: nodeFetch,
  }),
};

for (const [form, call] of Object.entries(FORMS)) {
  for (const [way, connect] of Object.entries(WAYS)) {
    test(`call: ${form} ${way} changes the member and gives the reply`, async (t) => {
      const simulator = simulate();
      const reply = await call(await connect(t, simulator), { ...MEMBER, ...CHANGE });
      assert.deepEqual(member(simulator), CHANGE);
      assert.equal(simulator.calls.length, 1);
      assert.deepEqual(reply, {
        actionStatus: "OK",
        errorCode: 0,
        errorInfo: "",
        requestId: simulator.calls[0].requestId,
      });
    });
  }
}

test("call: the service finds nothing wrong with a call's query, signature or body", async (t) => {
  const simulator = simulate();
  const baseUrl = await serve(t, simulator);
  await updateRoomMemberInfo({ ...WHO, baseUrl, ...MEMBER, ...CHANGE });
  const [{ method, path, query, headers, body, operation, reply }] = simulator.calls;
  assert.deepEqual(
    { method, path, operation },
    {
      method: "POST",
      path: PATH,
      operation: "updateRoomMemberInfo",
    },
  );
  const names = ["sdkappid", "identifier", "usersig", "random", "contenttype"];
  assert.deepEqual(Object.keys(query), names);
  assert.equal(headers["content-type"], "application/json");
  assert.deepEqual(body, {
    RoomId: "room-test",
    MemberInfo: {
      Member_Account: "user4",
      NameCard: "jack",
      Role: "Admin",
      CustomInfo: "custom info",
    },
  });
  assert.equal(reply.ErrorCode, 0);
});

test("call: what is left out, undefined or null stays as it is, and an empty text clears", async () => {
  const simulator = simulate();
  const admin = new RoomEngineAdmin({ ...WHO, fetch: simulator.fetch });
  await admin.updateRoomMemberInfo({ ...MEMBER, customInfo: "kept" });
  await admin.updateRoomMemberInfo({ ...MEMBER, role: "Admin", customInfo: undefined });
  await admin.updateRoomMemberInfo({ ...MEMBER, nameCard: null, role: null });
  assert.deepEqual(member(simulator), { nameCard: "before", role: "Admin", customInfo: "kept" });
  await admin.updateRoomMemberInfo({ ...MEMBER, nameCard: "", customInfo: "" });
  assert.deepEqual(member(simulator), { nameCard: "", role: "Admin", customInfo: "" });
});

test("call: a client signs once for many calls, one after another and at once", async () => {
  const simulator = simulate();
  const admin = new RoomEngineAdmin({ ...WHO, fetch: simulator.fetch });
  await admin.updateRoomMemberInfo({ ...MEMBER, nameCard: "0" });
  const calls = Array.from({ length: 50 }, (_, index) =>
    admin.updateRoomMemberInfo({ ...MEMBER, nameCard: String(index) }),
  );
  const replies = await Promise.all(calls);
  assert.equal(simulator.calls.length, 51);
  assert.equal(new Set(replies.map((reply) => reply.requestId)).size, 50);
  assert.equal(new Set(simulator.calls.map(({ query }) => query.usersig)).size, 1);
});

test("call: calls of several clients do not mix", async () => {
  const clients = Array.from({ length: 5 }, (_, index) => {
    const sdkAppId = 1_400_000_001 + index;
    const secretKey = `key of ${sdkAppId}`;
    const simulator = simulate({ sdkAppId, secretKey });
    const admin = new RoomEngineAdmin({ ...WHO, sdkAppId, secretKey, fetch: simulator.fetch });
    return { simulator, admin, nameCard: `card ${index}` };
  });
  const rounds = [1, 2, 3].flatMap(() =>
    clients.map(({ admin, nameCard }) => admin.updateRoomMemberInfo({ ...MEMBER, nameCard })),
  );
  await Promise.all(rounds);
  for (const { simulator, nameCard } of clients) {
    assert.equal(simulator.calls.length, 3);
    assert.equal(member(simulator).nameCard, nameCard);
  }
});

test("call: a call that fails does no harm to those beside it", async () => {
  const simulator = simulate();
  const admin = new RoomEngineAdmin({ ...WHO, fetch: simulator.fetch });
  const outcomes = await Promise.allSettled(
    Array.from({ length: 30 }, (_, index) =>
      admin.updateRoomMemberInfo({
        roomId: index % 3 === 1 ? "no such room" : MEMBER.roomId,
        memberAccount: index % 3 === 2 ? "" : MEMBER.memberAccount,
      }),
    ),
  );
  const told = outcomes.map(({ value, reason }) => value?.errorCode ?? reason.code ?? reason.field);
  assert.deepEqual(told.slice(0, 6), [0, 100_004, "memberAccount", 0, 100_004, "memberAccount"]);
  assert.deepEqual(told.slice(0, 3), told.slice(27));
});

test("call: options may be frozen, without a prototype, or an instance of a class", async () => {
  class Options {
    constructor() {
      Object.assign(this, WHO, MEMBER);
    }
    get nameCard() {
      return "of the prototype, and so no option";
    }
  }
  const bare = Object.assign(Object.create(null), WHO, MEMBER);
  for (const options of [Object.freeze({ ...WHO, ...MEMBER }), bare, new Options()]) {
    const { fetch, exchanges } = record();
    await updateRoomMemberInfo(Object.assign(Object.create(null), options, { fetch }));
    const admin = new RoomEngineAdmin(
      Object.assign(Object.create(Options.prototype), WHO, { fetch }),
    );
    await admin.updateRoomMemberInfo(Object.assign(Object.create(Options.prototype), MEMBER));
    const bodies = exchanges.map(({ init }) => init.body);
    const expected = '{"RoomId":"room-test","MemberInfo":{"Member_Account":"user4"}}';
    assert.deepEqual(bodies, [expected, expected]);
  }
});

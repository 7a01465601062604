// State that is open to the test, the log of calls, the rate, and names that come from the wire.
import assert from "node:assert/strict";
import { test } from "node:test";
import { attempt, code, HOST, member, NOW, PATH, request, simulate, WHO } from "./attempt.mjs";

const at = (roomId, account = "user4", info = {}) => ({
  body: JSON.stringify({ RoomId: roomId, MemberInfo: { Member_Account: account, ...info } }),
});

test("simulator: rooms can be changed at any time", async () => {
  const simulator = simulate();
  delete simulator.rooms["room-test"].members.user4;
  assert.equal(await code(simulator), 100005);
  delete simulator.rooms["room-test"];
  assert.equal(await code(simulator), 100004);
  simulator.rooms.later = { members: { user4: {} } };
  assert.equal(await code(simulator, at("later", "user4", { NameCard: "x" })), 0);
  assert.equal(simulator.rooms.later.members.user4.nameCard, "x");
  simulator.rooms.list = { members: ["ann"] };
  assert.equal(await code(simulator, at("list", "ann")), 0);
  assert.deepEqual(
    { ...simulator.rooms.list.members.ann },
    {
      nameCard: "",
      role: "Member",
      customInfo: "",
    },
  );
});

test("simulator: rooms that were made a mess of are no rooms", async () => {
  const simulator = simulate();
  for (const mess of [null, undefined, 1, "room", [], { members: null }, { members: "ann" }]) {
    simulator.rooms.mess = mess;
    assert.equal(await code(simulator, at("mess", "0")), 100004, JSON.stringify(mess));
  }
  simulator.rooms.mess = { members: { ann: null, bob: "text" } };
  assert.equal(await code(simulator, at("mess", "ann")), 100005);
  assert.equal(await code(simulator, at("mess", "bob")), 100005);
});

test("simulator: rooms are given with members as a list or as objects, and are copied", async () => {
  const rooms = { a: { members: ["x", "y"] }, b: { members: { z: { role: "Admin" } } }, c: {} };
  const before = structuredClone(rooms);
  const simulator = simulate({ rooms });
  assert.deepEqual(Object.keys(simulator.rooms.a.members), ["x", "y"]);
  assert.equal(simulator.rooms.b.members.z.role, "Admin");
  assert.equal(await code(simulator, at("c", "x")), 100005);
  assert.equal(await code(simulator, at("b", "z", { NameCard: "n" })), 0);
  assert.deepEqual(rooms, before);
  rooms.a.members.push("z");
  rooms.b.members.z.role = "Member";
  delete rooms.c;
  simulator.reset();
  assert.deepEqual(Object.keys(simulator.rooms), ["a", "b", "c"]);
  assert.deepEqual(Object.keys(simulator.rooms.a.members), ["x", "y"]);
  assert.equal(simulator.rooms.b.members.z.role, "Admin");
});

const INHERITED = ["__proto__", "constructor", "toString", "hasOwnProperty", "valueOf"];

test("simulator: inherited names are neither rooms nor members", async () => {
  const simulator = simulate();
  simulator.rooms.plain = { members: {} };
  simulator.rooms.list = { members: ["ann"] };
  const info = { NameCard: "polluted" };
  for (const name of [...INHERITED, "length", "0"]) {
    assert.equal(await code(simulator, at(name, "user4", info)), 100004, name);
    assert.equal(await code(simulator, at("room-test", name, info)), 100005, name);
    assert.equal(await code(simulator, at("plain", name, info)), 100005, name);
    assert.equal(await code(simulator, at("list", name, info)), 100005, name);
  }
  assert.equal({}.nameCard, undefined);
  assert.equal({}.NameCard, undefined);
});

test("simulator: rooms and members of such names work when they are there", async () => {
  const rooms = JSON.parse(
    `{${INHERITED.map((name) => `"${name}":{"members":{"${name}":{}}}`).join()}}`,
  );
  const simulator = simulate({ rooms });
  for (const name of INHERITED) {
    assert.equal(await code(simulator, at(name, name, { NameCard: "x" })), 0, name);
    assert.equal(simulator.rooms[name].members[name].nameCard, "x", name);
  }
});

test("simulator: fields that are only inherited are absent", async () => {
  const simulator = simulate();
  const body = '{"__proto__":{"RoomId":"room-test"},"MemberInfo":{"Member_Account":"user4"}}';
  assert.equal(await code(simulator, { body }), 100002);
});

test("calls: what arrived, and what became of it", async () => {
  const simulator = simulate();
  const headers = { "Content-Type": "application/json", "X-Test": "yes" };
  const reply = await attempt(simulator, { info: { NameCard: "n" }, headers });
  const [call] = simulator.calls;
  assert.equal(simulator.calls.length, 1);
  assert.equal(call.at, NOW);
  assert.equal(call.method, "POST");
  assert.equal(`https://${call.host}`, HOST);
  assert.equal(call.path, PATH);
  assert.equal(call.operation, "updateRoomMemberInfo");
  assert.equal(call.query.sdkappid, String(WHO.sdkAppId));
  assert.equal(call.query.usersig, new URL(request()[0]).searchParams.get("usersig"));
  assert.equal(call.headers["x-test"], "yes");
  assert.equal(call.headers["content-type"], "application/json");
  assert.deepEqual(call.body, {
    RoomId: "room-test",
    MemberInfo: { Member_Account: "user4", NameCard: "n" },
  });
  assert.equal(call.status, 200);
  assert.deepEqual(call.reply, reply);
  assert.equal(call.requestId, reply.RequestId);
  assert.equal(call.applied, true);
  assert.equal(call.fault, undefined);
});

test("calls: refused, unreadable and unknown ones too", async () => {
  const simulator = simulate();
  await attempt(simulator, { body: "no json" });
  await attempt(simulator, { info: { NameCard: "x".repeat(70_000) } });
  await attempt(simulator, { path: "/elsewhere", query: { __proto__: null, sdkappid: undefined } });
  const [text, long, elsewhere] = simulator.calls;
  assert.equal(text.body, "no json");
  assert.equal(text.reply.ErrorCode, 60003);
  assert.equal(long.body, undefined);
  assert.equal(elsewhere.operation, undefined);
  assert.equal(elsewhere.reply.ErrorCode, 60009);
});

test("calls: names from the wire stay names", async () => {
  const simulator = simulate();
  await simulator.fetch(`${HOST}/x?__proto__=a&constructor=b`, { method: "POST" });
  const [{ query }] = simulator.calls;
  assert.deepEqual(Object.entries(query), [
    ["__proto__", "a"],
    ["constructor", "b"],
  ]);
});

test("calls: never more than maxCalls, the newest; can be emptied", async () => {
  const simulator = simulate({ maxCalls: 3 });
  for (let i = 0; i < 5; i++) await attempt(simulator, { query: { random: i } });
  assert.deepEqual(
    simulator.calls.map((call) => call.query.random),
    ["2", "3", "4"],
  );
  simulator.calls.length = 0;
  await attempt(simulator);
  assert.equal(simulator.calls.length, 1);
});

test("reset: everything as it was given", async () => {
  const simulator = simulate({ callsPerSecond: 1, faults: { kind: "code", code: 1 } });
  assert.equal(await code(simulator), 1);
  assert.equal(await code(simulator, { info: { NameCard: "changed" } }), 0);
  assert.equal(await code(simulator), 60007);
  const { rooms, calls, faults } = simulator;
  rooms.more = { members: [] };
  faults.push({ kind: "reset" });
  simulator.reset();
  assert.equal(simulator.rooms, rooms);
  assert.equal(simulator.calls, calls);
  assert.deepEqual(Object.keys(rooms), ["room-test"]);
  assert.equal(member(simulator).nameCard, "before");
  assert.equal(calls.length, 0);
  assert.equal(faults.size, 1);
  assert.equal(await code(simulator), 1);
  assert.equal(await code(simulator), 0);
});

test("rate: 200 calls in one second, the next gets 60007 and changes nothing", async () => {
  const simulator = simulate();
  const codes = [];
  for (let i = 0; i < 200; i++) codes.push(await code(simulator));
  assert.deepEqual(new Set(codes), new Set([0]));
  assert.equal(await code(simulator, { info: { NameCard: "late" } }), 60007);
  assert.equal(member(simulator).nameCard, "before");
});

test("rate: the second slides, and a refused call does not count", async () => {
  let now = NOW;
  const simulator = simulate({ callsPerSecond: 2, now: () => now });
  const after = (ms) => {
    now = NOW + ms;
    return code(simulator);
  };
  assert.equal(await after(0), 0);
  assert.equal(await after(600), 0);
  assert.equal(await after(999), 60007);
  assert.equal(await after(1000), 0, "the first has left the second");
  assert.equal(await after(1599), 60007);
  assert.equal(await after(1600), 0);
  assert.equal(await after(-3_600_000), 0, "a clock set back does not lock the door");
});

test("rate: 0 is no limit", async () => {
  const simulator = simulate({ callsPerSecond: 0 });
  for (let i = 0; i < 300; i++) assert.equal(await code(simulator), 0);
});

test("rate: calls for another application do not count", async () => {
  const simulator = simulate({ callsPerSecond: 1 });
  assert.equal(await code(simulator, { query: { sdkappid: 7 } }), 70020);
  assert.equal(await code(simulator), 0);
});

test("simulator: the Date header is the service's clock", async () => {
  const simulator = simulate({ now: () => 784_111_777_000 });
  const response = await simulator.fetch(...request());
  assert.equal(response.headers.get("date"), "Sun, 06 Nov 1994 08:49:37 GMT");
});

test("simulator: two simulators share nothing", async () => {
  const [one, two] = [simulate({ callsPerSecond: 1 }), simulate({ callsPerSecond: 1 })];
  assert.equal(await code(one, { info: { NameCard: "one" } }), 0);
  assert.equal(await code(two), 0);
  assert.equal(member(two).nameCard, "before");
  assert.equal(two.calls.length, 1);
});

test("simulator: neither key nor UserSig is in what a simulator shows or answers", async () => {
  const simulator = simulate();
  const { usersig } = Object.fromEntries(new URL(request()[0]).searchParams);
  const replies = [
    await attempt(simulator),
    await attempt(simulator, { query: { identifier: "x" } }),
  ];
  const shown = [JSON.stringify(replies), JSON.stringify({ ...simulator, calls: [] })].join();
  assert.ok(!shown.includes(WHO.secretKey));
  assert.ok(!shown.includes(usersig));
});

// What becomes of a call whose answer was lost depends on what repeating it does.

import assert from "node:assert/strict";
import { test } from "node:test";
import { rejection } from "../../subject.mjs";
import { losingFirst, setUp } from "./service.mjs";

const KICK = { roomId: "r", memberAccounts: ["ann"], reason: "" };

/** Calls of which the service says, when they come twice, that the first was carried out. */
const ONCE = [
  ["kickUserOut", KICK, 100_005, ({ rooms }) => !("ann" in rooms.r.members)],
  ["createRoom", { roomId: "new", ownerAccount: "boss" }, 100_010, ({ rooms }) => "new" in rooms],
  ["destroyRoom", { roomId: "r" }, 100_004, ({ rooms }) => !("r" in rooms)],
];

for (const [operation, options, code, isDone] of ONCE) {
  test(`effects: ${operation} whose answer was lost, and that is refused with ${code} then, was done`, async () => {
    const { admin, simulator } = setUp({ fetch: losingFirst });
    const reply = await admin[operation](options);
    assert.deepEqual([reply.actionStatus, reply.errorCode], ["OK", 0]);
    assert.ok(isDone(simulator));
    const codes = simulator.calls.map(({ reply }) => reply.ErrorCode);
    assert.deepEqual([codes[0], codes.at(-1)], [0, code]);
    assert.equal(reply.requestId, simulator.calls.at(-1).requestId);
  });

  test(`effects: ${operation} that is refused with ${code} at once was not`, async () => {
    const { admin, simulator, later } = setUp();
    await admin[operation](options);
    later(2_000);
    const error = await rejection(admin[operation](options));
    assert.deepEqual([error.kind, error.code, error.attempts], ["api", code, 1]);
    assert.equal(simulator.calls.length, 2);
  });
}

test("effects: a refusal that follows one which the service gave is a refusal", async () => {
  const { admin, simulator } = setUp();
  simulator.faults.push({ kind: "code", code: 60_007 });
  const error = await rejection(admin.kickUserOut({ ...KICK, memberAccounts: ["nobody"] }));
  assert.equal(error.code, 100_005);
  assert.equal(error.attempts, 2);
});

test("effects: two rooms of one id within a second: whose it is shows a second later", async () => {
  const { admin } = setUp();
  await admin.createRoom({ roomId: "new", ownerAccount: "boss" });
  const [own, other] = await Promise.all([
    rejection(admin.createRoom({ roomId: "new", ownerAccount: "boss" })),
    rejection(admin.createRoom({ roomId: "new", ownerAccount: "ann" })),
  ]);
  assert.deepEqual([own.code, other.code], [100_010, 100_003]);
});

test("effects: addRobot without an answer is not repeated, and the error says that it may be there", async () => {
  const { admin, simulator } = setUp({ fetch: losingFirst });
  const error = await rejection(admin.addRobot({ roomId: "r", memberAccount: "robot_1" }));
  assert.deepEqual([error.kind, error.attempts, error.retryable], ["network", 1, false]);
  assert.match(error.hint, /may have been done/);
  assert.equal(simulator.calls.length, 1);
  assert.ok("robot_1" in simulator.rooms.r.members);
});

for (const [what, fault] of [
  ["a gateway's 502", { kind: "status", status: 502 }],
  ["a code that tells of a time limit", { kind: "code", code: 60_008 }],
  ["a body that is no reply", { kind: "garbage" }],
]) {
  test(`effects: addRobot is not repeated after ${what}`, async () => {
    const { admin, simulator } = setUp();
    simulator.faults.push({ ...fault, applied: true });
    const error = await rejection(admin.addRobot({ roomId: "r", memberAccount: "robot_1" }));
    assert.deepEqual([error.attempts, error.retryable], [1, false]);
    assert.match(error.hint, /may have been done/);
    assert.equal(simulator.calls.length, 1);
  });
}

test("effects: addRobot that the service refused, and did not do, is repeated", async () => {
  const { admin, simulator } = setUp();
  simulator.faults.push({ kind: "code", code: 60_007 });
  await admin.addRobot({ roomId: "r", memberAccount: "robot_1" });
  assert.equal(simulator.calls.length, 2);
});

test("effects: a read is repeated, and waits for nobody", async () => {
  const { promise: held, resolve: letGo } = Promise.withResolvers?.() ?? withResolvers();
  const { admin, simulator } = setUp({
    fetch: (service) => async (url, init) => {
      if (new URL(url).pathname.endsWith("update_room_member_info")) await held;
      return service.fetch(url, init);
    },
  });
  const update = admin.updateRoomMemberInfo({ roomId: "r", memberAccount: "ann", nameCard: "a" });
  simulator.faults.push({ kind: "reset" });
  const { members } = await admin.getRoomMemberList({ roomId: "r" });
  assert.equal(members.length, 4);
  assert.deepEqual(
    simulator.calls.map(({ operation }) => operation),
    ["getRoomMemberList", "getRoomMemberList"],
  );
  letGo();
  await update;
});

test("effects: a call on several members waits for each of them, and holds each of them", async () => {
  const out = [];
  const { admin } = setUp({
    fetch: (service) => async (url, init) => {
      const { MemberInfo, MemberList_Account: list } = JSON.parse(init.body);
      const members = MemberInfo ? [MemberInfo.Member_Account] : list;
      assert.ok(!out.some((other) => members.includes(other)), `${members} beside ${out}`);
      out.push(...members);
      await new Promise((resolve) => setTimeout(resolve, 5));
      for (const each of members) out.splice(out.indexOf(each), 1);
      return service.fetch(url, init);
    },
  });
  const update = (memberAccount) => admin.updateRoomMemberInfo({ roomId: "r", memberAccount });
  const unban = (...memberAccounts) => admin.unbanRoomMember({ roomId: "r", memberAccounts });
  const outcomes = await Promise.allSettled([
    update("ann"),
    unban("ann", "ben"),
    update("ben"),
    unban("cat", "ben"),
    update("cat"),
    unban("ben", "ann", "cat"),
    update("ann"),
  ]);
  const asserted = outcomes.filter(({ reason }) => reason && reason.code !== 100_005);
  assert.deepEqual(asserted, []);
});

test("effects: a call on the whole room that is lost is told in its own words", async () => {
  const { admin } = setUp({
    fetch: () => () => new Promise(() => {}),
    timeoutMs: 10,
    maxRetries: 0,
  });
  const read = await rejection(admin.getRoomInfo({ roomId: "r" }));
  assert.ok(!/may have been/.test(read.hint), read.hint);
  const set = await rejection(admin.updateRoomInfo({ roomId: "r", roomName: "n" }));
  assert.match(set.hint, /repeating it is safe/);
  const once = await rejection(admin.addRobot({ roomId: "r", memberAccount: "robot_1" }));
  assert.match(once.hint, /may have been done/);
});

function withResolvers() {
  const made = {};
  made.promise = new Promise((resolve) => (made.resolve = resolve));
  return made;
}

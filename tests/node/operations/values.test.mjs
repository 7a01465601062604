// What options become on their way to the service, and what its payloads become on their way back.

import assert from "node:assert/strict";
import { test } from "node:test";
import { RoomEngineError, rejection } from "../../subject.mjs";
import { answering, setUp } from "./service.mjs";

const SECOND = 1_900_000_000;

/** The error of a call that is refused before anything is sent. */
async function refusal(operation, options) {
  const { admin, simulator } = setUp();
  const error = await rejection(admin[operation](options));
  assert.ok(RoomEngineError.is(error));
  assert.equal(error.kind, "invalid");
  assert.equal(simulator.calls.length, 0);
  return error;
}

test("moments: a Date and Unix seconds go in as the same, and a Date comes out", async () => {
  for (const moment of [SECOND, new Date(SECOND * 1000), new Date(SECOND * 1000 + 999)]) {
    const { admin, bodies } = answering({});
    await admin.createRoom({ roomId: "r", scheduleStartTime: moment });
    assert.equal(bodies[0].RoomInfo.ScheduleStartTime, SECOND);
  }
  const { admin } = setUp();
  await admin.createRoom({
    roomId: "new",
    scheduleStartTime: new Date(SECOND * 1000),
    scheduleEndTime: SECOND + 600,
  });
  const { roomInfo } = await admin.getRoomInfo({ roomId: "new" });
  assert.deepEqual(roomInfo.scheduleStartTime, new Date(SECOND * 1000));
  assert.deepEqual(roomInfo.scheduleEndTime, new Date((SECOND + 600) * 1000));
  assert.ok(roomInfo.createTime instanceof Date);
});

for (const [what, moment, words] of [
  ["milliseconds", Date.now(), /milliseconds\? divide by 1000, or give a Date/],
  ["a fraction", 1.5, /whole number/],
  ["a negative number", -1, /whole number from 0/],
  ["no number", Number.NaN, /NaN/],
  ["an invalid Date", new Date(Number.NaN), /valid Date/],
  ["a Date before 1970", new Date(-1), /1970/],
  ["a text", new Date().toISOString(), /must be a Date or Unix seconds, got string/],
]) {
  test(`moments: ${what} is refused`, async () => {
    const error = await refusal("createRoom", { roomId: "r", scheduleEndTime: moment });
    assert.equal(error.field, "scheduleEndTime");
    assert.match(error.message, words);
  });
}

test("words: they go in as the options have them, and out as the service calls them", async () => {
  const move = async (policy) => {
    const { admin, bodies } = answering({});
    await admin.moveUserToSeat({ roomId: "r", memberAccount: "ann", seatIndex: 0, policy });
    return bodies[0].Policy;
  };
  assert.deepEqual(await Promise.all(["giveUp", "forceOut", "swap"].map(move)), [0, 1, 2]);
  const mark = async (commandType) => {
    const { admin, bodies } = answering({});
    const memberList = [{ memberAccount: "ann", marks: [1000] }];
    await admin.markRoomMember({ roomId: "r", commandType, memberList });
    return bodies[0];
  };
  assert.deepEqual(await mark("set"), {
    RoomId: "r",
    CommandType: 1,
    MemberList: [{ Member_Account: "ann", Marks: [1000] }],
  });
  assert.equal((await mark("delete")).CommandType, 2);
});

test("words: other spellings come out under one name, and unknown ones as they are", async () => {
  const role = async (Role) => {
    const { admin } = answering({ MemberList: [{ Member_Account: "a", Role }], Next: "" });
    return (await admin.getRoomMemberList({ roomId: "r" })).members[0].role;
  };
  assert.deepEqual(
    await Promise.all(["RoomOwner", "Owner", "Admin", "Member", "Guest"].map(role)),
    ["Owner", "Owner", "Admin", "Member", "Guest"],
  );
  for (const [RoomType, expected] of [
    ["Meeting", "Conference"],
    ["Conference", "Conference"],
    ["Live", "Live"],
  ]) {
    const { admin } = answering({ RoomInfo: { RoomType, RoomStatus: "Paused" } });
    const { roomInfo } = await admin.getRoomInfo({ roomId: "r" });
    assert.deepEqual([roomInfo.roomType, roomInfo.roomStatus], [expected, "Paused"]);
  }
});

test("accounts: a number becomes a text, and keeps its digits", async () => {
  for (const digits of ["0", "42", "9007199254740993", "123456789012345678901234567890"]) {
    const list = `{"MemberList":[{"Member_Account":${digits}}],"Next":""}`;
    const { admin } = answering(list);
    const { members } = await admin.getRoomMemberList({ roomId: "r" });
    assert.deepEqual(members, [{ memberAccount: digits }]);
  }
});

test("payloads: what is missing is absent, and what nobody knows is left out", async () => {
  const seats = answering({
    SeatList: [
      { Index: 0, Member_Account: "ann" },
      { Index: 1, New: 7 },
    ],
  });
  const reply = await seats.admin.getSeatList({ roomId: "r" });
  assert.deepEqual(reply.seats, [{ index: 0, memberAccount: "ann" }, { index: 1 }]);
  for (const payload of [{}, { RoomInfo: {} }, { RoomInfo: null }, { RoomInfo: [] }]) {
    const { admin } = answering(payload);
    const { roomInfo = {} } = await admin.getRoomInfo({ roomId: "r" });
    assert.deepEqual(roomInfo, {});
  }
  const { admin } = answering({ BannedAccountList: [{ Member_Account: "x" }] });
  const bans = await admin.getBannedMemberList({ roomId: "r" });
  assert.deepEqual(bans.bannedMembers, [{ memberAccount: "x" }]);
  assert.ok(!Object.hasOwn(bans, "nextOffset"));
});

test("payloads: no name of the service can change an object's prototype", async () => {
  const { admin } = answering('{"RoomInfo":{"__proto__":{"a":1},"RoomName":"n"}}');
  const { roomInfo } = await admin.getRoomInfo({ roomId: "r" });
  assert.deepEqual([roomInfo.a, roomInfo.roomName], [undefined, "n"]);
});

const MARKS = { roomId: "r", commandType: "set" };

for (const [operation, options, field, words] of [
  [
    "kickUserOut",
    { roomId: "r", memberAccounts: ["a", 7], reason: "" },
    "memberAccounts[1]",
    /got number/,
  ],
  [
    "kickUserOut",
    { roomId: "r", memberAccounts: ["a", null], reason: "" },
    "memberAccounts[1]",
    /missing/,
  ],
  [
    "kickUserOut",
    { roomId: "r", memberAccounts: ["a", ""], reason: "" },
    "memberAccounts[1]",
    /empty/,
  ],
  [
    "kickUserOut",
    { roomId: "r", memberAccounts: [], reason: "" },
    "memberAccounts",
    /1 to 20 items/,
  ],
  [
    "kickUserOut",
    { roomId: "r", memberAccounts: "ann", reason: "" },
    "memberAccounts",
    /got string/,
  ],
  ["kickUserOut", { roomId: "r", memberAccounts: ["a"] }, "reason", /missing/],
  [
    "markRoomMember",
    { ...MARKS, memberList: [{ memberAccount: "a", marks: ["x"] }] },
    "memberList[0].marks[0]",
    /got string/,
  ],
  [
    "markRoomMember",
    { ...MARKS, memberList: [{ memberAccount: "a", marks: [1000, 999] }] },
    "memberList[0].marks[1]",
    /1000/,
  ],
  [
    "markRoomMember",
    { ...MARKS, memberList: [{ memberAccount: "a", marks: [] }] },
    "memberList[0].marks",
    /at least|1 to 3/,
  ],
  [
    "markRoomMember",
    { ...MARKS, memberList: [{ marks: [1000] }] },
    "memberList[0].memberAccount",
    /missing/,
  ],
  [
    "markRoomMember",
    { ...MARKS, memberList: [{ memberAccount: "a", marks: [1000] }, 7] },
    "memberList[1]",
    /got number/,
  ],
  [
    "markRoomMember",
    { ...MARKS, memberList: [{ memberAccount: "a", mark: [1000] }] },
    "memberList[0].mark",
    /known are memberAccount, marks/,
  ],
  [
    "markRoomMember",
    { ...MARKS, commandType: "sett", memberList: [] },
    "commandType",
    /did you mean "set"/,
  ],
  [
    "banRoomMember",
    { roomId: "r", memberAccounts: ["a"], reason: "", duration: 0.5 },
    "duration",
    /whole number/,
  ],
  ["getBannedMemberList", { roomId: "r", limit: 101 }, "limit", /1 to 100/],
  ["createRoom", { roomId: "r".repeat(49) }, "roomId", /48/],
  ["createRoom", { roomId: "房间" }, "roomId", /printable ASCII/],
  ["createRoom", { roomId: "" }, "roomId", /empty/],
  ["getRoomInfo", { roomId: "" }, "roomId", /empty/],
]) {
  const shown = JSON.stringify(options).slice(0, 70);
  test(`checks: ${operation} ${shown} is refused at ${field}`, async () => {
    const error = await refusal(operation, options);
    assert.equal(error.field, field);
    assert.match(error.message, words);
    assert.ok(error.message.startsWith(`\`${field}\` `), error.message);
  });
}

test("checks: a getter in a list that throws is named", async () => {
  const memberList = [
    { memberAccount: "a", marks: [1000] },
    {
      memberAccount: "b",
      get marks() {
        throw new Error("no");
      },
    },
  ];
  const error = await refusal("markRoomMember", { ...MARKS, memberList });
  assert.equal(error.field, "memberList[1].marks");
  assert.equal(error.cause.message, "no");
});

test("checks: the id of a room that exists may be anything that is not empty", async () => {
  const { admin, bodies } = answering({});
  const roomId = `房间 ${"x".repeat(100)}`;
  await admin.getSeatList({ roomId });
  assert.equal(bodies[0].RoomId, roomId);
});

test("checks: where the vendor states no limit there is none", async () => {
  const { admin, bodies } = answering({});
  const data = "x".repeat(100_000);
  await admin.kickUserOffSeat({ roomId: "r", memberAccount: "y".repeat(1000), data });
  assert.equal(bodies[0].Data, data);
});

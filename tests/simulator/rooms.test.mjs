// What the operations on rooms do, and what all operations share: names, the log, the rate.
import assert from "node:assert/strict";
import { test } from "node:test";
import { NOW, WHO } from "./attempt.mjs";
import { call, done, ROOM, SECOND, setUp } from "./operation.mjs";
import { createSimulator } from "./subject.mjs";

const NEW = { RoomId: "new", RoomType: "Conference" };
const code = async (...args) => (await call(...args)).ErrorCode;
const info = async (simulator, RoomId) =>
  (await done(simulator, "get_room_info", { RoomId })).RoomInfo;
const accounts = async (simulator, body) =>
  (await done(simulator, "get_room_member_list", body)).MemberList.map((it) => it.Member_Account);

test("create_room: what is given is there, the rest has the documented defaults", async () => {
  const simulator = setUp();
  assert.equal(await done(simulator, "create_room", { RoomInfo: NEW }), undefined);
  assert.deepEqual(await info(simulator, "new"), {
    RoomId: "new",
    Owner_Account: "administrator",
    RoomName: "new",
    RoomType: "Conference",
    MaxMemberCount: 300,
    MaxSeatCount: 16,
    IsVideoDisabled: false,
    IsAudioDisabled: false,
    IsMessageDisabled: false,
    IsScreenSharingDisabled: false,
    IsCloudRecordingDisabled: false,
    CustomInfo: "",
    ScheduleStartTime: SECOND,
    ScheduleEndTime: SECOND + 3600,
    IsSeatEnabled: false,
    CreateTime: SECOND,
    RoomStatus: "Running",
    TakeSeatMode: "None",
    MemberCount: 0,
  });
});

test("create_room: every setting", async () => {
  const simulator = setUp();
  const settings = {
    RoomName: "Name 名",
    MaxMemberCount: 7,
    IsVideoDisabled: true,
    IsAudioDisabled: true,
    IsMessageDisabled: true,
    IsScreenSharingDisabled: true,
    IsCloudRecordingDisabled: true,
    CustomInfo: "x".repeat(500),
    ScheduleStartTime: SECOND + 600,
    ScheduleEndTime: SECOND + 900,
    IsSeatEnabled: true,
    MaxSeatCount: 3,
    TakeSeatMode: "ApplyToTake",
  };
  const secret = { IsPasswordEnabled: true, Password: "1234" };
  await done(simulator, "create_room", {
    RoomInfo: { ...NEW, ...settings, ...secret, Owner_Account: "ann", Unknown: 1 },
    ScheduleInviteeList_Account: ["bob", "cy"],
  });
  const read = await info(simulator, "new");
  for (const [name, value] of Object.entries(settings)) assert.equal(read[name], value, name);
  assert.equal(read.Owner_Account, "ann");
  assert.equal(read.RoomStatus, "NotStarted");
  const room = simulator.rooms.new;
  assert.deepEqual([room.isPasswordEnabled, room.password], [true, "1234"]);
  assert.deepEqual(room.inviteeAccounts, ["bob", "cy"]);
  assert.equal(room.seats.length, 3);
  assert.equal(room.unknown, undefined);
});

test("create_room: an id is free again a second later, or when its room has ended", async () => {
  let now = NOW;
  const simulator = setUp({ now: () => now });
  const create = () => code(simulator, "create_room", { RoomInfo: NEW });
  assert.equal(await create(), 0);
  now += 999;
  assert.equal(await create(), 100012);
  now += 1;
  assert.equal(await create(), 100010, "the caller owns it");
  await done(simulator, "destroy_room", { RoomId: "new" });
  assert.equal(await create(), 0);
  simulator.reset();
  assert.equal(await create(), 0);
});

test("destroy_room: the room is gone", async () => {
  const simulator = setUp();
  await done(simulator, "destroy_room");
  assert.equal(simulator.rooms.r, undefined);
  assert.equal(await code(simulator, "destroy_room"), 100004);
});

test("update_room_info: only what is named changes", async () => {
  const simulator = setUp();
  const before = await info(simulator, "r");
  const change = { RoomName: "", IsAudioDisabled: true, MaxMemberCount: 5, Password: "9" };
  await done(simulator, "update_room_info", { RoomInfo: { RoomId: "r", ...change } });
  const { Password, ...shown } = change;
  assert.deepEqual(await info(simulator, "r"), { ...before, ...shown });
  assert.equal(simulator.rooms.r.password, Password);
});

test("get_room_info: the status follows the schedule", async () => {
  let now = NOW;
  const simulator = setUp({ now: () => now });
  simulator.addRoom("plan", { scheduleStartTime: SECOND + 10, scheduleEndTime: SECOND + 400 });
  const status = async (second) => {
    now = (SECOND + second) * 1000;
    return (await info(simulator, "plan")).RoomStatus;
  };
  assert.equal(await status(9), "NotStarted");
  assert.equal(await status(10), "Running");
  assert.equal(await status(400), "None");
  simulator.enter("plan", "ann");
  assert.equal(await status(500), "Running", "as long as somebody is in it");
});

test("simulator: names from the wire are names, whatever objects inherit", async () => {
  const simulator = setUp();
  for (const name of ["__proto__", "constructor", "toString"]) {
    simulator.rooms.plain = { members: {}, bans: {} };
    const there = { RoomId: "plain", Member_Account: name };
    assert.equal(await code(simulator, "delete_robot", there), 100005, name);
    await done(simulator, "add_robot", there);
    assert.deepEqual(await accounts(simulator, { RoomId: "plain" }), [name]);
    const ban = { RoomId: "plain", MemberList_Account: [name], Reason: "", Duration: 9 };
    await done(simulator, "ban_room_member", ban);
    const { BannedAccountList } = await done(simulator, "get_banned_member_list", {
      RoomId: "plain",
    });
    assert.deepEqual(BannedAccountList, [{ Member_Account: name, BannedUntil: SECOND + 9 }]);
    await done(simulator, "create_room", { RoomInfo: { ...NEW, RoomId: name } });
    assert.equal((await info(simulator, name)).RoomId, name);
    await done(simulator, "destroy_room", { RoomId: name });
  }
  assert.equal(Object.getPrototypeOf(simulator.rooms), null);
});

test("simulator: what a reply held stays in the log as it was", async () => {
  const simulator = setUp({ app: { callback: { url: "http://x", callbackCommands: ["a"] } } });
  simulator.rooms.r.members.ann.marks = [1000];
  await done(simulator, "get_room_member_list");
  await done(simulator, "get_callback");
  simulator.rooms.r.members.ann.marks.push(1001);
  simulator.app.callback.callbackCommands.push("b");
  const [list, callback] = simulator.calls.map(({ reply }) => reply.Response);
  assert.deepEqual(list.MemberList[1].Marks, [1000]);
  assert.deepEqual(callback.CallbackCommandList, ["a"]);
});

test("simulator: the rate counts the calls of all operations together", async () => {
  const { sdkAppId, secretKey } = WHO;
  const simulator = createSimulator({ sdkAppId, secretKey, rooms: { r: ROOM }, now: () => NOW });
  const commands = ["get_room_info", "get_seat_list", "delete_callback", "get_room_member_list"];
  for (let i = 0; i < 200; i++) await done(simulator, commands[i % 4]);
  for (const command of commands) assert.equal(await code(simulator, command), 60007);
});

// What happens in rooms without a call, what belongs to the application, and rooms to try things out with.
import assert from "node:assert/strict";
import { test } from "node:test";
import { NOW, simulate } from "./attempt.mjs";
import { call, done, SECOND, setUp } from "./operation.mjs";
import { demoRooms } from "./subject.mjs";

const refused = (code) => (error) => {
  assert.ok(error instanceof Error);
  assert.equal(error.code, code);
  assert.match(String(error), new RegExp(`${code}`));
  return true;
};

test("enter: and leave, so that people come and go, owners with their role", async () => {
  const simulator = setUp();
  simulator.addRoom("new", { ownerAccount: "ann", seats: [{}] });
  simulator.enter("new", "ann");
  simulator.enter("new", "bob");
  const { members, seats } = simulator.rooms.new;
  assert.deepEqual(members.ann, { nameCard: "", role: "Owner", customInfo: "" });
  assert.equal(members.bob.role, "Member");
  members.bob.nameCard = "Bob";
  simulator.enter("new", "bob");
  assert.equal(members.bob.nameCard, "Bob", "who comes again is still there");
  await done(simulator, "pick_user_on_seat", { RoomId: "new", Member_Account: "bob", Index: 0 });
  simulator.leave("new", "bob");
  assert.deepEqual(Object.keys(members), ["ann"]);
  assert.equal(simulator.rooms.new.seats[0].memberAccount, undefined);
  assert.equal(seats.length, 1);
  assert.throws(() => simulator.leave("new", "bob"), refused(100005));
  assert.equal(simulator.calls.length, 1);
});

test("enter: refused as a client is", () => {
  const simulator = setUp();
  const { r } = simulator.rooms;
  assert.throws(() => simulator.enter("nowhere", "ann"), refused(100004));
  assert.throws(() => simulator.enter("r", "mallory"), refused(100016));
  simulator.enter("r", "early");
  r.password = "1234";
  r.isPasswordEnabled = true;
  assert.throws(() => simulator.enter("r", "dan"), refused(100018));
  assert.throws(() => simulator.enter("r", "dan", { password: "12345" }), refused(100019));
  simulator.enter("r", "dan", { password: "1234" });
  r.maxMemberCount = 7;
  assert.throws(() => simulator.enter("r", "eve", { password: "1234" }), refused(100008));
  simulator.enter("r", "dan", { password: "1234" });
});

test("addRoom: checked, copied, complete, in place of what was there", () => {
  const simulator = simulate();
  const given = { members: { ann: { marks: [1000] } }, bans: { bob: SECOND + 1 }, seats: [{}] };
  const room = simulator.addRoom("a", given);
  assert.equal(simulator.rooms.a, room);
  room.members.ann.marks.push(1001);
  room.bans.cy = 1;
  room.seats[0].memberAccount = "ann";
  assert.deepEqual(given, {
    members: { ann: { marks: [1000] } },
    bans: { bob: SECOND + 1 },
    seats: [{}],
  });
  assert.deepEqual([room.roomName, room.isSeatEnabled, room.maxSeatCount], ["a", true, 1]);
  assert.deepEqual([room.createTime, room.scheduleEndTime], [SECOND, SECOND + 3600]);
  assert.deepEqual(Object.keys(simulator.addRoom("a").members), []);
  assert.throws(() => simulator.addRoom("a", { member: [] }), /addRoom: "a": unknown `member`/);
  assert.throws(() => simulator.addRoom("", {}), /`roomId`/);
  assert.throws(() => simulator.enter("a", 4), /`memberAccount`/);
});

test("simulator: rooms that were put there by hand are completed when they are looked at", async () => {
  const simulator = simulate();
  simulator.rooms.r = { members: { ann: {}, bob: { role: "Owner" } }, isSeatEnabled: true };
  const { RoomInfo } = await done(simulator, "get_room_info");
  assert.deepEqual([RoomInfo.Owner_Account, RoomInfo.MaxSeatCount], ["bob", 16]);
  assert.equal((await done(simulator, "get_seat_list")).SeatList.length, 16);
  simulator.rooms.empty = {};
  assert.equal(
    (await done(simulator, "get_room_info", { RoomId: "empty" })).RoomInfo.MemberCount,
    0,
  );
});

test("app: copied, open, and back to what was given by reset", async () => {
  const given = { chatGroups: ["g"], accounts: ["ann"], plan: { maxSeatCount: 2 } };
  const before = structuredClone(given);
  const simulator = setUp({ app: given });
  simulator.app.chatGroups.push("h");
  simulator.app.accounts = undefined;
  simulator.app.plan.maxSeatCount = 9;
  await done(simulator, "set_callback", { Url: "http://x/", CallbackCommandList: ["a"] });
  assert.deepEqual(given, before);
  const { app } = simulator;
  simulator.reset();
  assert.equal(simulator.app, app);
  assert.deepEqual(app, {
    plan: {
      status: "active",
      maxMemberCount: 300,
      maxSeatCount: 2,
      maxRobotCount: 10,
      maxAdminCount: Infinity,
    },
    accounts: ["ann"],
    chatGroups: ["g"],
    sensitiveWords: [],
    callback: undefined,
  });
});

test("app: an owner that is not named need not be imported", async () => {
  const simulator = setUp({ app: { accounts: ["ann"] } });
  const RoomInfo = { RoomId: "new", RoomType: "Conference" };
  assert.equal((await call(simulator, "create_room", { RoomInfo })).ErrorCode, 0);
  const invited = {
    RoomInfo: { ...RoomInfo, RoomId: "more" },
    ScheduleInviteeList_Account: ["bob"],
  };
  assert.equal((await call(simulator, "create_room", invited)).ErrorCode, 70107);
});

test("demoRooms: good rooms, with something to do in each", async () => {
  const simulator = simulate({ rooms: demoRooms(NOW) });
  const info = async (RoomId) => (await done(simulator, "get_room_info", { RoomId })).RoomInfo;
  const hall = await info("town-hall");
  assert.deepEqual([hall.MemberCount, hall.MaxMemberCount], [300, 300]);
  assert.throws(() => simulator.enter("town-hall", "late"), { code: 100008 });
  const bans = await done(simulator, "get_banned_member_list", { RoomId: "town-hall" });
  assert.equal(bans.BannedAccountList.length, 2);
  const { SeatList } = await done(simulator, "get_seat_list", { RoomId: "class-7b" });
  assert.equal(SeatList.filter((seat) => seat.IsTakenDisabled).length, 2);
  assert.equal((await info("board-meeting")).RoomStatus, "NotStarted");
  assert.throws(() => simulator.enter("board-meeting", "anna"), { code: 100018 });
  assert.ok("user4" in simulator.rooms["room-test"].members);
  const bytes = new TextEncoder();
  for (const { members } of Object.values(simulator.rooms)) {
    for (const { nameCard, customInfo } of Object.values(members)) {
      assert.ok(bytes.encode(nameCard).byteLength <= 32, nameCard);
      assert.ok(bytes.encode(customInfo).byteLength <= 60, customInfo);
    }
  }
});

// Every code that the page of an operation names is met by doing what the page describes, and a call
// that is refused changes nothing.
import assert from "node:assert/strict";
import { test } from "node:test";
import { call, PATHS, SECOND, setUp } from "./operation.mjs";

/** As the vendor's pages have them; where their tables are cut off, what the common list suggests. */
const PAGES = {
  create_room: [
    100001, 100002, 100003, 100007, 100010, 100011, 100012, 100013, 100015, 100024, 100026,
  ],
  destroy_room: [100001, 100002, 100004, 100006],
  update_room_info: [100001, 100002, 100004, 100006, 100013, 100025, 100026],
  get_room_info: [100001, 100002, 100004, 100005, 100006],
  get_room_member_list: [100001, 100002, 100004, 100006],
  update_room_member_info: [100001, 100002, 100004, 100005, 100006, 100020],
  change_room_owner: [100001, 100002, 100004, 100005],
  mark_room_member: [100001, 100002, 100004, 100005, 100006, 100009],
  ban_room_member: [100001, 100002, 100004, 100005, 100006],
  unban_room_member: [100001, 100002, 100004, 100005, 100006],
  get_banned_member_list: [100001, 100002, 100004, 100006],
  kick_user_out: [100001, 100002, 100004, 100005, 100006],
  add_robot: [100001, 100002, 100004, 100005, 100006, 100700],
  delete_robot: [100001, 100002, 100004, 100005, 100006],
  get_seat_list: [100001, 100002, 100004],
  pick_user_on_seat: [
    100001, 100002, 100004, 100005, 100200, 100202, 100203, 100205, 100210, 100211,
  ],
  kick_user_off_seat: [100001, 100002, 100004, 100206],
  lock_seat: [100001, 100002, 100004, 100211],
  switch_seat: [100001, 100002, 100004],
  move_user_to_seat: [100001, 100002, 100004, 100005, 100206, 100210, 100211],
  set_callback: [100001, 100002, 100300],
  get_callback: [100001, 100002, 100301],
  update_callback: [100001, 100002, 100301],
  delete_callback: [100001, 100002],
};

/** Nothing that a page describes leads to these: a fault has to stand in for it. */
const ONLY_BY_FAULT = {
  get_room_info: [100005],
  add_robot: [100005],
  // Their bodies are empty, so there is no parameter to be bad.
  get_callback: [100002],
  delete_callback: [100002],
};

const room = (info) => ({ RoomInfo: { RoomId: "new", RoomType: "Conference", ...info } });
const update = (info) => ({ RoomInfo: { RoomId: "r", ...info } });
const member = (info) => ({ MemberInfo: { Member_Account: "ann", ...info } });
const people = (...accounts) => ({ MemberList_Account: accounts, Reason: "x", Duration: 60 });
const marks = (...list) => ({
  CommandType: 1,
  MemberList: [{ Member_Account: "ann", Marks: list }],
});
const seat = (account, index, more) => ({
  Member_Account: account,
  Index: index,
  ToIndex: index,
  SeatIndex: index,
  Policy: 0,
  Data: "",
  ...more,
});
const callback = (Url = "https://example.com/") => ({ Url, CallbackCommandList: ["Room.X"] });

const NOT_THERE = { RoomId: "nowhere" };
const LIVE = { RoomId: "live" };
const PLAIN = { RoomId: "plain" };
const words = { app: { sensitiveWords: ["rude"] } };
const plan = (limits) => ({ app: { plan: limits } });
const create = (info) => async (simulator) => {
  await call(simulator, "create_room", room(info));
};

/** Command, code, body, options of the simulator, what comes before the call. */
const CASES = [
  ["create_room", 100002, room({ RoomId: "名" })],
  ["create_room", 100002, room({ RoomId: "x".repeat(49) })],
  ["create_room", 100002, room({ ScheduleStartTime: SECOND, ScheduleEndTime: SECOND + 299 })],
  ["create_room", 100002, room({ ScheduleStartTime: SECOND - 400, ScheduleEndTime: SECOND })],
  ["create_room", 100002, room({ ScheduleStartTime: SECOND * 1000 })],
  ["create_room", 100003, room({ RoomId: "r" })],
  ["create_room", 100003, room({ RoomId: "r", Owner_Account: "ann" })],
  ["create_room", 100007, room(), plan({ status: "none" })],
  ["create_room", 100010, room({ RoomId: "r", Owner_Account: "boss" })],
  ["create_room", 100011, room(), { app: { chatGroups: ["new"] } }],
  ["create_room", 100012, room(), {}, create()],
  ["create_room", 100013, room({ MaxMemberCount: 301 })],
  ["create_room", 100013, room({ MaxSeatCount: 5 }), plan({ maxSeatCount: 4 })],
  ["create_room", 100015, room({ RoomType: "Live" })],
  ["create_room", 100024, room(), plan({ status: "expired" })],
  ["create_room", 100026, room({ RoomName: "a rude name" }), words],
  ["create_room", 70107, room({ Owner_Account: "who" }), { app: { accounts: ["ann"] } }],
  ["destroy_room", 100002, { RoomId: "" }],
  ["destroy_room", 100004, NOT_THERE],
  ["destroy_room", 100006, LIVE],
  ["update_room_info", 100002, update({ TakeSeatMode: "None" })],
  ["update_room_info", 100004, update(NOT_THERE)],
  ["update_room_info", 100006, update(LIVE)],
  ["update_room_info", 100013, update({ MaxMemberCount: 301 })],
  ["update_room_info", 100025, update({ MaxMemberCount: 4 })],
  ["update_room_info", 100026, update({ CustomInfo: "rude" }), words],
  ["get_room_info", 100002, { RoomId: 1 }],
  ["get_room_info", 100004, NOT_THERE],
  ["get_room_info", 100006, LIVE],
  ["get_room_member_list", 100002, { Count: 0 }],
  ["get_room_member_list", 100002, { Next: "page two" }],
  ["get_room_member_list", 100004, NOT_THERE],
  ["get_room_member_list", 100006, LIVE],
  ["update_room_member_info", 100002, member({ Role: "Owner" })],
  ["update_room_member_info", 100004, { ...member(), ...NOT_THERE }],
  ["update_room_member_info", 100005, member({ Member_Account: "who" })],
  ["update_room_member_info", 100006, member({ Member_Account: "boss", Role: "Member" })],
  ["update_room_member_info", 100006, { ...member(), ...LIVE }],
  ["update_room_member_info", 100020, member({ Role: "Admin" }), plan({ maxAdminCount: 1 })],
  ["change_room_owner", 100002, { From_Account: "ann", NewOwner_Account: "bob" }],
  ["change_room_owner", 100004, { From_Account: "boss", NewOwner_Account: "ann", ...NOT_THERE }],
  ["change_room_owner", 100005, { From_Account: "boss", NewOwner_Account: "who" }],
  ["change_room_owner", 100005, { From_Account: "who", NewOwner_Account: "ann" }],
  ["mark_room_member", 100002, marks(999)],
  ["mark_room_member", 100002, marks(1000, 1001, 1002, 1003)],
  ["mark_room_member", 100004, { ...marks(1000), ...NOT_THERE }],
  [
    "mark_room_member",
    100005,
    { CommandType: 1, MemberList: [{ Member_Account: "who", Marks: [1000] }] },
  ],
  ["mark_room_member", 100006, { ...marks(1000), ...LIVE }],
  [
    "mark_room_member",
    100009,
    {
      CommandType: 1,
      MemberList: ["boss", "ann", "bob", "cy"].map((account, i) => ({
        Member_Account: account,
        Marks: [1000 + i, 1010 + i, 1020 + i],
      })),
    },
  ],
  ["ban_room_member", 100002, people()],
  ["ban_room_member", 100002, people(...Array.from({ length: 21 }, (_, i) => `m${i}`))],
  ["ban_room_member", 100002, { ...people("ann"), Reason: "x".repeat(1001) }],
  ["ban_room_member", 100004, { ...people("ann"), ...NOT_THERE }],
  ["ban_room_member", 100005, people("ann", "who")],
  ["ban_room_member", 100006, people("ann", "boss")],
  ["unban_room_member", 100002, { MemberList_Account: [] }],
  ["unban_room_member", 100004, { ...people("mallory"), ...NOT_THERE }],
  ["unban_room_member", 100005, people("mallory", "ann")],
  ["unban_room_member", 100005, people("early")],
  ["unban_room_member", 100006, { ...people("ann"), ...LIVE }],
  ["get_banned_member_list", 100002, { Limit: 101 }],
  ["get_banned_member_list", 100002, { Limit: 0 }],
  ["get_banned_member_list", 100002, { Offset: -1 }],
  ["get_banned_member_list", 100004, NOT_THERE],
  ["get_banned_member_list", 100006, LIVE],
  ["kick_user_out", 100002, { MemberList_Account: ["ann"] }],
  ["kick_user_out", 100004, { ...people("ann"), ...NOT_THERE }],
  ["kick_user_out", 100005, people("ann", "who")],
  ["kick_user_out", 100006, people("ann", "boss")],
  ["add_robot", 100002, { Member_Account: "bot" }],
  ["add_robot", 100004, { Member_Account: "bot-2", ...NOT_THERE }],
  ["add_robot", 100006, { Member_Account: "bot-2", ...LIVE }],
  ["add_robot", 100700, { Member_Account: "bot-2" }, plan({ maxRobotCount: 1 })],
  ["add_robot", 70107, { Member_Account: "bot-2" }, { app: { accounts: ["bot"] } }],
  ["delete_robot", 100002, {}],
  ["delete_robot", 100004, { Member_Account: "bot", ...NOT_THERE }],
  ["delete_robot", 100005, { Member_Account: "ann" }],
  ["delete_robot", 100006, { Member_Account: "bot", ...LIVE }],
  ["get_seat_list", 100002, { RoomId: null }],
  ["get_seat_list", 100004, NOT_THERE],
  ["pick_user_on_seat", 100002, seat("boss", 4)],
  ["pick_user_on_seat", 100004, { ...seat("boss", 1), ...NOT_THERE }],
  ["pick_user_on_seat", 100005, seat("who", 1)],
  ["pick_user_on_seat", 100200, seat("boss", 2)],
  ["pick_user_on_seat", 100202, seat("cy", 1)],
  ["pick_user_on_seat", 100203, seat("ann", 1)],
  [
    "pick_user_on_seat",
    100205,
    { ...seat("boss", 0), RoomId: "taken" },
    { rooms: { taken: { members: ["ann", "boss"], seats: [{ memberAccount: "ann" }] } } },
  ],
  ["pick_user_on_seat", 100210, seat("boss", 0)],
  ["pick_user_on_seat", 100211, { ...seat("ann", 0), ...PLAIN }],
  ["kick_user_off_seat", 100002, { Member_Account: "ann", Data: 1 }],
  ["kick_user_off_seat", 100004, { ...seat("ann"), ...NOT_THERE }],
  ["kick_user_off_seat", 100206, seat("boss")],
  ["lock_seat", 100002, { Index: 4 }],
  ["lock_seat", 100002, { Index: -1 }],
  ["lock_seat", 100002, { Index: "0" }],
  ["lock_seat", 100004, { Index: 0, ...NOT_THERE }],
  ["lock_seat", 100211, { Index: 0, ...PLAIN }],
  ["switch_seat", 100002, seat("ann", 2)],
  ["switch_seat", 100002, seat("ann", 3)],
  ["switch_seat", 100002, seat("boss", 1)],
  ["switch_seat", 100004, { ...seat("ann", 1), ...NOT_THERE }],
  ["move_user_to_seat", 100002, seat("ann", 1, { Policy: 3 })],
  ["move_user_to_seat", 100004, { ...seat("ann", 1), ...NOT_THERE }],
  ["move_user_to_seat", 100005, seat("who", 1)],
  ["move_user_to_seat", 100206, seat("boss", 1)],
  ["move_user_to_seat", 100210, seat("ann", 3)],
  ["move_user_to_seat", 100211, { ...seat("ann", 1), ...PLAIN }],
  ["set_callback", 100002, callback("ftp://example.com/")],
  [
    "set_callback",
    100300,
    callback(),
    { app: { callback: { url: "http://x", callbackCommands: [] } } },
  ],
  ["update_callback", 100002, callback("example.com")],
  ["update_callback", 100301, callback()],
  ["get_callback", 100301, {}],
];

for (const [command, code, body, options, before] of CASES) {
  test(`simulator: ${command} gives ${code} for ${JSON.stringify(body).slice(0, 80)}`, async () => {
    const simulator = setUp(options);
    await before?.(simulator);
    const state = () => JSON.stringify([simulator.rooms, simulator.app]);
    const untouched = state();
    const reply = await call(simulator, command, body);
    assert.equal(reply.ErrorCode, code, reply.ErrorInfo);
    assert.notEqual(reply.ErrorInfo, "");
    assert.ok(!("Response" in reply));
    assert.equal(state(), untouched);
    assert.equal(simulator.calls.at(-1).applied, false);
  });
}

test("simulator: every code of every page is met", async () => {
  assert.deepEqual(Object.keys(PAGES).sort(), Object.keys(PATHS).sort());
  for (const [command, codes] of Object.entries(PAGES)) {
    const met = CASES.filter(([of]) => of === command).map(([, code]) => code);
    const open = codes.filter((code) => code !== 100001 && !met.includes(code));
    assert.deepEqual(open, ONLY_BY_FAULT[command] ?? [], command);
  }
});

test("simulator: a fault stands in for what is not described", async () => {
  for (const command of Object.keys(PAGES)) {
    for (const code of [100001, ...(ONLY_BY_FAULT[command] ?? [])]) {
      const simulator = setUp({ faults: { kind: "code", code } });
      assert.equal((await call(simulator, command)).ErrorCode, code);
    }
  }
});

test("simulator: a plan that is not active stops every operation", async () => {
  for (const command of ["get_room_info", "get_seat_list", "delete_callback"]) {
    for (const [status, code] of [
      ["none", 100007],
      ["expired", 100024],
      ["active", 0],
    ]) {
      const simulator = setUp();
      simulator.app.plan.status = status;
      assert.equal((await call(simulator, command)).ErrorCode, code, command);
    }
  }
});

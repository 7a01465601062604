// What the operations on seats and on the webhook settings do.
import assert from "node:assert/strict";
import { test } from "node:test";
import { call, done, setUp } from "./operation.mjs";

const sitters = ({ rooms }) => rooms.r.seats.map(({ memberAccount }) => memberAccount);
const code = async (...args) => (await call(...args)).ErrorCode;

test("get_seat_list: seats from 0, a free one without an account", async () => {
  const simulator = setUp();
  const free = { IsTakenDisabled: false, IsVideoDisabled: false, IsAudioDisabled: false };
  assert.deepEqual(await done(simulator, "get_seat_list"), {
    SeatList: [
      { Index: 0, Member_Account: "ann", ...free },
      { Index: 1, ...free },
      { Index: 2, ...free, IsTakenDisabled: true },
      { Index: 3, Member_Account: "bob", ...free },
    ],
  });
  assert.deepEqual(await done(simulator, "get_seat_list", { RoomId: "plain" }), { SeatList: [] });
  await done(simulator, "get_seat_list", { RoomId: "live" });
});

test("simulator: pick_user_on_seat, kick_user_off_seat", async () => {
  const simulator = setUp();
  await done(simulator, "pick_user_on_seat", { Member_Account: "boss", Index: 1 });
  assert.deepEqual(sitters(simulator), ["ann", "boss", undefined, "bob"]);
  await done(simulator, "kick_user_off_seat", { Member_Account: "boss", Data: "why" });
  assert.deepEqual(sitters(simulator), ["ann", undefined, undefined, "bob"]);
  assert.ok("boss" in simulator.rooms.r.members, "off the seat, not out of the room");
});

test("lock_seat: who sits there is taken off, an absent flag stays", async () => {
  const simulator = setUp();
  const lock = (flags) => done(simulator, "lock_seat", { Index: 0, ...flags });
  const flags = () => {
    const [seat] = simulator.rooms.r.seats;
    return [seat.memberAccount, seat.isTakenDisabled, seat.isVideoDisabled, seat.isAudioDisabled];
  };
  await lock({ ForbidVideo: true });
  assert.deepEqual(flags(), ["ann", false, true, false]);
  await lock({ ForbidTaken: true, ForbidAudio: true });
  assert.deepEqual(flags(), [undefined, true, true, true]);
  await lock({});
  assert.deepEqual(flags(), [undefined, true, true, true]);
  await lock({ ForbidTaken: false, ForbidVideo: false });
  assert.deepEqual(flags(), [undefined, false, false, true]);
});

test("switch_seat: to a free seat, or to one's own", async () => {
  const simulator = setUp();
  const move = (ToIndex) => done(simulator, "switch_seat", { Member_Account: "ann", ToIndex });
  await move(1);
  await move(1);
  assert.deepEqual(sitters(simulator), [undefined, "ann", undefined, "bob"]);
});

const MOVES = [
  ["to a free seat", 1, 0, [undefined, "ann", undefined, "bob"]],
  ["to one's own", 0, 0, ["ann", undefined, undefined, "bob"]],
  ["to a locked seat", 2, 0, [undefined, undefined, "ann", "bob"]],
  ["forcing the sitter out", 3, 1, [undefined, undefined, undefined, "ann"]],
  ["swapping with the sitter", 3, 2, ["bob", undefined, undefined, "ann"]],
  ["swapping with nobody", 1, 2, [undefined, "ann", undefined, "bob"]],
];

for (const [what, SeatIndex, Policy, expected] of MOVES) {
  test(`move_user_to_seat: ${what}`, async () => {
    const simulator = setUp();
    await done(simulator, "move_user_to_seat", { Member_Account: "ann", SeatIndex, Policy });
    assert.deepEqual(sitters(simulator), expected);
    assert.equal(simulator.rooms.r.seats[2].isTakenDisabled, SeatIndex !== 2);
  });
}

test("seats: as many as the settings say, at any time", async () => {
  const simulator = setUp();
  const { r } = simulator.rooms;
  r.maxSeatCount = 6;
  assert.equal(await code(simulator, "lock_seat", { Index: 5, ForbidTaken: true }), 0);
  r.isSeatEnabled = false;
  assert.equal(await code(simulator, "lock_seat", { Index: 0 }), 100211);
});

test("webhook settings: set, changed, read, deleted", async () => {
  const simulator = setUp();
  const settings = (Url, ...CallbackCommandList) => ({ Url, CallbackCommandList });
  const one = settings("https://example.com/hook", "Room.CallbackAfterCreateRoom");
  await done(simulator, "set_callback", one);
  assert.deepEqual(await done(simulator, "get_callback"), one);
  assert.deepEqual(simulator.app.callback, {
    url: "https://example.com/hook",
    callbackCommands: ["Room.CallbackAfterCreateRoom"],
  });
  assert.equal(await code(simulator, "set_callback", one), 100300);
  const other = settings("http://example.com/", "Mic.CallbackAfterSeatInfoChanged", "Room.X");
  await done(simulator, "update_callback", other);
  assert.deepEqual(await done(simulator, "get_callback"), other);
  await done(simulator, "delete_callback");
  assert.equal(await code(simulator, "get_callback"), 100301);
  assert.equal(await code(simulator, "update_callback", one), 100301);
  await done(simulator, "delete_callback");
  await done(simulator, "set_callback", one);
});

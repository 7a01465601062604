// The bodies of all operations: fields that are missing, of another type, or beyond a limit of the pages.
import assert from "node:assert/strict";
import { test } from "node:test";
import { attempt } from "./attempt.mjs";
import { call, PATHS, SECOND, setUp } from "./operation.mjs";

const text = (max) => ({
  good: ["x".repeat(max), "", "名".repeat(max / 3)],
  over: "x".repeat(max + 1),
});
const flag = { good: [true, false], wrong: ["true", 1, null] };
const accounts = {
  good: [["a"], Array(20).fill("a")],
  wrong: [[], Array(21).fill("a"), "a", [""]],
};
const FLAGS = {
  IsVideoDisabled: flag,
  IsAudioDisabled: flag,
  IsMessageDisabled: flag,
  IsScreenSharingDisabled: flag,
  IsCloudRecordingDisabled: flag,
  IsPasswordEnabled: flag,
};
const SETTINGS = {
  RoomName: text(100),
  CustomInfo: text(500),
  TakeSeatMode: { good: ["FreeToTake", "ApplyToTake"], wrong: ["None", "freeToTake", "", 1] },
  MaxMemberCount: { good: [300], wrong: ["20", 1.5] },
  ...FLAGS,
};
const reason = text(1000);
const index = { required: true, good: [], wrong: [1.5, "1", null] };

/** By command, where the fields are, and what they take; the base is good. */
const FIELDS = {
  create_room: [
    { RoomInfo: { RoomId: "new", RoomType: "Conference" } },
    "RoomInfo",
    {
      RoomId: {
        required: true,
        good: ["x".repeat(48), "~ !"],
        wrong: ["x".repeat(49), "é", "a\n", "", 1],
      },
      ...SETTINGS,
      IsSeatEnabled: flag,
      MaxSeatCount: { good: [16], wrong: ["16", 1.5] },
      ScheduleStartTime: { good: [SECOND], wrong: [SECOND * 1000, -1, 0.5, `${SECOND}`] },
      ScheduleEndTime: { good: [SECOND + 300], wrong: [SECOND * 1000, null] },
    },
  ],
  update_room_info: [{ RoomInfo: { RoomId: "r" } }, "RoomInfo", SETTINGS],
  update_room_member_info: [
    { MemberInfo: { Member_Account: "ann" } },
    "MemberInfo",
    { NameCard: { good: ["x".repeat(32)], over: "x".repeat(33) }, CustomInfo: text(60) },
  ],
  mark_room_member: [
    { CommandType: 1, MemberList: [{ Member_Account: "ann", Marks: [1000] }] },
    undefined,
    {
      CommandType: { required: true, good: [1, 2], wrong: [0, 3, true, null] },
      MemberList: {
        required: true,
        good: [Array(10).fill({ Member_Account: "ann", Marks: [1000] })],
        wrong: [
          [],
          Array(11).fill({ Member_Account: "ann", Marks: [1000] }),
          [{ Member_Account: "ann" }],
          [{ Member_Account: "ann", Marks: [999] }],
          [{ Member_Account: "ann", Marks: [1, 2, 3, 4].map((n) => 1000 + n) }],
          [["ann"]],
        ],
      },
    },
  ],
  ban_room_member: [
    { MemberList_Account: ["mallory"], Reason: "", Duration: 60 },
    undefined,
    {
      MemberList_Account: { required: true, good: [], wrong: accounts.wrong },
      Reason: { required: true, ...reason },
      Duration: { required: true, good: [1, 86_400], wrong: ["60", 1.5] },
    },
  ],
  kick_user_out: [
    { MemberList_Account: ["ann"], Reason: "" },
    undefined,
    {
      MemberList_Account: { required: true, ...accounts, good: [["ann"]] },
      Reason: { required: true },
    },
  ],
  unban_room_member: [
    { MemberList_Account: ["mallory"] },
    undefined,
    { MemberList_Account: { required: true, good: [], wrong: accounts.wrong } },
  ],
  get_banned_member_list: [
    {},
    undefined,
    { Limit: { good: [1, 100], wrong: [101, "1"] }, Offset: { good: [0, 5], wrong: [-1, "0"] } },
  ],
  get_room_member_list: [
    {},
    undefined,
    { Count: { good: [1], wrong: ["1"] }, Next: { wrong: [0] } },
  ],
  pick_user_on_seat: [{ Member_Account: "boss", Index: 1 }, undefined, { Index: index }],
  lock_seat: [
    { Index: 1 },
    undefined,
    { Index: index, ForbidTaken: flag, ForbidVideo: flag, ForbidAudio: flag },
  ],
  switch_seat: [{ Member_Account: "ann", ToIndex: 1 }, undefined, { ToIndex: index }],
  move_user_to_seat: [
    { Member_Account: "ann", SeatIndex: 1, Policy: 0 },
    undefined,
    { SeatIndex: index, Policy: { required: true, good: [0, 1, 2], wrong: [3, "0", null] } },
  ],
  set_callback: [
    { Url: "http://x/", CallbackCommandList: ["Room.X"] },
    undefined,
    {
      Url: { required: true, good: ["https://x/"], wrong: ["", "x", 1] },
      CallbackCommandList: { required: true, good: [["a", "b"]], wrong: [[], "a", [1]] },
    },
  ],
};

for (const [command, [base, inside, fields]] of Object.entries(FIELDS)) {
  /** The code of the good body with one field changed, or taken out. */
  const ask = async (name, value) => {
    const body = structuredClone(base);
    (inside ? body[inside] : body)[name] = value;
    const reply = await call(setUp(), command, body);
    if (reply.ErrorCode !== 0) assert.match(reply.ErrorInfo, new RegExp(name), "names the field");
    return reply.ErrorCode;
  };
  for (const [name, { required, good = [], wrong = [], over }] of Object.entries(fields)) {
    test(`fields: ${command} ${name}`, async () => {
      assert.equal(await ask(name, undefined), required ? 100002 : 0, "absent");
      for (const value of good) assert.equal(await ask(name, value), 0, JSON.stringify(value));
      const refused = over === undefined ? wrong : [...wrong, over];
      for (const value of refused) {
        assert.equal(await ask(name, value), 100002, JSON.stringify(value));
      }
    });
  }
}

const WITHOUT_ROOM = ["create_room", "update_room_info"];

test("fields: every operation in a room asks for the room", async () => {
  for (const [command, path] of Object.entries(PATHS)) {
    if (path.includes("room_config") || WITHOUT_ROOM.includes(command)) continue;
    for (const RoomId of [undefined, "", 7, null]) {
      const [base = {}] = FIELDS[command] ?? [];
      const reply = await call(setUp(), command, { ...base, RoomId });
      assert.equal(reply.ErrorCode, 100002, `${command} ${RoomId}`);
      if (FIELDS[command]) assert.match(reply.ErrorInfo, /RoomId/);
    }
  }
});

const NUMBERS_AS_ACCOUNTS = [
  ["kick_user_out", { MemberList_Account: ["ann", 4], Reason: "" }, /MemberList_Account\[1\]/],
  ["unban_room_member", { MemberList_Account: [null] }, /MemberList_Account\[0\]/],
  ["change_room_owner", { From_Account: 1, NewOwner_Account: "ann" }, /From_Account/],
  ["add_robot", { Member_Account: 7_777 }, /Member_Account/],
  [
    "mark_room_member",
    { CommandType: 9, MemberList: [{ Member_Account: 4, Marks: [] }] },
    /MemberList\[0\]\.Member_Account/,
  ],
  [
    "create_room",
    { RoomInfo: { RoomId: "", Owner_Account: 5, RoomType: "Conference" } },
    /RoomInfo\.Owner_Account/,
  ],
];

for (const [command, body, where] of NUMBERS_AS_ACCOUNTS) {
  test(`fields: ${command} with an account that is no text is 60015, whatever else is wrong`, async () => {
    const reply = await call(setUp(), command, body);
    assert.equal(reply.ErrorCode, 60015);
    assert.match(reply.ErrorInfo, where);
  });
}

test("fields: a list of accounts that is no list is a bad parameter", async () => {
  const reply = await call(setUp(), "kick_user_out", { MemberList_Account: "ann", Reason: "" });
  assert.equal(reply.ErrorCode, 100002);
});

test("fields: what is not known is ignored, at every depth", async () => {
  const simulator = setUp();
  const MemberInfo = { Member_Account: "ann", NameCard: "A", Extra: 1, role: "Admin" };
  assert.equal(
    (await call(simulator, "update_room_member_info", { MemberInfo, More: {} })).ErrorCode,
    0,
  );
  const ann = { nameCard: "A", role: "Member", customInfo: "" };
  assert.deepEqual(simulator.rooms.r.members.ann, ann);
});

test("fields: inherited ones are absent", async () => {
  for (const [command, body] of [
    ["get_seat_list", '{"__proto__":{"RoomId":"r"}}'],
    ["update_room_info", '{"RoomInfo":{"__proto__":{"RoomId":"r"}}}'],
  ]) {
    const reply = await attempt(setUp(), { path: PATHS[command], body });
    assert.equal(reply.ErrorCode, 100002);
    assert.match(reply.ErrorInfo, /RoomId is missing/);
  }
});

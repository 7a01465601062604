// What the operations on members, bans and robots do, and what reads answer.
import assert from "node:assert/strict";
import { test } from "node:test";
import { NOW } from "./attempt.mjs";
import { call, done, SECOND, setUp } from "./operation.mjs";

const code = async (...args) => (await call(...args)).ErrorCode;
const accounts = async (simulator, body) =>
  (await done(simulator, "get_room_member_list", body)).MemberList.map((it) => it.Member_Account);

test("get_room_member_list: fields, and the owner by the name of the samples", async () => {
  const simulator = setUp();
  simulator.rooms.r.members.ann.marks = [1000, 1001];
  const { MemberList, Next } = await done(simulator, "get_room_member_list");
  assert.equal(Next, "");
  assert.deepEqual(MemberList.slice(0, 3), [
    { Member_Account: "boss", NameCard: "", Role: "RoomOwner", Marks: [], CustomInfo: "" },
    { Member_Account: "ann", NameCard: "Ann", Role: "Member", Marks: [1000, 1001], CustomInfo: "" },
    { Member_Account: "bob", NameCard: "", Role: "Admin", Marks: [], CustomInfo: "" },
  ]);
  assert.equal(MemberList.length, 5);
});

test("get_room_member_list: pages, 50 at a time or as many as asked for up to 100", async () => {
  const many = Array.from({ length: 230 }, (_, i) => `m${i}`);
  const simulator = setUp({ rooms: { r: { members: many } } });
  for (const [Count, sizes] of [
    [undefined, [50, 50, 50, 50, 30]],
    [100, [100, 100, 30]],
    [1000, [100, 100, 30]],
    [230, [100, 100, 30]],
    [115, [100, 100, 30]],
  ]) {
    const seen = [];
    const pages = [];
    let Next = "";
    do {
      const page = await done(simulator, "get_room_member_list", { Count, Next });
      seen.push(...page.MemberList.map((it) => it.Member_Account));
      pages.push(page.MemberList.length);
      Next = page.Next;
    } while (Next !== "");
    assert.deepEqual(pages, sizes);
    assert.deepEqual(seen, many);
  }
});

test("change_room_owner: the old owner is a member like others", async () => {
  const simulator = setUp();
  await done(simulator, "change_room_owner", { From_Account: "boss", NewOwner_Account: "bob" });
  const { members, ownerAccount } = simulator.rooms.r;
  assert.deepEqual([ownerAccount, members.bob.role, members.boss.role], ["bob", "Owner", "Member"]);
  assert.equal((await done(simulator, "get_room_info")).RoomInfo.Owner_Account, "bob");
  await done(simulator, "kick_user_out", { MemberList_Account: ["boss"], Reason: "" });
  // An owner who is not in the room may hand it over all the same.
  simulator.leave("r", "bob");
  await done(simulator, "change_room_owner", { From_Account: "bob", NewOwner_Account: "ann" });
  assert.equal(members.ann.role, "Owner");
});

test("mark_room_member: sets add, deletes take away, for several at once", async () => {
  const simulator = setUp();
  const mark = (CommandType, ...list) =>
    done(simulator, "mark_room_member", {
      CommandType,
      MemberList: list.map(([Member_Account, ...Marks]) => ({ Member_Account, Marks })),
    });
  const { members } = simulator.rooms.r;
  await mark(1, ["ann", 1000, 1001], ["bob", 1001], ["ann", 1002]);
  assert.deepEqual([members.ann.marks, members.bob.marks], [[1000, 1001, 1002], [1001]]);
  await mark(1, ["ann", 1000]);
  await mark(2, ["ann", 1000, 1002, 5000], ["cy", 1000]);
  assert.deepEqual([members.ann.marks, members.cy.marks], [[1001], []]);
});

test("mark_room_member: ten different marks in a room, however many carry them", async () => {
  const simulator = setUp();
  const { members } = simulator.rooms.r;
  members.boss.marks = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => 1000 + n);
  const mark = (account, Mark, CommandType = 1) =>
    code(simulator, "mark_room_member", {
      CommandType,
      MemberList: [{ Member_Account: account, Marks: [Mark] }],
    });
  assert.equal(await mark("ann", 1001), 0);
  assert.equal(await mark("ann", 1010), 0);
  assert.equal(await mark("bob", 1011), 100009);
  assert.equal(await mark("ann", 1010, 2), 0);
  assert.equal(await mark("bob", 1011), 0);
});

test("kick_user_out: people go with their seats, and may come back", async () => {
  const simulator = setUp();
  const kick = { MemberList_Account: ["ann", "cy", "bot"], Reason: "x".repeat(1000) };
  await done(simulator, "kick_user_out", kick);
  assert.deepEqual(await accounts(simulator), ["boss", "bob"]);
  const { seats, seatQueue } = simulator.rooms.r;
  assert.equal(seats[0].memberAccount, undefined);
  assert.deepEqual(seatQueue, []);
  assert.equal(await code(simulator, "kick_user_out", kick), 100005, "a second time");
  simulator.enter("r", "ann");
  await done(simulator, "kick_user_out", {
    RoomId: "live",
    MemberList_Account: ["ann"],
    Reason: "",
  });
  assert.deepEqual(Object.keys(simulator.rooms.live.members), []);
});

test("ban_room_member: keeps people out until its time is over, or until they are let in", async () => {
  let now = NOW;
  const simulator = setUp({ now: () => now });
  const ban = { MemberList_Account: ["ann", "cy"], Reason: "", Duration: 60 };
  await done(simulator, "ban_room_member", ban);
  assert.deepEqual(await accounts(simulator), ["boss", "bob", "bot"]);
  const banned = async () => (await done(simulator, "get_banned_member_list")).BannedAccountList;
  assert.deepEqual(await banned(), [
    { Member_Account: "mallory", BannedUntil: SECOND + 60 },
    { Member_Account: "ann", BannedUntil: SECOND + 60 },
    { Member_Account: "cy", BannedUntil: SECOND + 60 },
  ]);
  assert.throws(() => simulator.enter("r", "ann"), { code: 100016 });
  await done(simulator, "unban_room_member", { MemberList_Account: ["ann"] });
  simulator.enter("r", "ann");
  now += 30_000;
  await done(simulator, "ban_room_member", { ...ban, MemberList_Account: ["cy"] });
  now += 59_999;
  assert.deepEqual(
    (await banned()).map((it) => it.Member_Account),
    ["cy"],
    "longer than at first",
  );
  now += 1;
  assert.deepEqual(await banned(), []);
  simulator.enter("r", "cy");
});

test("get_banned_member_list: pages, with the place of the next", async () => {
  const bans = Object.fromEntries(Array.from({ length: 130 }, (_, i) => [`b${i}`, SECOND + 60]));
  const simulator = setUp({ rooms: { r: { bans } } });
  const page = async (body) => {
    const { BannedAccountList, NextOffset } = await done(simulator, "get_banned_member_list", body);
    return [BannedAccountList[0]?.Member_Account, BannedAccountList.length, NextOffset];
  };
  assert.deepEqual(await page(), ["b0", 100, 100]);
  assert.deepEqual(await page({ Offset: 100 }), ["b100", 30, 0]);
  assert.deepEqual(await page({ Limit: 65, Offset: 65 }), ["b65", 65, 0]);
  assert.deepEqual(await page({ Limit: 1 }), ["b0", 1, 1]);
  assert.deepEqual(await page({ Offset: 1000 }), [undefined, 0, 0]);
});

test("robots: members that come and go by calls", async () => {
  const simulator = setUp();
  await done(simulator, "add_robot", { Member_Account: "bot-2" });
  assert.ok((await accounts(simulator)).includes("bot-2"));
  assert.equal(simulator.rooms.r.members["bot-2"].isRobot, true);
  await done(simulator, "delete_robot", { Member_Account: "bot" });
  assert.ok(!(await accounts(simulator)).includes("bot"));
  for (let i = 0; i < 9; i++) await done(simulator, "add_robot", { Member_Account: `more-${i}` });
  assert.equal(await code(simulator, "add_robot", { Member_Account: "more-9" }), 100700);
});

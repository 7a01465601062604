// Who may do what, where: each operation with each role, by way of the handler.

import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { load, makeConsole } from "./setup.mjs";

const { hashPassword } = await load("server/password.mjs");
const { isRoomOf, OPERATIONS } = await load("server/rights.mjs");

const SITE = "https://console.example.com";
const ROLES = ["viewer", "moderator", "owner"];
const PASSWORD = "a long password";
const roomId = "class-7b";

/** A call that the service could carry out, and the least role that may make it. */
const CALLS = {
  getRoomInfo: ["viewer", {}],
  getRoomMemberList: ["viewer", {}],
  getBannedMemberList: ["viewer", {}],
  getSeatList: ["viewer", {}],
  updateRoomMemberInfo: ["moderator", { memberAccount: "pupil-01", nameCard: "x" }],
  markRoomMember: [
    "moderator",
    { commandType: "set", memberList: [{ memberAccount: "pupil-01", marks: [1000] }] },
  ],
  banRoomMember: ["moderator", { memberAccounts: ["pupil-01"], reason: "x", duration: 60 }],
  unbanRoomMember: ["moderator", { memberAccounts: ["pupil-01"] }],
  kickUserOut: ["moderator", { memberAccounts: ["pupil-01"], reason: "x" }],
  addRobot: ["moderator", { memberAccount: "robot-9" }],
  deleteRobot: ["moderator", { memberAccount: "robot-9" }],
  pickUserOnSeat: ["moderator", { memberAccount: "pupil-03", index: 4 }],
  kickUserOffSeat: ["moderator", { memberAccount: "pupil-01" }],
  lockSeat: ["moderator", { index: 5, forbidTaken: true }],
  switchSeat: ["moderator", { memberAccount: "pupil-01", toIndex: 5 }],
  moveUserToSeat: ["moderator", { memberAccount: "pupil-01", seatIndex: 5, policy: "giveUp" }],
  createRoom: ["owner", {}],
  destroyRoom: ["owner", {}],
  updateRoomInfo: ["owner", { roomName: "x" }],
  changeRoomOwner: ["owner", { fromAccount: "teacher-01", newOwnerAccount: "pupil-01" }],
};

const UNSERVED = {
  setCallback: { url: "https://example.com/", callbackCommands: ["Room.CallbackAfterCreateRoom"] },
  updateCallback: {
    url: "https://example.com/",
    callbackCommands: ["Room.CallbackAfterCreateRoom"],
  },
  getCallback: {},
  deleteCallback: {},
};

const post = (path, body, headers) =>
  new Request(SITE + path, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });

let OPERATORS;
before(async () => {
  const hash = await hashPassword(PASSWORD, 100_000);
  const entries = ROLES.map((role) => `${role}=${hash}:${role}`);
  OPERATORS = [
    ...entries,
    `tutor=${hash}:owner:class-*|tutor's%2C%20room|star%2A`,
    `plain=${hash}`,
  ].join();
});

async function open(operator) {
  const app = makeConsole({ OPERATORS });
  const answer = await app.fetch(post("/api/sign-in", { operator, password: PASSWORD }));
  const [cookie] = answer.headers.get("set-cookie").split(";");
  const call = (operation, options) =>
    app.fetch(post("/api/room-engine", { operation, options }, { cookie }));
  const get = (path) => app.fetch(new Request(SITE + path, { headers: { cookie } }));
  return { app, call, get, session: await answer.json() };
}

describe("rights: each operation, each role", () => {
  test("rights: the table has all operations that are served", () => {
    assert.deepEqual(Object.keys(CALLS).sort(), [...OPERATIONS].sort());
  });

  for (const role of ROLES) {
    for (const [operation, [least, options]] of Object.entries(CALLS)) {
      const isAllowed = ROLES.indexOf(role) >= ROLES.indexOf(least);
      test(`rights: a ${role} ${isAllowed ? "may" : "may not"} ${operation}`, async () => {
        const { app, call, session } = await open(role);
        const answer = await call(operation, { roomId, ...options });
        assert.equal(answer.status, isAllowed ? 200 : 403);
        assert.equal(app.simulator.calls.length, isAllowed ? 1 : 0);
        assert.equal(app.lines.at(-1).operation, operation);
        assert.equal(app.lines.at(-1).outcome === "forbidden", !isAllowed);
        assert.equal(session.may.includes(operation), isAllowed, "the page is told the same");
      });
    }

    for (const [operation, options] of Object.entries(UNSERVED)) {
      test(`rights: a ${role} cannot reach ${operation}`, async () => {
        const { app, call } = await open(role);
        assert.notEqual((await call(operation, options)).status, 200);
        assert.equal(app.simulator.calls.length, 0);
      });
    }
  }

  test("rights: an entry without a role is a moderator's", async () => {
    assert.equal((await open("plain")).session.role, "moderator");
  });
});

describe("rights: rooms", () => {
  for (const [patterns, room, fits] of [
    [undefined, "any", true],
    [["class-*"], "class-7b", true],
    [["class-*"], "class-", true],
    [["class-*"], "a-class-7b", false],
    [["*-b"], "7-b", true],
    [["*-b"], "7-bb", false],
    [["a*b*c"], "a1b2c", true],
    [["a*b*c"], "acb", false],
    [["ab*ba"], "aba", false],
    [["*"], "", true],
    [["exact"], "exact", true],
    [["exact"], "exact2", false],
    [["a.c"], "abc", false],
    [["x", "y*"], "y1", true],
    [["x"], undefined, false],
    [["a%2Ab"], "a*b", true],
    [["a%2Ab"], "axb", false],
    [["a%2A*"], "a*b", true],
  ]) {
    test(`rights: ${patterns} ${fits ? "has" : "has not"} ${room}`, () =>
      assert.equal(isRoomOf(patterns, room), fits));
  }

  test("rights: an owner of some rooms is nobody in others, and sees none of them", async () => {
    const { app, call, get } = await open("tutor");
    assert.equal((await call("getRoomInfo", { roomId: "class-7b" })).status, 200);
    assert.equal((await call("getRoomInfo", { roomId: "town-hall" })).status, 403);
    assert.equal((await call("createRoom", { roomId: "class-8" })).status, 200);
    assert.equal((await call("createRoom", { roomId: "tutor's, room" })).status, 200);
    assert.equal((await call("createRoom", { roomId: "hall-8" })).status, 403);
    assert.equal((await call("createRoom", { roomId: "star-8" })).status, 403, "a * of its own");
    const { rooms } = await (await get("/api/rooms")).json();
    assert.deepEqual(rooms.map(({ roomId }) => roomId).sort(), [
      "class-7b",
      "class-8",
      "tutor's, room",
    ]);
    assert.equal("hall-8" in app.simulator.rooms, false);
  });
});

test("rooms: with credentials they are those of ROOMS, that the operator may see", async () => {
  const app = makeConsole({
    SDK_APP_ID: "1400000000",
    IDENTIFIER: "administrator",
    SECRET_KEY: "any text",
    SESSION_KEY: "0123456789abcdefghijklmnopqrstuvwxyz",
    OPERATORS,
    ROOMS: "class-1, town-hall\nclass-2",
  });
  const seenBy = async (operator) => {
    const answer = await app.fetch(post("/api/sign-in", { operator, password: PASSWORD }));
    const [cookie] = answer.headers.get("set-cookie").split(";");
    const rooms = await app.fetch(new Request(`${SITE}/api/rooms`, { headers: { cookie } }));
    return (await rooms.json()).rooms.map(({ roomId }) => roomId);
  };
  assert.deepEqual(await seenBy("viewer"), ["class-1", "town-hall", "class-2"]);
  assert.deepEqual(await seenBy("tutor"), ["class-1", "class-2"]);
});

describe("audit", () => {
  test("audit: owners see what was done, newest first, without what was only looked at", async () => {
    const { call, get } = await open("owner");
    await call("getRoomInfo", { roomId });
    await call("kickUserOut", { roomId, memberAccounts: ["pupil-01", "pupil-02"], reason: "x" });
    await call("updateRoomMemberInfo", { roomId, memberAccount: "ghost", nameCard: "x" });
    const { entries } = await (await get("/api/audit")).json();
    assert.deepEqual(
      entries.map(({ operation, members, outcome, code }) => [operation, members, outcome, code]),
      [
        ["updateRoomMemberInfo", ["ghost"], "api", 100005],
        ["kickUserOut", ["pupil-01", "pupil-02"], "done", 0],
      ],
    );
    assert.ok(entries.every(({ operator, requestId }) => operator === "owner" && requestId));
  });

  test("audit: those of other rooms are not shown to the owner of some", async () => {
    const { app, get } = await open("tutor");
    const answer = await app.fetch(post("/api/sign-in", { operator: "owner", password: PASSWORD }));
    const [cookie] = answer.headers.get("set-cookie").split(";");
    const options = { roomId: "town-hall", memberAccount: "ben", nameCard: "x" };
    await app.fetch(
      post("/api/room-engine", { operation: "updateRoomMemberInfo", options }, { cookie }),
    );
    assert.deepEqual(await (await get("/api/audit")).json(), { entries: [] });
  });

  for (const role of ["viewer", "moderator"]) {
    test(`audit: a ${role} does not see it`, async () => {
      assert.equal((await (await open(role)).get("/api/audit")).status, 403);
    });
  }

  test("audit: nobody who is not signed in sees it, or the rooms", async () => {
    for (const path of ["/api/audit", "/api/rooms"]) {
      assert.equal((await makeConsole().fetch(new Request(SITE + path))).status, 401);
    }
  });

  test("audit: the newest thousand are kept", async () => {
    const { createAudit } = await load("server/audit.mjs");
    const audit = createAudit({ log: () => {}, now: Date.now });
    for (let index = 0; index < 1001; index += 1) {
      const call = { operator: "o", operation: "destroyRoom", options: { roomId: `r${index}` } };
      await audit.keep(call, Response.json({ ErrorCode: 0, RequestId: "x" }));
    }
    const entries = audit.newest(() => true);
    assert.deepEqual(
      [entries.length, entries[0].roomId, entries.at(-1).roomId],
      [1000, "r1000", "r1"],
    );
  });

  test("audit: calls that nobody had a right to push out nothing that was done", async () => {
    const { createAudit } = await load("server/audit.mjs");
    const lines = [];
    const audit = createAudit({ log: (line) => lines.push(line), now: Date.now });
    const keep = (roomId, status) => {
      const call = { operator: "o", operation: "destroyRoom", options: { roomId } };
      return audit.keep(call, Response.json({ ErrorCode: 0 }, { status }));
    };
    await keep("done", 200);
    for (let index = 0; index < 1001; index += 1) await keep(`r${index}`, 403);
    const rooms = audit.newest(() => true).map(({ roomId }) => roomId);
    assert.deepEqual(
      [rooms.length, rooms[0], rooms.at(-2), rooms.at(-1)],
      [101, "r1000", "r901", "done"],
    );
    assert.equal(lines.length, 1002, "each is written");
  });
});

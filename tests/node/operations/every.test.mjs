// Every operation of the package, as a method and as a function, carried out by the simulator.

import assert from "node:assert/strict";
import { test } from "node:test";
import { importPackage, RoomEngineAdmin, requirePackage, WHO } from "../../subject.mjs";
import { setUp } from "./service.mjs";

const FORMATS = {
  ESM: await importPackage("room-engine-admin"),
  CommonJS: requirePackage("room-engine-admin"),
};

const r = { roomId: "r" };
const reason = "";
const hook = { url: "https://hook.example", callbackCommands: ["Room.CallbackAfterCreateRoom"] };

/** In an order in which each finds what it needs. */
const CALLS = [
  ["createRoom", { roomId: "new", ownerAccount: "boss" }],
  ["updateRoomInfo", { roomId: "new", roomName: "named" }],
  ["getRoomInfo", { roomId: "new" }, ({ roomInfo }) => roomInfo.roomName === "named"],
  ["destroyRoom", { roomId: "new" }],
  ["getRoomMemberList", r, ({ members }) => members.length === 4],
  ["updateRoomMemberInfo", { ...r, memberAccount: "ann", nameCard: "Ann", role: "Admin" }],
  [
    "markRoomMember",
    { ...r, commandType: "set", memberList: [{ memberAccount: "ann", marks: [1000] }] },
  ],
  ["changeRoomOwner", { ...r, fromAccount: "boss", newOwnerAccount: "cat" }],
  ["addRobot", { ...r, memberAccount: "robot_1" }],
  ["deleteRobot", { ...r, memberAccount: "robot_1" }],
  ["getSeatList", r, ({ seats }) => seats[1].memberAccount === "ben"],
  ["pickUserOnSeat", { ...r, memberAccount: "ann", index: 0 }],
  ["switchSeat", { ...r, memberAccount: "ann", toIndex: 2 }],
  ["moveUserToSeat", { ...r, memberAccount: "ann", seatIndex: 1, policy: "swap" }],
  ["kickUserOffSeat", { ...r, memberAccount: "ann" }],
  ["lockSeat", { ...r, index: 0, forbidTaken: true }],
  ["kickUserOut", { ...r, memberAccounts: ["ben"], reason }],
  ["banRoomMember", { ...r, memberAccounts: ["ann"], reason, duration: 60 }],
  ["getBannedMemberList", r, ({ bannedMembers }) => bannedMembers.length === 2],
  ["unbanRoomMember", { ...r, memberAccounts: ["ann"] }],
  ["setCallback", hook],
  ["updateCallback", { ...hook, url: "https://other.example" }],
  ["getCallback", {}, ({ callback }) => callback.url === "https://other.example"],
  ["deleteCallback", {}],
];

for (const [format, entry] of Object.entries(FORMATS)) {
  for (const way of ["methods", "functions"]) {
    test(`operations: all of them, as ${way}, ${format}`, async () => {
      const { simulator } = setUp();
      const { fetch } = simulator;
      const admin = new entry.RoomEngineAdmin({ ...WHO, fetch });
      const makers = {
        methods: (name, options) => admin[name](options),
        functions: (name, options) => entry[name]({ ...WHO, fetch, ...options }),
      };
      for (const [name, options, holds] of CALLS) {
        const reply = await makers[way](name, options);
        assert.equal(reply.errorCode, 0, name);
        assert.ok(holds?.(reply) ?? true, `${name}: ${JSON.stringify(reply)}`);
        assert.equal(simulator.calls.at(-1).operation, name);
      }
    });
  }
}

test("operations: none is forgotten here, and each is a method and a function", () => {
  const called = CALLS.map(([name]) => name).sort();
  const { LIMITS, ...entry } = FORMATS.ESM;
  const ofClients = ["bulk", "constructor", "free", "request", "signUserSig"];
  const methods = Object.getOwnPropertyNames(RoomEngineAdmin.prototype).filter(
    (name) => !ofClients.includes(name),
  );
  assert.deepEqual(methods.sort(), called);
  for (const name of called) assert.equal(typeof entry[name], "function", name);
  for (const name of Object.keys(LIMITS)) assert.ok(called.includes(name), name);
});

test("operations: those that take nothing may be called with nothing", async () => {
  const { admin } = setUp();
  await admin.setCallback(hook);
  assert.equal((await admin.getCallback()).callback.url, hook.url);
  const controller = new AbortController();
  await admin.deleteCallback(undefined, { signal: controller.signal });
});

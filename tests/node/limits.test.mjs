// The limits that forms show are those that calls are held to.

import assert from "node:assert/strict";
import { test } from "node:test";
import { importPackage, MEMBER, RoomEngineAdmin, rejection, simulate, WHO } from "../subject.mjs";

const { LIMITS } = await importPackage("room-engine-admin");
const { updateRoomMemberInfo } = LIMITS;

for (const [field, bytes] of Object.entries(updateRoomMemberInfo)) {
  test(`limits: ${field}: ${bytes} bytes are sent, and one more is refused`, async () => {
    const admin = new RoomEngineAdmin({ ...WHO, fetch: simulate().fetch });
    const call = (length) => admin.updateRoomMemberInfo({ ...MEMBER, [field]: "x".repeat(length) });
    await call(bytes);
    const { kind, field: named } = await rejection(call(bytes + 1));
    assert.deepEqual({ kind, named }, { kind: "invalid", named: field });
  });
}

test("limits: they are known of both texts of a member", () => {
  assert.deepEqual(Object.keys(updateRoomMemberInfo), ["nameCard", "customInfo"]);
});

/** A value as long as that: a text, or a list of as many items. */
const VALUES = {
  memberAccounts: (length) => Array.from({ length }, (_, index) => `user${index}`),
  memberList: (length) =>
    Array.from({ length }, (_, index) => ({ memberAccount: `user${index}`, marks: [1000] })),
};
const REST = { roomId: "room-test", duration: 60, reason: "r", memberAccounts: ["a"] };
const TAKES = {
  createRoom: ["roomId"],
  updateRoomInfo: ["roomId"],
  markRoomMember: ["roomId"],
  banRoomMember: ["roomId", "duration", "reason", "memberAccounts"],
  unbanRoomMember: ["roomId", "memberAccounts"],
  kickUserOut: ["roomId", "reason", "memberAccounts"],
};

for (const [operation, names] of Object.entries(TAKES)) {
  test(`limits: ${operation} refuses what is longer, by name`, async () => {
    const rest = Object.fromEntries(names.map((name) => [name, REST[name]]));
    if (operation === "markRoomMember") rest.commandType = "set";
    const sent = [];
    const fetch = (...given) => {
      sent.push(given);
      return { status: 200, text: () => '{"ErrorCode":0,"ActionStatus":"OK"}' };
    };
    const admin = new RoomEngineAdmin({ ...WHO, fetch });
    for (const [field, most] of Object.entries(LIMITS[operation])) {
      const make = VALUES[field] ?? ((length) => "x".repeat(length));
      const call = (length) => admin[operation]({ ...rest, [field]: make(length) });
      await call(most);
      const error = await rejection(call(most + 1));
      assert.equal(error.kind, "invalid");
      assert.match(error.field, new RegExp(`^${field}`));
    }
    assert.equal(sent.length, Object.keys(LIMITS[operation]).length);
  });
}

// The limits that forms show are those that calls are held to.

import assert from "node:assert/strict";
import { test } from "node:test";
import { importPackage, MEMBER, RoomEngineAdmin, rejection, simulate, WHO } from "../subject.mjs";

const { LIMITS } = await importPackage("room-engine-admin");

for (const [field, bytes] of Object.entries(LIMITS)) {
  test(`${field}: ${bytes} bytes are sent, and one more is refused`, async () => {
    const admin = new RoomEngineAdmin({ ...WHO, fetch: simulate().fetch });
    const call = (length) => admin.updateRoomMemberInfo({ ...MEMBER, [field]: "x".repeat(length) });
    await call(bytes);
    const { kind, field: named } = await rejection(call(bytes + 1));
    assert.deepEqual({ kind, named }, { kind: "invalid", named: field });
  });
}

test("limits are known of both texts", () => {
  assert.deepEqual(Object.keys(LIMITS), ["nameCard", "customInfo"]);
});

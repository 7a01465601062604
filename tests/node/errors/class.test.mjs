// The class itself, as those who extend it or ask for it see it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { RoomEngineError, rejection, updateRoomMemberInfo } from "../../subject.mjs";

test("an error is an instance of the class, and not of a class that extends it", async () => {
  class Mine extends RoomEngineError {}
  const error = await rejection(updateRoomMemberInfo());
  assert.ok(error instanceof RoomEngineError);
  assert.ok(!(error instanceof Mine));
  const mine = new Mine({ message: "mine" });
  assert.ok(mine instanceof Mine && mine instanceof RoomEngineError);
});

test("what throws when it is looked at is no such error", () => {
  const hostile = new Proxy(
    {},
    {
      get() {
        throw new Error("no look inside");
      },
    },
  );
  assert.equal(RoomEngineError.is(hostile), false);
});

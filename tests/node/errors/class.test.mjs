// The class itself, as those who extend it or ask for it see it.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  importPackage,
  RoomEngineError,
  rejection,
  requirePackage,
  updateRoomMemberInfo,
} from "../../subject.mjs";

const COPIES = [await importPackage("room-engine-admin"), requirePackage("room-engine-admin")];

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

test("errors: what postMessage or JSON has carried is an error again", async () => {
  const error = await rejection(updateRoomMemberInfo({ sdkAppId: -1 }));
  for (const plain of [structuredClone(error.toJSON()), JSON.parse(JSON.stringify(error))]) {
    const again = RoomEngineError.from(plain);
    assert.ok(again instanceof RoomEngineError && again instanceof Error);
    assert.deepEqual({ ...again }, { ...error });
    assert.deepEqual([again.name, again.message], [error.name, error.message]);
    assert.deepEqual(Object.keys(again), Object.keys(error));
  }
  assert.equal(RoomEngineError.from(error), error);
});

test("errors: classes have their names, minified or not", () => {
  for (const { RoomEngineAdmin, RoomEngineError } of COPIES) {
    assert.equal(RoomEngineAdmin.name, "RoomEngineAdmin");
    assert.equal(RoomEngineError.name, "RoomEngineError");
  }
});

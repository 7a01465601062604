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

test("errors: an error is an instance of the class, and not of a class that extends it", async () => {
  class Mine extends RoomEngineError {}
  const error = await rejection(updateRoomMemberInfo());
  assert.ok(error instanceof RoomEngineError);
  assert.ok(!(error instanceof Mine));
  const mine = new Mine({ message: "mine" });
  assert.ok(mine instanceof Mine && mine instanceof RoomEngineError);
});

test("errors: what throws when it is looked at is no such error", () => {
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

test("errors: what an error's clone carries beside its fields is taken off it by name", async () => {
  const error = await rejection(updateRoomMemberInfo({ sdkAppId: -1 }));
  const { kind, field } = error;
  const cause = new Error("why");
  const clone = Object.assign(new Error(error.message, { cause }), { kind, field });
  const again = RoomEngineError.from(clone);
  assert.ok(RoomEngineError.is(again));
  assert.deepEqual({ ...again }, { kind, field });
  assert.deepEqual([again.message, again.cause, again.stack], [error.message, cause, clone.stack]);
  for (const name of ["message", "cause", "stack", "name"]) {
    assert.equal(Object.getOwnPropertyDescriptor(again, name).enumerable, false, name);
  }
  const plain = { ...error.toJSON(), stack: error.stack };
  assert.equal(RoomEngineError.from(plain).stack, error.stack);
});

test("errors: what is left of no error, or of too little of one, is refused and not made one", async () => {
  const error = await rejection(updateRoomMemberInfo({ sdkAppId: -1 }));
  for (const [what, value] of Object.entries({
    undefined,
    null: null,
    "a text": "x",
    "a number": 5,
    "an object": {},
    "another error": new TypeError("t"),
    "a clone of the error itself, which has lost its fields": structuredClone(error),
    "its fields alone, without the message": { ...error },
    "a kind that is no text": { kind: 1, message: "x" },
    "a reply": { errorCode: 0, errorInfo: "" },
  })) {
    assert.throws(
      () => RoomEngineError.from(value),
      (thrown) => thrown instanceof TypeError && /toJSON/.test(thrown.message),
      what,
    );
  }
});

test("errors: classes have their names, minified or not", () => {
  for (const { RoomEngineAdmin, RoomEngineError } of COPIES) {
    assert.equal(RoomEngineAdmin.name, "RoomEngineAdmin");
    assert.equal(RoomEngineError.name, "RoomEngineError");
  }
});

// Every failure is one kind of error, with the fields that belong to it and no others.

import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { RoomEngineError, rejection, requirePackage } from "../../subject.mjs";
import { CASES } from "./cases.mjs";

const KINDS = ["invalid", "api", "http", "network", "timeout", "protocol"];

test("errors: there is a way to fail for each kind but the module's own loading", () => {
  const kinds = new Set(CASES.map(({ fields }) => fields.kind));
  assert.deepEqual([...kinds].sort(), [...KINDS].sort());
});

for (const { name, run, fields } of CASES) {
  test(`errors: ${name} gives an error with its own fields and no others`, async () => {
    const error = await rejection(run());
    assert.ok(error instanceof RoomEngineError && error instanceof Error, inspect(error));
    assert.ok(RoomEngineError.is(error));
    assert.equal(error.name, "RoomEngineError");
    assert.equal(typeof error.message, "string");
    assert.ok(error.message.length > 5);
    const { cause, ...enumerable } = fields;
    assert.deepEqual(Object.keys(error).sort(), Object.keys(enumerable).sort());
    for (const [field, expected] of Object.entries(enumerable)) {
      if (expected === String) assert.ok(error[field].length > 10, `${field}: ${error[field]}`);
      else assert.equal(error[field], expected, field);
    }
    assert.equal(Object.hasOwn(error, "cause"), cause !== undefined);
    if (cause) assert.ok(error.cause instanceof cause);
    const own = Object.getOwnPropertyNames(error);
    const known = ["stack", "message", "name", "cause", ...Object.keys(enumerable)];
    assert.deepEqual(
      own.filter((key) => !known.includes(key)),
      [],
    );
  });

  test(`errors: ${name} gives texts that a log can take`, async () => {
    const error = await rejection(run());
    const { cause: _, ...enumerable } = fields;
    const json = JSON.parse(JSON.stringify(error));
    const names = [...Object.keys(enumerable), "message", "name"];
    assert.deepEqual(Object.keys(json).sort(), names.sort());
    assert.deepEqual([json.kind, json.message], [fields.kind, error.message]);
    assert.equal(String(error), `RoomEngineError: ${error.message}`);
    const shown = inspect(error);
    assert.ok(shown.startsWith(`RoomEngineError: ${error.message}\n    at `), shown);
    assert.ok(shown.includes(`kind: '${fields.kind}'`), shown);
    assert.ok(shown.length < 5000, shown);
    assert.ok(error.stack.startsWith(`RoomEngineError: ${error.message}\n`), error.stack);
    assert.ok(!/[^\n\P{Cc}]/u.test(error.message), "control characters");
  });

  test(`errors: ${name} gives a stack that leads to the caller`, async () => {
    const error = await caught(run);
    assert.ok(error.stack.includes("errors/fields.test.mjs"), error.stack);
  });
}

/** Awaits in this file, so that this file is in the stack of what is thrown. */
async function caught(run) {
  try {
    await run();
  } catch (error) {
    return error;
  }
  return assert.fail("it should have failed");
}

test("errors: an error is known as one by every copy of the package, and nothing else is", async () => {
  const copy = requirePackage("room-engine-admin");
  assert.notEqual(copy.RoomEngineError, RoomEngineError);
  const error = await rejection(CASES[0].run());
  const other = await rejection(copy.updateRoomMemberInfo());
  for (const [value, own] of [
    [error, RoomEngineError],
    [other, copy.RoomEngineError],
  ]) {
    assert.ok(value instanceof own);
    assert.ok(RoomEngineError.is(value));
    assert.ok(copy.RoomEngineError.is(value));
  }
  const foreign = [
    undefined,
    null,
    0,
    "",
    "RoomEngineError",
    true,
    1n,
    Symbol("x"),
    {},
    [],
    () => {},
    new Error("x"),
    new TypeError("x"),
    new DOMException("x", "AbortError"),
    { name: "RoomEngineError", kind: "api", code: 60_010 },
    Object.assign(new Error("x"), { name: "RoomEngineError", kind: "api" }),
    JSON.parse(JSON.stringify(error)),
    Object.create(null),
    RoomEngineError,
    RoomEngineError.prototype,
    Object.create(RoomEngineError.prototype),
  ];
  for (const value of foreign) assert.equal(RoomEngineError.is(value), false, inspect(value));
});

test("errors: a failure may be wrapped, rethrown and made the cause of another", async () => {
  const error = await rejection(CASES[0].run());
  const outer = new Error("the member could not be promoted", { cause: error });
  assert.match(inspect(outer), /\[cause\]: RoomEngineError: /);
  const all = new AggregateError([error], "all failed");
  assert.ok(RoomEngineError.is(all.errors[0]));
  assert.ok(structuredClone(error) instanceof Error);
  assert.equal(structuredClone(error).message, error.message);
});

test("errors: two failures of one call are two errors", async () => {
  const [first, second] = [await rejection(CASES[0].run()), await rejection(CASES[0].run())];
  assert.notEqual(first, second);
  assert.equal(first.message, second.message);
});

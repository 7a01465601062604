// Log lines: off by default, by level, and free of what does not belong there.

import assert from "node:assert/strict";
import { test } from "node:test";
import { MEMBER, rejection, SECRET_KEY, simulate, updateRoomMemberInfo, WHO } from "../subject.mjs";

const LEVELS = ["off", "error", "warn", "info", "debug"];
const NAMES = LEVELS.slice(1);

/** A call that is repeated once and succeeds, and one that fails; what was logged. */
async function linesAt(options) {
  const lines = [];
  const logger = Object.fromEntries(
    NAMES.map((name) => [name, (...given) => lines.push([name, ...given])]),
  );
  const simulator = simulate();
  let count = 0;
  const fetch = async (...given) => {
    count += 1;
    return count === 1 ? new Response("busy", { status: 503 }) : simulator.fetch(...given);
  };
  await updateRoomMemberInfo({ ...WHO, ...MEMBER, fetch, logger, ...options });
  await rejection(
    updateRoomMemberInfo({ ...WHO, ...MEMBER, roomId: "gone", fetch, logger, ...options }),
  );
  return lines;
}

for (const [logLevel, expected] of [
  ["off", []],
  ["error", ["error"]],
  ["warn", ["warn", "error"]],
  [undefined, ["warn", "error"]],
  ["info", ["warn", "info", "error"]],
  ["debug", ["debug", "warn", "debug", "info", "debug", "error"]],
]) {
  test(`logging: logLevel ${logLevel} with a logger`, async () => {
    const lines = await linesAt({ logLevel });
    assert.deepEqual(
      lines.map(([name]) => name),
      expected,
    );
    for (const [, line] of lines) assert.match(line, /^room-engine-admin: attempt \d at /);
    const text = JSON.stringify(lines);
    for (const hidden of [SECRET_KEY, "usersig", "eJ", "?", "/v4/"])
      assert.ok(!text.includes(hidden), hidden);
  });
}

test("logging: nothing is logged unless it is asked for, and then to the console", async (context) => {
  const spies = NAMES.map((name) => context.mock.method(console, name, () => {}));
  const count = () => spies.reduce((sum, { mock }) => sum + mock.callCount(), 0);
  const call = (options) =>
    updateRoomMemberInfo({ ...WHO, ...MEMBER, fetch: simulate().fetch, ...options });
  await call({});
  assert.equal(count(), 0);
  await call({ logLevel: "info" });
  assert.equal(count(), 1);
});

test("logging: a logger that fails, or lacks a function, harms no call", async () => {
  const fail = () => {
    throw new Error("disk full");
  };
  for (const logger of [
    { info: fail },
    {},
    { info: 7 },
    {
      get info() {
        return fail();
      },
    },
  ]) {
    const options = { logger, logLevel: "debug", fetch: simulate().fetch };
    assert.equal((await updateRoomMemberInfo({ ...WHO, ...MEMBER, ...options })).errorCode, 0);
  }
});

test("logging: a logger's functions keep their `this`", async () => {
  const logger = {
    lines: [],
    info(line) {
      this.lines.push(line);
    },
  };
  await updateRoomMemberInfo({
    ...WHO,
    ...MEMBER,
    logger,
    logLevel: "info",
    fetch: simulate().fetch,
  });
  assert.equal(logger.lines.length, 1);
});

test("logging: a wrong logger or level is refused by name", async () => {
  for (const [field, value] of [
    ["logger", "console"],
    ["logger", 1],
    ["logLevel", "verbose"],
    ["logLevel", 3],
  ]) {
    const error = await rejection(updateRoomMemberInfo({ ...WHO, ...MEMBER, [field]: value }));
    assert.deepEqual([error.kind, error.field], ["invalid", field]);
  }
});

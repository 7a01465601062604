// Two versions of the package in one process: the service counts all that they send.

import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import {
  importPackage,
  PROJECT,
  RoomEngineAdmin,
  RoomEngineError,
  rejection,
  VERSION,
  WHO,
} from "../subject.mjs";

const OTHER = "0.0.0-other";

const { init } = await importPackage("room-engine-admin");

/** The same package under another version, as npm installs it beside. */
async function otherVersion(t) {
  const folder = mkdtempSync(join(tmpdir(), "room-engine-admin-versions-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const copy = join(folder, "node_modules/room-engine-admin");
  cpSync(join(PROJECT, "node_modules/room-engine-admin"), copy, { recursive: true });
  const dist = join(copy, "dist");
  for (const name of readdirSync(dist).filter((each) => each.endsWith("js"))) {
    const text = readFileSync(join(dist, name), "utf8");
    writeFileSync(join(dist, name), text.replaceAll(`"${VERSION}"`, `"${OTHER}"`));
  }
  const entry = join(folder, "entry.mjs");
  writeFileSync(entry, 'export * from "room-engine-admin";\n');
  return import(pathToFileURL(entry));
}

/** The most that went out within any second. */
function mostInASecond(moments) {
  const sorted = [...moments].sort((a, b) => a - b);
  return Math.max(
    ...sorted.map((at) => sorted.filter((other) => other >= at && other < at + 1000).length),
  );
}

test("versions: two of them keep one rate for one app", { timeout: 60_000 }, async (t) => {
  const other = await otherVersion(t);
  assert.equal(other.VERSION, OTHER);
  assert.notEqual(other.RoomEngineAdmin, RoomEngineAdmin);
  // What went out before a version was loaded is not known to it.
  await Promise.all([init(), other.init()]);
  const sent = { own: [], other: [] };
  const client = (Class, moments) =>
    new Class({
      ...WHO,
      sdkAppId: 1_400_000_099,
      callsPerSecond: 30,
      fetch: () => {
        moments.push(performance.now());
        return Response.json({ ActionStatus: "OK", ErrorCode: 0 });
      },
    });
  const clients = [client(RoomEngineAdmin, sent.own), client(other.RoomEngineAdmin, sent.other)];
  const calls = Array.from({ length: 60 }, (_, index) =>
    clients[index % 2].getRoomInfo({ roomId: `room${index}` }),
  );
  await Promise.all(calls);
  assert.deepEqual([sent.own.length, sent.other.length], [30, 30]);
  // Each by itself would send 30. A machine that is busy counts some a moment before it sends them.
  const most = mostInASecond([...sent.own, ...sent.other]);
  assert.ok(most <= 36, `${most} in a second`);
});

test("versions: each knows the other's errors", async (t) => {
  const other = await otherVersion(t);
  const error = await rejection(other.updateRoomMemberInfo());
  assert.ok(RoomEngineError.is(error) && error instanceof RoomEngineError);
  const own = await rejection(new RoomEngineAdmin({}).getRoomInfo({ roomId: "r" }));
  assert.ok(other.RoomEngineError.is(own) && own instanceof other.RoomEngineError);
});

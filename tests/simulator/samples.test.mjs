// The tests that docs/simulator.md shows, run as its reader would run them.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { promisify } from "node:util";
import { MEMBER, RoomEngineAdmin, simulate, WHO } from "../subject.mjs";

const { PACKAGE_PROJECT } = process.env;
assert.ok(PACKAGE_PROJECT, "PACKAGE_PROJECT has to name a project with the package in it");

const doc = readFileSync(new URL("../../docs/simulator.md", import.meta.url), "utf8");
const samples = [...doc.matchAll(/^```js test\n([\s\S]*?)^```$/gm)].map(([, code]) => code);

test("samples: a function that decides on faults", async () => {
  const [, code] = /^```js faults\n([\s\S]*?)^```$/m.exec(doc);
  const members = Array.from({ length: 10 }, (_, number) => `user${number}`);
  const simulator = simulate({ rooms: { "room-test": { members } } });
  new Function("simulator", code)(simulator);
  const admin = new RoomEngineAdmin({ ...WHO, fetch: simulator.fetch, maxRetries: 0 });
  const told = [];
  for (const memberAccount of members) {
    const call = admin.updateRoomMemberInfo({ ...MEMBER, memberAccount, nameCard: "jack" });
    const { code, status } = await call.catch((error) => error);
    told.push(code ?? status);
  }
  assert.deepEqual(told, [...Array(7), 100_005, undefined, 502]);
});

// Inside the project, so that Node finds the package by its name.
const folder = mkdtempSync(join(PACKAGE_PROJECT, "simulator-"));
after(() => rmSync(folder, { recursive: true }));

test("samples: there are some", () => assert.equal(samples.length, 4));

for (const [number, code] of samples.entries()) {
  test(`samples: ${code.match(/^test\("(.*?)"/m)[1]}`, async () => {
    const file = join(folder, `${number}.mjs`);
    writeFileSync(file, code);
    // A runner within a runner has nothing to tell unless it is told that it is none.
    const { NODE_TEST_CONTEXT: _, ...env } = process.env;
    const run = promisify(execFile)(process.execPath, ["--test", file], { env, timeout: 60_000 });
    const { stdout } = await run.catch((error) => assert.fail(error.stdout));
    assert.match(stdout, /^. fail 0$/m);
    assert.doesNotMatch(stdout, /^. (tests|pass) 0$/m);
  });
}

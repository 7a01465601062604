// What an import sends again, after a run that was killed and for rows that failed: no older value comes
// after a newer one, and nothing is lost.

import assert from "node:assert/strict";
import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import {
  arrivals,
  csvOf,
  makeFile,
  makeFolder,
  readLines,
  run,
  start,
  startService,
} from "./setup.mjs";

const REFUSED = { ErrorCode: 100_005, ErrorInfo: "no" };
const OK = { ErrorCode: 0 };
const rowsOf = (...rows) =>
  `roomId,memberAccount,nameCard,role\n${rows.map((row) => `room,${row}\n`).join("")}`;
const pause = () => new Promise((resolve) => setTimeout(resolve, 5));

async function said(output, word) {
  while (!output.stderr.includes(word)) await pause();
}

/** Ways to end a run with a call under way. */
const ENDS = {
  SIGKILL: ({ child }) => child.kill("SIGKILL"),
  "Ctrl-C twice": async ({ child, output }) => {
    child.kill("SIGINT");
    await said(output, "once more");
    child.kill("SIGINT");
  },
};

for (const [what, end] of Object.entries(ENDS)) {
  test(`import: after ${what}, it waits for what the service is still at work on`, async (t) => {
    const latency = ({ NameCard }) => (NameCard === "0" ? 2000 : 0);
    const { env, seen } = await startService(t, { latency });
    const words = ["import", makeFile(t, "a.csv", rowsOf("u,0,", "u,1,", "u,2,"))];
    const first = start(words, { env });
    await arrivals(seen, 1);
    await end(first);
    await first.ended;
    const { code, stderr } = await run(words, { env });
    assert.equal(code, 0, stderr);
    assert.match(stderr, /waiting \d s: the service may still be at work/);
    while (seen.made.calls < seen.calls) await pause();
    assert.deepEqual(seen.made.falls, []);
    assert.equal(seen.made.last.get("u"), 2);
  });
}

test("import: waits for a row as well that failed without an answer", async (t) => {
  const isOlder = ({ NameCard }) => NameCard === "0";
  const { env, seen } = await startService(t, {
    latency: (change) => (isOlder(change) ? 2000 : 0),
    answer: ({ MemberInfo }) => (isOlder(MemberInfo) ? undefined : OK),
  });
  const words = ["import", makeFile(t, "a.csv", rowsOf("u,0,", "u,1,"))];
  assert.equal((await run([...words, "--limit", "1"], { env })).code, 1);
  const { code, stdout } = await run(words, { env });
  assert.equal(code, 1);
  assert.match(stdout, /1 done, 1 failed/);
  while (seen.made.calls < seen.calls) await pause();
  assert.deepEqual(seen.made.falls, []);
});

test("import: Ctrl-C ends the wait at once, and nothing is sent", async (t) => {
  const { env, seen } = await startService(t, { latency: () => 1_000_000 });
  const words = ["import", makeFile(t, "a.csv", csvOf(3, 3))];
  const first = start(words, { env });
  await arrivals(seen, 3);
  first.child.kill("SIGKILL");
  await first.ended;
  const { child, output, ended } = start(words, { env });
  await said(output, "waiting");
  child.kill("SIGINT");
  const { code, stderr } = await ended;
  assert.equal(code, 130);
  assert.match(stderr, /interrupted\n.*run the same command again/);
  assert.equal(seen.calls, 3);
});

test("import: --retry-failed sends no older value after a newer row that failed in the same run", async (t) => {
  let newer = { status: 500 };
  const answer = ({ MemberInfo: { NameCard } }) => (NameCard === "0" ? REFUSED : newer);
  const { env, seen } = await startService(t, { answer });
  const words = ["import", makeFile(t, "a.csv", rowsOf("u,0,Admin", "u,1,"))];
  assert.equal((await run([...words, "--limit", "1"], { env })).code, 1);
  assert.equal((await run([...words, "--retry-failed"], { env })).code, 1);
  assert.deepEqual(seen.falls, []);
  // What the newer row does not say is not lost.
  assert.deepEqual(seen.sent.at(-1), { Member_Account: "u", Role: "Admin" });
  newer = OK;
  const { code, stdout } = await run([...words, "--retry-failed"], { env });
  assert.equal(code, 0);
  assert.match(stdout, /^2 rows: 2 done/);
  assert.deepEqual(seen.falls, []);
});

test("import: --retry-failed sends what no later row has replaced", async (t) => {
  let isDown = true;
  const answer = ({ MemberInfo: { Role } }) => (isDown && Role ? REFUSED : OK);
  const { env, seen } = await startService(t, { answer });
  const folder = makeFolder(t);
  const [file, report] = ["a.csv", "report.jsonl"].map((name) => join(folder, name));
  writeFileSync(file, rowsOf("u,0,Admin", "u,1,", "v,,Admin", "v,,Member", "v,5,"));
  const words = ["import", file, "--report", report, "--retry-failed"];
  assert.equal((await run(words, { env })).code, 1);
  isDown = false;
  const calls = seen.calls;
  const { code, stdout } = await run(words, { env });
  assert.equal(code, 0);
  assert.match(stdout, /^5 rows: 4 done, 0 failed, 1 superseded/);
  assert.deepEqual(
    seen.sent.slice(calls).sort((a, b) => a.Member_Account.localeCompare(b.Member_Account)),
    [
      { Member_Account: "u", Role: "Admin" },
      { Member_Account: "v", Role: "Member" },
    ],
  );
  const superseded = readLines(report).filter(({ outcome }) => outcome === "superseded");
  assert.deepEqual(
    superseded.map(({ line }) => line),
    [4],
  );
});

test("import: after a kill, a row that was tried again says nothing that a later one has said", async (t) => {
  let [answered, ms] = [REFUSED, 0];
  const { env, seen } = await startService(t, {
    latency: () => ms,
    answer: ({ MemberInfo: { Role } }) => (Role ? answered : OK),
  });
  const words = ["import", makeFile(t, "a.csv", rowsOf("u,0,Admin", "u,1,"))];
  assert.equal((await run(words, { env })).code, 1);
  [answered, ms] = [OK, 1_000_000];
  const retried = start([...words, "--retry-failed"], { env });
  await Promise.race([arrivals(seen, 3), retried.ended]);
  retried.child.kill("SIGKILL");
  await retried.ended;
  ms = 0;
  assert.equal((await run(words, { env })).code, 0);
  assert.deepEqual(seen.sent.slice(2), Array(2).fill({ Member_Account: "u", Role: "Admin" }));
});

test("import: --limit holds for rows as well that are tried again", async (t) => {
  let isDown = true;
  const { env, seen } = await startService(t, { answer: () => (isDown ? REFUSED : OK) });
  const words = ["import", makeFile(t, "a.csv", csvOf(20, 20))];
  assert.equal((await run([...words, "--limit", "10"], { env })).code, 1);
  isDown = false;
  const again = [...words, "--retry-failed", "--limit", "6"];
  assert.match((await run(again, { env })).stdout, /6 done, 10 failed, 4 left/);
  assert.equal(seen.calls, 16);
  assert.match((await run(again, { env })).stdout, /12 done, 8 failed/);
  assert.equal(seen.calls, 22);
  assert.equal((await run([...words, "--retry-failed"], { env })).code, 0);
  assert.equal(seen.calls, 30);
});

for (const [what, added] of [
  ["rows", "room,late,1,\nroom,late,,Boss\n"],
  ["half a row", 'room,late,"1'],
  ["the rest of its last row", "23,\n"],
]) {
  test(`import: ${what} that a file gets meanwhile is not sent`, async (t) => {
    const { env, seen } = await startService(t, { latency: () => 5 });
    // More than is read ahead.
    const rows = Array.from(
      { length: 1000 },
      (_, row) => `m${row % 100},${row},${" ".repeat(300)}`,
    );
    const file = makeFile(t, "a.csv", rowsOf(...rows).trimEnd());
    const { ended } = start(["import", file, "--rate", "0"], { env });
    await arrivals(seen, 1);
    appendFileSync(file, what.startsWith("the") ? added : `\n${added}`);
    const { code, stdout, stderr } = await ended;
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^1,000 rows: 1,000 done, 0 failed/);
    assert.match(stderr, /has changed since it was checked/);
    assert.equal(seen.calls, 1000);
    assert.equal(seen.last.get("m99"), 999);
  });
}

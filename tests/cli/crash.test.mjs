// An import that is cut off, whichever way: nothing is lost, no older value comes after a newer one, and
// few rows are sent twice.

import assert from "node:assert/strict";
import { appendFileSync, existsSync, readFileSync, truncateSync } from "node:fs";
import { test } from "node:test";
import { arrivals, csvOf, lastOf, makeFile, PROGRAM, run, start, startService } from "./setup.mjs";

/** How often the import of a test is killed. `CLI_KILLS=100` is the whole proof. */
const KILLS = Number(process.env.CLI_KILLS ?? 6);
/** Rows that a mark lets go out, and those that may be under way besides. */
const MOST_REPEATED = 512 + 64;

const ROWS = 1500;
/** Some calls are still at work when the next run begins. */
const latency = () => (Math.random() < 0.003 ? 2000 : 5 + 55 * Math.random());
/** Where the machine is busy, some answers come too late, and their rows have to be tried again. */
const importOf = (file, { rate = 0, more = [] } = {}) => [
  "import",
  file,
  ...["--rate", String(rate), "--concurrency", "64", "--retry-failed"],
  ...more,
];

function assertWhole(seen, rows, members, most) {
  assert.deepEqual(seen.falls, [], "an older value came after a newer one");
  assert.deepEqual(seen.made.falls, [], "an older value was made after a newer one");
  assert.deepEqual(seen.made.last, lastOf(rows, members), "a newer value was not made at last");
  assert.deepEqual(seen.last, lastOf(rows, members), "an update was lost");
  assert.ok(seen.calls <= most, `${seen.calls} calls for ${rows} rows`);
}

for (const members of [20, 400, ROWS]) {
  test(`crash: ${ROWS} rows of ${members} members, killed ${KILLS} times at random moments`, async (t) => {
    const { env, seen } = await startService(t, { latency });
    const file = makeFile(t, "a.csv", csvOf(ROWS, members));
    let [kills, runs, code] = [0, 0];
    while (code !== 0) {
      const { child, ended } = start(importOf(file), { env });
      if (kills < KILLS) {
        await moment(seen, ended, (2 * ROWS) / KILLS);
        child.kill("SIGKILL");
        kills += 1;
      }
      const end = await ended;
      ({ code } = end);
      assert.ok(code === 0 || code === 1 || end.signal === "SIGKILL", end.stderr);
      runs += 1;
      assert.ok(runs < 3 * KILLS, end.stderr);
    }
    assertWhole(seen, ROWS, members, ROWS + kills * MOST_REPEATED);
    assert.ok(!existsSync(`${file}.journal`));
  });
}

/** While it starts or checks, or after some rows. */
async function moment(seen, ended, most) {
  const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  if (Math.random() < 0.2) await wait(Math.random() * 500);
  else {
    const count = seen.calls + 1 + Math.floor((Math.random() * most) / 2);
    await Promise.race([arrivals(seen, count), ended]);
    await wait(Math.random() * 50);
  }
}

test("crash: Ctrl-C lets rows under way end, says how to go on, and loses nothing", async (t) => {
  const { env, seen } = await startService(t, { latency });
  const file = makeFile(t, "a.csv", csvOf(ROWS, 400));
  for (const [signal, exit, count] of [
    ["SIGINT", 130, 100],
    ["SIGTERM", 143, 400],
  ]) {
    const { child, ended } = start(importOf(file, { rate: 400 }), { env });
    await arrivals(seen, count);
    child.kill(signal);
    const { code, stdout, stderr } = await ended;
    assert.equal(code, exit);
    assert.match(stdout, /^1,500 rows: [\d,]+ done, 0 failed, [\d,]+ left/);
    assert.match(stderr, /interrupted\n.*run the same command again/);
  }
  assert.equal((await run(importOf(file), { env })).code, 0);
  assertWhole(seen, ROWS, 400, ROWS + 2 * 64);
});

test("crash: Ctrl-C twice ends at once, with calls that never end under way", async (t) => {
  const { env, seen } = await startService(t, { latency: () => 1_000_000 });
  const { child, output, ended } = start(importOf(makeFile(t, "a.csv", csvOf(10, 10))), { env });
  await arrivals(seen, 10);
  child.kill("SIGINT");
  while (!output.stderr.includes("once more"))
    await new Promise((resolve) => setTimeout(resolve, 5));
  child.kill("SIGINT");
  assert.equal((await ended).code, 130);
});

test("crash: Ctrl-C while rows are checked or read sends nothing", async (t) => {
  const { env, seen } = await startService(t);
  const reading = start(["import", "-"], { env, input: null });
  const checking = start(["import", makeFile(t, "a.csv", csvOf(1_000_000, 1000))], { env });
  // Its module is there by then, and the file takes many times as long.
  await new Promise((resolve) => setTimeout(resolve, 3000));
  for (const { child, ended } of [reading, checking]) {
    child.kill("SIGINT");
    const { code, stderr } = await ended;
    assert.equal(code, 130, stderr);
    assert.match(stderr, /nothing was sent/);
  }
  assert.equal(seen.calls, 0);
});

test("crash: a journal whose last line is torn is gone on with", async (t) => {
  const { env, seen } = await startService(t);
  const file = makeFile(t, "a.csv", csvOf(ROWS, 20));
  const journal = `${file}.journal`;
  const { child, ended } = start(importOf(file), { env });
  await arrivals(seen, 700);
  child.kill("SIGKILL");
  await ended;
  const { length } = readFileSync(journal);
  truncateSync(journal, length - 2);
  const torn = await run(importOf(file, { more: ["--limit", "1"] }), { env });
  assert.equal(torn.code, 0, torn.stderr);
  appendFileSync(journal, "d 29");
  assert.equal((await run(importOf(file), { env })).code, 0);
  assertWhole(seen, ROWS, 20, ROWS + MOST_REPEATED);
});

test("crash: a journal that was torn within its head begins anew", async (t) => {
  const { env, seen } = await startService(t);
  const file = makeFile(t, "a.csv", csvOf(30, 3));
  appendFileSync(`${file}.journal`, "room-engine-admin imp");
  assert.equal((await run(importOf(file), { env })).code, 0);
  assert.equal(seen.calls, 30);
});

for (const what of ["journal", "report"]) {
  test(`crash: a full disk under the ${what} stops it, and the import goes on afterwards`, async (t) => {
    const { env, seen } = await startService(t, { latency });
    const file = makeFile(t, "a.csv", csvOf(ROWS, 20));
    const more = what === "report" ? `--report '${file}.report'` : "";
    // A limit on the size of files stands in for a disk: 8 kB.
    const command = `ulimit -f 8; exec '${process.execPath}' '${PROGRAM}' import '${file}' --rate 0 ${more}`;
    const { code, stderr } = await start(["-c", command], { program: "bash", env }).ended;
    assert.equal(code, 1);
    assert.match(stderr, /EFBIG/);
    assert.match(stderr, /run the same command again/);
    assert.ok(seen.calls < ROWS);
    const end = await run(importOf(file, { more: ["--report", `${file}.report`] }), { env });
    assert.equal(end.code, 0, end.stderr);
    assertWhole(seen, ROWS, 20, ROWS + MOST_REPEATED);
    assertTold(readFileSync(`${file}.report`, "utf8"), what === "report");
  });
}

/** Each row is in the report; the line that the disk was full for has an end. */
function assertTold(report, isWhole) {
  const lines = report.split("\n").filter(Boolean);
  const whole = lines.filter((line) => line.endsWith("}"));
  const told = new Set(whole.map((line) => JSON.parse(line).line));
  if (isWhole) assert.equal(told.size, ROWS, "a row is not in the report");
  assert.ok(lines.length - whole.length <= 1);
}

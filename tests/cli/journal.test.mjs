// Where an import keeps what it did: its journal, its lock and its report, on disks that are full or not
// its own, and with files in their places that are something else.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { CLI, csvOf, makeFile, makeFolder, PROGRAM, run, start, startService } from "./setup.mjs";

/** No process has this number. */
const NOBODY = 4_194_302;

/** Takes locks at given moments, and says whether it got them. */
const TAKER = `import { lock } from ${JSON.stringify(pathToFileURL(join(CLI, "dist/import/lock.js")).href)};
for await (const line of process.stdin.setEncoding("utf8")) {
  const { moment, file } = JSON.parse(line);
  while (Date.now() < moment);
  let isMine = true;
  try { lock(file); } catch { isMine = false; }
  process.stdout.write(isMine ? "mine" : "other");
}`;

function startTaker(t) {
  const child = spawn(process.execPath, ["--input-type=module", "--eval", TAKER]);
  t.after(() => child.kill("SIGKILL"));
  child.stdout.setEncoding("utf8");
  return async (order) => {
    child.stdin.write(`${JSON.stringify(order)}\n`);
    const [said] = await once(child.stdout, "data");
    return said;
  };
}

test("import: of two at once, one at the most takes over a lock of a dead process", async (t) => {
  const takers = [startTaker(t), startTaker(t)];
  const folder = makeFolder(t);
  for (let round = 0; round < 150; round += 1) {
    const file = join(folder, `${round}.lock`);
    writeFileSync(file, `${NOBODY} ${hostname()}\n`);
    const moment = Date.now() + (round === 0 ? 1000 : 8);
    const said = await Promise.all(takers.map((take) => take({ moment, file })));
    assert.equal(said.filter((word) => word === "mine").length, 1, `round ${round}`);
  }
});

for (const [what, text] of [
  ["empty", ""],
  ["torn", "12"],
  ["of a dead process", `${NOBODY} ${hostname()}\n`],
]) {
  test(`import: a lock that is ${what} locks nothing`, async (t) => {
    const { env } = await startService(t);
    const file = makeFile(t, "a.csv", csvOf(3, 3));
    writeFileSync(`${file}.journal.lock`, text);
    const { code, stderr } = await run(["import", file], { env });
    assert.equal(code, 0, stderr);
    assert.deepEqual(readdirSync(join(file, "..")), ["a.csv"]);
  });
}

test("import: a lock of a living process is left alone", async (t) => {
  const { env } = await startService(t);
  const file = makeFile(t, "a.csv", csvOf(3, 3));
  const text = `${process.pid} ${hostname()}\n`;
  writeFileSync(`${file}.journal.lock`, text);
  const { code, stderr } = await run(["import", file], { env });
  assert.equal(code, 2);
  assert.match(stderr, new RegExp(`another import is at work .*process ${process.pid} on`));
  assert.equal(readFileSync(`${file}.journal.lock`, "utf8"), text);
});

test("import: a disk that is full from the start leaves nothing that would lock it later", async (t) => {
  const { env } = await startService(t);
  const file = makeFile(t, "a.csv", csvOf(3, 3));
  const command = `ulimit -f 0; exec '${process.execPath}' '${PROGRAM}' import '${file}'`;
  const { code, stderr } = await start(["-c", command], { program: "bash", env }).ended;
  assert.equal(code, 1);
  assert.match(stderr, /EFBIG/);
  assert.deepEqual(readdirSync(join(file, "..")), ["a.csv"]);
  assert.equal((await run(["import", file], { env })).code, 0);
});

test("import: what a full disk has torn in the report has an end, and its row is told again", async (t) => {
  const { env } = await startService(t);
  const file = makeFile(t, "a.csv", csvOf(3, 3));
  const report = makeFile(t, "report.jsonl", '{"line":2,"outc');
  assert.equal((await run(["import", file, "--report", report], { env })).code, 0);
  const [torn, ...lines] = readFileSync(report, "utf8").trimEnd().split("\n");
  assert.equal(torn, '{"line":2,"outc');
  assert.deepEqual(lines.map((line) => JSON.parse(line).line).sort(), [2, 3, 4]);
});

for (const text of [
  "my notes, in a line without an end",
  "room-engine-admin import 1, my notes",
  "a\n",
]) {
  test(`import: --journal leaves a file alone that is none: ${JSON.stringify(text)}`, async (t) => {
    const { env, seen } = await startService(t);
    const notes = makeFile(t, "notes.txt", text);
    const words = ["import", makeFile(t, "a.csv", csvOf(3, 3)), "--journal", notes];
    const { code, stderr } = await run(words, { env });
    assert.equal(code, 2);
    assert.match(stderr, /hint: --journal names another place/);
    assert.equal(readFileSync(notes, "utf8"), text);
    assert.equal(seen.calls, 0);
  });
}

test("import: a journal that cannot be written is named, with the way round it", async (t) => {
  const { env, seen } = await startService(t);
  const file = makeFile(t, "a.csv", csvOf(3, 3));
  mkdirSync(`${file}.d`);
  for (const place of [join(file, "../none/journal"), join(file, "journal"), `${file}.d`]) {
    const { code, stderr } = await run(["import", file, "--journal", place], { env });
    assert.equal(code, 2, stderr);
    assert.match(stderr, /hint: --journal names another/);
  }
  assert.equal(seen.calls, 0);
  assert.deepEqual(readdirSync(join(file, "..")).sort(), ["a.csv", "a.csv.d"]);
});

test("import: --report is neither the file nor the journal", async (t) => {
  const { env, seen } = await startService(t);
  const file = makeFile(t, "a.csv", csvOf(3, 3));
  const text = readFileSync(file, "utf8");
  for (const [report, what] of [
    [file, "the file to import"],
    [join(file, "../x/../a.csv"), "the file to import"],
    [`${file}.journal`, "the journal"],
  ]) {
    const { code, stderr } = await run(["import", file, "--report", report], { env });
    assert.equal(code, 2);
    assert.ok(stderr.includes(`is ${what}`), stderr);
  }
  assert.equal(readFileSync(file, "utf8"), text);
  assert.ok(!existsSync(`${file}.journal`));
  assert.equal(seen.calls, 0);
});

test("import: with --json, each line of standard error is JSON", async (t) => {
  const answer = ({ MemberInfo: { NameCard } }) => ({ ErrorCode: NameCard === "1" ? 100_005 : 0 });
  const { env } = await startService(t, { answer });
  const file = makeFile(t, "a.csv", csvOf(30, 30));
  const words = ["import", file, "--json", "--rate", "2", "--limit", "25"];
  const { code, stdout, stderr } = await run(words, { env });
  assert.equal(code, 1);
  assert.equal(JSON.parse(stdout).done, 24);
  const notes = stderr
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line).note);
  for (const part of [
    /^line 3 /,
    /^\d+ of 30 done/,
    /run the same command again/,
    /--retry-failed/,
  ])
    assert.ok(
      notes.some((note) => part.test(note)),
      `${part}: ${stderr}`,
    );
});

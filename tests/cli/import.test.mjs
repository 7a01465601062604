// `import`: which files it takes, what it refuses before anything is sent, and what it tells.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { GBK, OTHERS } from "../encodings.mjs";
import { SEPARATOR_LINES } from "../lists.mjs";
import {
  arrivals,
  csvOf,
  lastOf,
  makeFile,
  makeFolder,
  PROGRAM,
  readLines,
  run,
  simulate,
  start,
  startService,
  who,
} from "./setup.mjs";

const CHINESE = "陈伟（讲师）";
const card = (simulator) => simulator.rooms["room-test"].members.user4.nameCard;
const encoded = (text, encoding) => execFileSync("iconv", ["-t", encoding], { input: text });

test("import: columns come in any order and spelling; an empty cell changes nothing", async (t) => {
  const { env, simulator } = await simulate(t);
  const { members } = simulator.rooms["town-hall"];
  const { customInfo } = members.yuki;
  const text =
    'NAME_CARD;Role;Member Account;roomid\r\n"Ben; the ""2nd""";Member;ben;town-hall\r\n;Admin;yuki;town-hall\r\n';
  const { code, stdout } = await run(["import", makeFile(t, "a.csv", text)], { env });
  assert.equal(code, 0);
  assert.match(stdout, /^2 rows: 2 done, 0 failed/);
  assert.equal(members.ben.nameCard, 'Ben; the "2nd"');
  assert.deepEqual([members.yuki.role, members.yuki.customInfo], ["Admin", customInfo]);
});

for (const [what, text] of [
  ["mixed line ends", "memberAccount,nameCard\r\nuser4,a\nuser4,b\r\nuser4,c\ruser4,d"],
  [
    "carriage returns and semicolons",
    "memberAccount;nameCard\ruser4;a,b,c,d,e,f,g,h\ruser4;b\ruser4;c\ruser4;d\r",
  ],
  [
    "a line that says the mark",
    "sep=;\r\nmemberAccount;nameCard\nuser4;a\nuser4;b\nuser4;c\nuser4;d",
  ],
]) {
  test(`import: ${what} lose no row`, async (t) => {
    const { env, simulator } = await simulate(t);
    const words = ["import", makeFile(t, "a.csv", text), "--room", "room-test"];
    const { code, stdout, stderr } = await run(words, { env });
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^4 rows: 4 done/);
    assert.equal(card(simulator), "d");
  });
}

test("import: wrong rows are found in their lines, whatever ends a line", async () => {
  const text = 'memberAccount,nameCard\ru,"a\rb"\ru,\r\nu,c\nu,\n';
  const { code, stderr } = await run(["import", "-", "--room", "R"], { input: text, env: who("") });
  assert.equal(code, 2);
  assert.deepEqual(stderr.match(/^line \d+/gm), ["line 4", "line 6"]);
});

test("import: lines of JSON, from standard input too; an empty text empties a field", async (t) => {
  const { env, simulator } = await simulate(t);
  const row = { memberAccount: "user4", nameCard: "", customInfo: null, role: "Admin" };
  simulator.rooms["room-test"].members.user4.customInfo = "stays";
  const input = `${JSON.stringify(row)}\n\n`;
  const { code } = await run(["import", "-", "--room", "room-test"], { env, input });
  assert.equal(code, 0);
  const { nameCard, customInfo, role } = simulator.rooms["room-test"].members.user4;
  assert.deepEqual([nameCard, customInfo, role], ["", "stays", "Admin"]);
});

test("list: a line that says the separator is read however it was saved", async (t) => {
  const { env, simulator } = await simulate(t);
  for (const [index, [line, separator]] of SEPARATOR_LINES.entries()) {
    const rows = [
      ["memberAccount", "nameCard"],
      ["user4", `n${index}`],
    ];
    const text = [line, ...rows.map((row) => row.join(separator))].join("\r\n");
    const file = makeFile(t, "a.csv", `${text}\r\n`);
    const { code, stderr } = await run(["import", file, "--room", "room-test"], { env });
    assert.equal(code, 0, `${JSON.stringify(line)}: ${stderr}`);
    assert.equal(card(simulator), `n${index}`, JSON.stringify(line));
  }
});

for (const [encoding, bytes] of [
  ["UTF-8 with a mark", Buffer.from(`\ufeffmemberAccount,nameCard\nuser4,${CHINESE}\n`)],
  [
    "UTF-16LE with a mark",
    Buffer.from(`\ufeffmemberAccount,nameCard\nuser4,${CHINESE}\n`, "utf16le"),
  ],
  ["UTF-16LE", encoded(`memberAccount,nameCard\nuser4,${CHINESE}\n`, "UTF-16LE")],
  ["UTF-16BE", encoded(`memberAccount,nameCard\nuser4,${CHINESE}\n`, "UTF-16BE")],
  ["GBK", encoded(`memberAccount,nameCard\nuser4,${CHINESE}\n`, "GBK")],
]) {
  test(`import: ${encoding} is recognised`, async (t) => {
    const { env, simulator } = await simulate(t);
    const { code, stderr } = await run(
      ["import", makeFile(t, "a.csv", bytes), "--room", "room-test"],
      { env },
    );
    assert.equal(code, 0, stderr);
    assert.equal(card(simulator), CHINESE);
  });
}

/** What `--dry-run` says of a list of names without a header. */
async function tried(t, hex) {
  const header = Buffer.from("memberAccount,nameCard\n");
  const file = makeFile(t, "a.csv", Buffer.concat([header, Buffer.from(hex, "hex")]));
  return run(["import", file, "--room", "room-test", "--dry-run"]);
}

test("list: GBK is read", async (t) => {
  // Its header is Chinese, and so is no name of a column.
  for (const [what, hex] of GBK.filter(([, , text]) => !text.includes("账号"))) {
    const { code, stderr } = await tried(t, hex);
    assert.equal(code, 0, `${what}: ${stderr}`);
  }
});

test("list: another code page is refused, not read as GBK", async (t) => {
  for (const [what, hex, text] of OTHERS) {
    const { code, stderr } = await tried(t, hex);
    assert.equal(code, 2, `${what}: ${text}`);
    assert.match(stderr, /encoding is not known.*save it as UTF-8/s, what);
  }
});

for (const [what, bytes, expected, flags = []] of [
  [
    "Latin-1",
    encoded("memberAccount,nameCard\nuser4,Zoëy Müller\n", "LATIN1"),
    /encoding is not known/,
  ],
  [
    "text that was broken before",
    "memberAccount,nameCard\nuser4,Zo\ufffd\n",
    /line 2: --name-card|line 2: `nameCard` holds U\+FFFD/,
  ],
  [
    "UTF-8 that is no UTF-16",
    "memberAccount,nameCard\nuser4,Zo\n\n",
    /not utf-16le/,
    ["--encoding", "utf-16le"],
  ],
  [
    "an unknown column",
    "memberAccount,nmaeCard\nuser4,x\n",
    /unknown column `nmaeCard`: did you mean `nameCard`/,
  ],
  ["a file without a header", "zoe,Zoë,Member\n", /unknown column `zoe`/],
  ["a header without accounts", "nameCard,role\nx,Member\n", /no column `memberAccount`/],
  ["a column twice", "memberAccount,nameCard,name card\nx,y,z\n", /`nameCard` is there twice/],
  [
    "a quotation mark that is not closed",
    'memberAccount,nameCard\nuser4,"x\n',
    /line \d+: Quote Not Closed/,
  ],
  [
    "a quotation mark within a cell",
    'memberAccount,nameCard\nuser4,Bob "the" x\n',
    /line 2: Invalid Opening Quote[\s\S]*hint: a quotation mark/,
  ],
  [
    "an array of JSON",
    '\n[\n{"memberAccount":"user4"}]',
    /is a JSON array\nhint: give lines of JSON/,
  ],
  ["an empty file", "", /is empty/],
]) {
  test(`import: ${what} is refused, and nothing is sent`, async (t) => {
    const { env, simulator } = await simulate(t);
    const file = makeFile(t, "a.csv", bytes);
    const { code, stderr } = await run(["import", file, "--room", "room-test", ...flags], { env });
    assert.equal(code, 2);
    assert.match(stderr, expected);
    assert.equal(simulator.calls.length, 0);
    assert.ok(!existsSync(`${file}.journal`));
  });
}

test("import: every row is checked before the first is sent, and named by its line", async (t) => {
  const { env, simulator } = await simulate(t);
  const rows = [
    'room-test,user4,"two\nlines"',
    ",user4,x",
    "room-test,user4,",
    "room-test,user4,x,y",
    `room-test,user4,${"x".repeat(33)}`,
  ];
  const file = makeFile(t, "a.csv", `roomId,memberAccount,nameCard\n${rows.join("\n")}\n`);
  const { code, stdout } = await run(["import", file, "--json"], { env });
  const { rows: count, wrong, problems } = JSON.parse(stdout);
  assert.deepEqual([code, count, wrong], [2, 5, 4]);
  assert.deepEqual(
    problems.map(({ line, field }) => [line, field]),
    [
      [4, "roomId"],
      [5, undefined],
      [6, undefined],
      [7, "nameCard"],
    ],
  );
  assert.equal(simulator.calls.length, 0);
  const lines =
    '{"memberAccount":"user4","nameCard":"x"}\n[]\n{"memberAccount":"user4","nmaeCard":"x"}\n{';
  const other = await run(["import", "-", "--room", "room-test"], { env, input: lines });
  assert.equal(other.code, 2);
  for (const part of [
    /^line 2: /m,
    /^line 3: unknown option `nmaeCard`/m,
    /^line 4: it is no JSON/m,
  ]) {
    assert.match(other.stderr, part);
  }
  assert.equal(simulator.calls.length, 0);
});

test("import: --dry-run counts rows that repeat a member, and needs no credential", async (t) => {
  const file = makeFile(t, "a.csv", csvOf(500, 100));
  const { code, stdout } = await run(["import", file, "--dry-run"]);
  assert.equal(code, 0);
  assert.match(stdout, /^500 rows, all good; 400 repeat a member; sending them takes 3 s/);
  const { repeated, rows } = JSON.parse(
    (await run(["import", file, "--dry-run", "--json"])).stdout,
  );
  assert.deepEqual([rows, repeated], [500, 400]);
});

test("import: sends no more in a second than --rate says", async (t) => {
  const { env, seen } = await startService(t);
  const file = makeFile(t, "a.csv", csvOf(90, 90));
  const start = performance.now();
  assert.equal((await run(["import", file, "--rate", "30"], { env })).code, 0);
  assert.equal(seen.calls, 90);
  // Whatever else takes time, it can only be longer.
  assert.ok(performance.now() - start > 1900, "what takes three seconds took less than two");
});

test("import: failures are shown, reported and counted, and end nothing", async (t) => {
  const { env } = await simulate(t);
  const folder = makeFolder(t);
  const [file, report] = ["a.csv", "report.jsonl"].map((name) => join(folder, name));
  writeFileSync(file, "roomId,memberAccount,nameCard\nroom-test,nobody,x\nroom-test,user4,y\n");
  const { code, stdout, stderr } = await run(["import", file, "--report", report], { env });
  assert.equal(code, 1);
  assert.match(stdout, /^2 rows: 1 done, 1 failed/);
  assert.match(stderr, /^line 2 \(room-test, nobody\): .*100005/m);
  assert.match(stderr, /--retry-failed/);
  const rows = readLines(report).sort((a, b) => a.line - b.line);
  assert.deepEqual(
    rows.map(({ line, room, member, outcome, code, attempts }) => [
      line,
      room,
      member,
      outcome,
      code,
      attempts,
    ]),
    [
      [2, "room-test", "nobody", "failed", 100_005, 1],
      [3, "room-test", "user4", "done", 0, 1],
    ],
  );
  assert.ok(rows.every(({ requestId }) => requestId.startsWith("Id-")));
});

test("import: a row that took several attempts says so in the report", async (t) => {
  const { env } = await simulate(t, { faults: [{ kind: "status", status: 503 }] });
  const report = join(makeFolder(t), "report.jsonl");
  const file = makeFile(t, "a.csv", "roomId,memberAccount,nameCard\nroom-test,user4,y\n");
  assert.equal((await run(["import", file, "--report", report], { env })).code, 0);
  assert.deepEqual(
    readLines(report).map(({ outcome, attempts }) => [outcome, attempts]),
    [["done", 2]],
  );
});

test("import: a journal goes when all rows are done, and stays while some have failed", async (t) => {
  const { env, simulator } = await simulate(t);
  const file = makeFile(t, "a.csv", "memberAccount,nameCard\nuser4,a\nlate,b\n");
  const words = ["import", file, "--room", "room-test"];
  assert.equal((await run(words, { env })).code, 1);
  const calls = simulator.calls.length;
  assert.equal((await run(words, { env })).code, 1);
  assert.equal(simulator.calls.length, calls, "nothing was sent again");
  simulator.enter("room-test", "late");
  const retried = await run([...words, "--retry-failed"], { env });
  assert.equal(retried.code, 0, retried.stderr);
  assert.equal(simulator.rooms["room-test"].members.late.nameCard, "b");
  assert.equal(simulator.calls.length, calls + 1);
  assert.ok(!existsSync(`${file}.journal`));
});

test("import: --retry-failed leaves a row alone when a later one of its member is done", async (t) => {
  let isDown = true;
  const answer = ({ MemberInfo: { NameCard } }) =>
    isDown && ["0", "1", "3"].includes(NameCard)
      ? { ErrorCode: 100_005, ErrorInfo: "no" }
      : { ErrorCode: 0 };
  const { env, seen } = await startService(t, { answer });
  const rows = ["a,0", "b,1", "a,2", "b,3", "c,4"].map((row) => `room,${row}\n`);
  const folder = makeFolder(t);
  const [file, report] = ["a.csv", "report.jsonl"].map((name) => join(folder, name));
  writeFileSync(file, `roomId,memberAccount,nameCard\n${rows.join("")}`);
  const words = ["import", file, "--report", report];
  assert.equal((await run(words, { env })).code, 1);
  isDown = false;
  const calls = seen.calls;
  const { code, stdout } = await run([...words, "--retry-failed"], { env });
  assert.equal(code, 0);
  assert.match(stdout, /^5 rows: 3 done, 0 failed, 2 superseded/);
  assert.equal(seen.calls, calls + 1);
  assert.deepEqual(seen.falls, []);
  assert.deepEqual(Object.fromEntries(seen.last), { a: 2, b: 3, c: 4 });
  assert.deepEqual(
    readLines(report)
      .filter(({ outcome }) => outcome === "superseded")
      .map(({ line }) => line),
    [2, 3],
  );
});

test("import: --limit sends so many rows, and the next time goes on", async (t) => {
  const { env, seen } = await startService(t);
  const words = ["import", makeFile(t, "a.csv", csvOf(20, 7)), "--rate", "0"];
  const first = await run([...words, "--limit", "8"], { env });
  assert.equal(first.code, 0);
  assert.match(first.stdout, /8 done, 0 failed, 12 left/);
  assert.match(first.stderr, /run the same command again/);
  assert.equal(seen.calls, 8);
  assert.match((await run(words, { env })).stdout, /20 done, 0 failed/);
  assert.equal(seen.calls, 20);
  assert.deepEqual(seen.last, lastOf(20, 7));
});

test("import: a credential that is refused ends it at once, and the rows stay to be sent", async (t) => {
  const { env, simulator } = await simulate(t);
  const file = makeFile(t, "a.csv", `memberAccount,nameCard\n${"user4,x\n".repeat(2000)}`);
  const words = ["import", file, "--room", "room-test", "--rate", "0"];
  const { code, stderr } = await run(words, { env: { ...env, SECRET_KEY: "wrong" } });
  assert.equal(code, 4);
  assert.match(stderr, /70009/);
  assert.ok(simulator.calls.length < 300, `${simulator.calls.length} calls`);
  assert.equal((await run(words, { env })).code, 0);
  assert.equal(card(simulator), "x");
});

test("import: the journal of another file, application or room is refused", async (t) => {
  const { env } = await simulate(t);
  const file = makeFile(t, "a.csv", "memberAccount,nameCard\nuser4,a\nlate,b\n");
  const wordsOf = (room) => ["import", file, "--room", room];
  assert.equal((await run(wordsOf("room-test"), { env })).code, 1);
  const refused = async (expected, given, room = "room-test") => {
    const { code, stderr } = await run(wordsOf(room), { env: given });
    assert.equal(code, 2);
    assert.match(stderr, expected);
  };
  await refused(/is of another file, application or room/, { ...env, SDK_APP_ID: "1400000001" });
  await refused(/is of another file, application or room/, {
    ...env,
    BASE_URL: "http://127.0.0.1:9",
  });
  await refused(/is of another file, application or room/, env, "town-hall");
  const journal = readFileSync(`${file}.journal`, "utf8");
  writeFileSync(`${file}.journal`, journal.replace("\nr", "\nq"));
  await refused(/line 2 is damaged/, env);
  writeFileSync(`${file}.journal`, "my own notes\n");
  await refused(/is no journal of an import/, env);
  assert.equal(readFileSync(`${file}.journal`, "utf8"), "my own notes\n");
  writeFileSync(`${file}.journal`, journal);
  writeFileSync(file, "memberAccount,nameCard\nuser4,a\nlate,c\n");
  await refused(/is of another file/, env);
});

test("import: one at a time for a journal", async (t) => {
  const { env, seen } = await startService(t, { latency: () => 50 });
  const file = makeFile(t, "a.csv", csvOf(400, 2));
  const first = start(["import", file], { env });
  await arrivals(seen, 1);
  const second = await run(["import", file], { env });
  assert.equal(second.code, 2);
  assert.match(second.stderr, /another import is at work/);
  first.child.kill("SIGINT");
  assert.equal((await first.ended).code, 130);
});

test("import: without a terminal there is a line of progress each 10 s, and none with --quiet", async (t) => {
  const { env } = await startService(t);
  const file = makeFile(t, "a.csv", csvOf(26, 26));
  const words = ["import", file, "--rate", "2", "--no-journal"];
  const [{ stderr }, quiet] = await Promise.all([
    run(words, { env }),
    run([...words, "--quiet"], { env }),
  ]);
  assert.match(stderr, /^\d+ of 26 done, 0 failed, \d+\/s, \d+ s left$/m);
  assert.ok(!stderr.includes("\r"));
  assert.equal(quiet.stderr, "");
});

test("import: on a terminal one line of progress is written over and over", async (t) => {
  const { env } = await startService(t, { latency: () => 100 });
  const file = makeFile(t, "a.csv", csvOf(40, 2));
  const command = `'${process.execPath}' '${PROGRAM}' import '${file}'`;
  const { code, stdout } = await start(["-qec", command, "/dev/null"], {
    program: "script",
    env,
  }).ended;
  assert.equal(code, 0, stdout);
  const [, ...shown] = stdout.split("\r\x1b[K");
  assert.match(shown.join("\n"), /^\d+ of 40 done, 0 failed, \d+\/s/m);
  assert.match(shown.at(-1), /^40 rows: 40 done, 0 failed/);
});

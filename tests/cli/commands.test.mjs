// Commands, flags and output: what the table says, on a command line.

import assert from "node:assert/strict";
import { test } from "node:test";

import { jsonLines, PROGRAM, run, simulate, start, table, who } from "./setup.mjs";

const kebab = (name) => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const member = ["--room-id", "room-test", "--member-account", "user4"];

test("commands: every operation of the table is one, with its flags in its help", async () => {
  const { code, stdout } = await run(["--help"]);
  assert.equal(code, 0);
  for (const [name, { options }] of Object.entries(table)) {
    assert.match(stdout, new RegExp(`^  ${kebab(name)} `, "m"));
    const help = await run([kebab(name), "--help"]);
    assert.equal(help.code, 0);
    for (const option of options) {
      const flag = kebab(
        option.shape.type === "list" ? option.name.replace(/s$/, "") : option.name,
      );
      const shown = option.shape.type === "flag" ? `--[no-]${flag}` : `--${flag} `;
      assert.ok(help.stdout.includes(shown), `${name}: ${shown}`);
    }
  }
});

test("commands: lists are given item by item, numbers and marks are no texts", async (t) => {
  const { env, simulator } = await simulate(t);
  const said = await run(
    [
      "ban-room-member",
      "--room-id",
      "town-hall",
      "--member-account",
      "yuki",
      "--member-account",
      "zoe",
    ].concat(["--reason", "why not", "--duration", "60"]),
    { env },
  );
  assert.equal(said.code, 0, said.stderr);
  assert.deepEqual(simulator.calls.at(-1).body, {
    RoomId: "town-hall",
    MemberList_Account: ["yuki", "zoe"],
    Reason: "why not",
    Duration: 60,
  });
  const flags = ["--is-video-disabled", "--no-is-audio-disabled"];
  assert.equal(
    (await run(["update-room-info", "--room-id", "town-hall", ...flags], { env })).code,
    0,
  );
  const { RoomInfo: body } = simulator.calls.at(-1).body;
  assert.deepEqual([body.IsVideoDisabled, body.IsAudioDisabled], [true, false]);
});

test("commands: objects are JSON, moments are ISO 8601 or seconds", async (t) => {
  const { env, simulator } = await simulate(t);
  const marks = JSON.stringify({ memberAccount: "user4", marks: [1000] });
  const words = ["--room-id", "room-test", "--command-type", "set", "--member-list", marks];
  assert.equal((await run(["mark-room-member", ...words], { env })).code, 0);
  assert.deepEqual(simulator.rooms["room-test"].members.user4.marks, [1000]);
  const times = [
    "--schedule-start-time",
    "2100-01-01T00:00:00Z",
    "--schedule-end-time",
    "4102448400",
  ];
  assert.equal((await run(["create-room", "--room-id", "later", ...times], { env })).code, 0);
  const { RoomInfo: body } = simulator.calls.at(-1).body;
  assert.deepEqual([body.ScheduleStartTime, body.ScheduleEndTime], [4_102_444_800, 4_102_448_400]);
});

test("commands: --json prints the reply, and errors as a line of JSON", async (t) => {
  const { env } = await simulate(t);
  const good = await run(["get-room-info", "--room-id", "class-7b", "--json"], { env });
  assert.equal(JSON.parse(good.stdout).roomInfo.roomName, "Class 7b");
  assert.equal(good.stderr, "");
  const bad = await run(["get-room-info", "--room-id", "none", "--json"], { env });
  assert.equal(bad.stdout, "");
  const [error] = jsonLines(bad.stderr);
  assert.deepEqual([error.kind, error.code, bad.code], ["api", 100_004, 1]);
});

test("commands: an error says code, hint and request, in the words of the command line", async (t) => {
  const { env } = await simulate(t);
  const words = ["set", "room-test", "nobody", "--name-card", "x"];
  const { code, stdout, stderr } = await run(words, { env });
  assert.deepEqual([code, stdout], [1, ""]);
  assert.match(stderr, /^error: .*100005/);
  assert.match(stderr, /\nhint: .*--member-account/);
  assert.match(stderr, /\nrequest: Id-/);
});

test("commands: what the package refuses is a usage error, and nothing is sent", async (t) => {
  const { env, simulator } = await simulate(t);
  const { code, stderr } = await run(["update-room-member-info", ...member, "--role", "Boss"], {
    env,
  });
  assert.equal(code, 2);
  assert.match(stderr, /--role must be "Admin" or "Member"/);
  assert.equal(simulator.calls.length, 0);
});

test("commands: --dry-run prints what would be sent, without a UserSig, and sends nothing", async (t) => {
  const { env, simulator } = await simulate(t);
  const words = [
    "kick-user-out",
    "--room-id",
    "R",
    "--member-account",
    "a",
    "--member-account",
    "b",
  ];
  const { SECRET_KEY: key, ...bare } = env;
  for (const given of [env, bare]) {
    const { code, stdout } = await run([...words, "--reason", "late", "--dry-run"], { env: given });
    assert.equal(code, 0);
    assert.match(
      stdout,
      /^POST http.*\/v4\/room_engine_http_srv\/kick_user_out\?sdkappid=1400000000&/,
    );
    assert.doesNotMatch(stdout, /usersig/i);
    assert.ok(!stdout.includes(key));
    assert.deepEqual(JSON.parse(stdout.slice(stdout.indexOf("\n"))).MemberList_Account, ["a", "b"]);
  }
  const { stdout } = await run([...words, "--reason", "late", "--dry-run", "--json"], { env });
  assert.equal(JSON.parse(stdout).body.Reason, "late");
  assert.equal(simulator.calls.length, 0);
});

test("commands: --all goes through all pages, as lines, as JSON, or as a table on a terminal", async (t) => {
  const { env, simulator } = await simulate(t);
  const count = Object.keys(simulator.rooms["town-hall"].members).length;
  const words = ["get-room-member-list", "--room-id", "town-hall", "--all"];
  const plain = await run(words, { env });
  const lines = plain.stdout.replace(/\n$/, "").split("\n");
  assert.equal(lines.length, count + 1);
  assert.ok(lines.every((line) => line.split("\t").length === 5));
  assert.ok(simulator.calls.length >= 3, "there were several pages");
  const items = jsonLines((await run([...words, "--json"], { env })).stdout);
  assert.equal(new Set(items.map(({ memberAccount }) => memberAccount)).size, count);
  const shown = await onTerminal(words, env);
  assert.match(shown, /^memberAccount {2,}nameCard {2,}role {2,}marks/);
  assert.ok(!shown.includes("\t"));
});

test("commands: names cannot move a terminal's cursor", async (t) => {
  const { env, simulator } = await simulate(t);
  simulator.rooms["room-test"].members.user4.nameCard = "a\x1b[2Jb\u202ec";
  const { stdout } = await run(["get-room-member-list", "--room-id", "room-test"], { env });
  assert.ok(stdout.includes("a\\u{1b}[2Jb\\u{202e}c"));
});

test("commands: what is mistyped is named, with what was probably meant", async () => {
  for (const [words, expected] of [
    [["kick-user-uot"], /no command `kick-user-uot`\nhint: did you mean `kick-user-out`/],
    [["kick-user-out", "--raeson", "x"], /unknown flag --raeson\nhint: did you mean --reason/],
    [["set", "room"], /MEMBER is missing/],
    [["get-callback", "x"], /`x` is one word too many/],
    [["import", "x.csv", "--format", "xml"], /--format is one of csv, jsonl/],
    [["import", "x.csv", "--rate", "fast"], /--rate is a whole number from 0 on/],
    [["kick-user-out", "--reason"], /--reason/],
    [
      ["delete-robot", "--member-account", "a", "--member-account", "b"],
      /--member-account is given twice/,
    ],
    [["set", "r", "m", "--role=Admin", "--role", "Member"], /--role is given twice/],
    [["import", "x.csv", "--rate", "1", "--rate", "2"], /--rate is given twice/],
    [
      ["update-room-info", "--is-video-disabled", "--no-is-video-disabled"],
      /--is-video-disabled and --no-is-video-disabled exclude each other/,
    ],
    [
      ["update-room-info", "--no-is-video-disabled", "--is-video-disabled"],
      /--no-is-video-disabled and --is-video-disabled exclude each other/,
    ],
    [["set", "r", "m", "--name-card", "-x"], /ambiguous\nhint: .* '--name-card=-XYZ'/],
  ]) {
    const { code, stderr, stdout } = await run(words);
    assert.deepEqual([code, stdout], [2, ""], words.join(" "));
    assert.match(stderr, expected);
  }
});

test("commands: what the package says is in the words of a command line", async () => {
  const env = who("http://127.0.0.1:9");
  const marks = ["mark-room-member", "--room-id", "r", "--command-type", "set", "--member-list"];
  for (const [words, expected] of [
    [
      ["kick-user-out", "--room-id", "r", "--member-account", ""],
      /: --member-account \(number 1\) must/,
    ],
    [[...marks, '{"memberAccount":"a"}'], /: `marks` of --member-list \(number 1\) is missing/],
    [
      ["create-room", "--room-id", "r", "--schedule-start-time", "soon"],
      /: --schedule-start-time must be ISO 8601 or Unix seconds/,
    ],
  ]) {
    const { code, stderr } = await run(words, { env });
    assert.equal(code, 2);
    assert.match(stderr, expected);
  }
});

test("commands: a hint names the command that helps", async (t) => {
  const { env } = await simulate(t, { faults: [{ kind: "code", code: 70_003 }] });
  const { stderr } = await run(["get-room-info", "--room-id", "class-7b"], { env });
  assert.match(stderr, /hint: .*; `inspect` shows/);
});

test("commands: --all prints what was read before a page failed", async (t) => {
  const { env, simulator } = await simulate(t);
  const words = ["get-room-member-list", "--room-id", "town-hall", "--all", "--count", "10"];
  const broken = (_call, number) => (number >= 3 ? { kind: "code", code: 100_001 } : undefined);
  simulator.faults.push(broken);
  const plain = await run(words, { env });
  assert.equal(plain.code, 1);
  assert.equal(plain.stdout.trimEnd().split("\n").length, 21);
  simulator.reset();
  simulator.faults.push({ kind: "code", code: 100_004 });
  assert.equal((await run([...words, "--json"], { env })).stdout, "");
});

test("commands: whoever reads the output may stop early", async (t) => {
  const { env } = await simulate(t);
  const { child, ended } = start(["get-room-member-list", "--room-id", "town-hall", "--all"], {
    env,
  });
  child.stdout.destroy();
  const { code, stderr } = await ended;
  assert.deepEqual([code, stderr], [0, ""]);
});

/** What the program writes to a terminal of its own. */
async function onTerminal(words, env) {
  const command = [process.execPath, PROGRAM, ...words].map((word) => `'${word}'`).join(" ");
  const { code, stdout } = await start(["-qec", command, "/dev/null"], { program: "script", env })
    .ended;
  assert.equal(code, 0, stdout);
  return stdout;
}

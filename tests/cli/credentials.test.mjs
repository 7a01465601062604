// Who calls: from the environment, from files, never from flags; and what is wrong with it.

import assert from "node:assert/strict";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import {
  csvOf,
  makeFile,
  makeFolder,
  run,
  SECRET_KEY,
  simulate,
  start,
  startService,
  who,
} from "./setup.mjs";

const READ = ["get-room-info", "--room-id", "class-7b"];
const linesOf = (variables) =>
  Object.entries(variables)
    .map(([name, value]) => `${name}=${value}\n`)
    .join("");

test("credentials: what is missing is named, and no flag takes it", async () => {
  const { code, stderr } = await run(READ);
  assert.equal(code, 2);
  assert.match(stderr, /not set: SDK_APP_ID, IDENTIFIER, SECRET_KEY/);
  for (const flag of ["--secret-key", "--user-sig", "--region", "--base-url", "--identifier"]) {
    const refused = await run([...READ, flag, "x"]);
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, new RegExp(`unknown flag ${flag}`));
  }
});

test("credentials: --env-file gives what the environment lacks", async (t) => {
  const { env } = await simulate(t);
  const text = `# who calls\nexport IDENTIFIER="${env.IDENTIFIER}" \n${linesOf({ ...env, IDENTIFIER: `'${env.IDENTIFIER}'` })}`;
  const file = makeFile(t, "who.env", text);
  assert.equal((await run([...READ, "--env-file", file])).code, 0);
  const wrong = await run([...READ, "--env-file", file], { env: { SECRET_KEY: "another" } });
  assert.equal(wrong.code, 4);
  const torn = makeFile(t, "torn.env", `SDK_APP_ID=1\n${SECRET_KEY}\n`);
  const { code, stderr } = await run([...READ, "--env-file", torn]);
  assert.equal(code, 2);
  assert.match(stderr, /line 2 is no NAME=value/);
  assert.ok(!stderr.includes(SECRET_KEY));
});

test("credentials: --settings gives the same, and says itself what is missing", async (t) => {
  const { env } = await simulate(t);
  const file = makeFile(t, "who.env", linesOf(env));
  assert.equal((await run([...READ, "--settings", file])).code, 0);
  for (const flag of [["--settings", "none.env"], ["--settings=none.env"]]) {
    const { code, stderr } = await run([...READ, ...flag]);
    assert.equal(code, 2);
    assert.match(stderr, /^error: none.env cannot be read: ENOENT/);
  }
  const both = await run([...READ, "--settings", file, "--env-file", file]);
  assert.equal(both.code, 2);
  assert.match(both.stderr, /--settings and --env-file exclude each other/);
});

test("credentials: what is no credential is exit code 2", async () => {
  const env = who("http://127.0.0.1:9");
  for (const [words, change, expected] of [
    [READ, { SDK_APP_ID: "abc" }, /SDK_APP_ID is a whole number/],
    [["sign", "bob"], { SDK_APP_ID: "0" }, /SDK_APP_ID is a whole number/],
    [["simulator"], { SDK_APP_ID: "abc" }, /SDK_APP_ID is a whole number/],
    [["simulator", "--port", "99999"], {}, /--port is a whole number from 0 to 65535/],
    [READ, { USER_SIG: "x" }, /SECRET_KEY and USER_SIG exclude each other/],
    [["doctor"], { USER_SIG: "x" }, /SECRET_KEY and USER_SIG exclude each other/],
  ]) {
    const { code, stdout, stderr } = await run(words, { env: { ...env, ...change } });
    assert.deepEqual([code, stdout], [2, ""], words.join(" "));
    assert.match(stderr, expected);
  }
});

test("credentials: 70403, which an App admin would not get, is one that is refused", async (t) => {
  const answer = () => ({ ErrorCode: 70_403, ErrorInfo: "no admin" });
  const { env, seen } = await startService(t, { answer });
  const file = makeFile(t, "a.csv", csvOf(2000, 10));
  const { code, stdout, stderr } = await run(["import", file, "--rate", "0"], { env });
  assert.equal(code, 4, stdout);
  assert.match(stderr, /70403/);
  assert.ok(seen.calls < 300, `${seen.calls} calls`);
});

test("credentials: a profile is taken alone, and refused when others can read it", async (t) => {
  const { env } = await simulate(t);
  const config = makeFolder(t);
  mkdirSync(join(config, "room-engine-admin"));
  const file = join(config, "room-engine-admin/prod.env");
  writeFileSync(file, linesOf(env), { mode: 0o600 });
  const given = { env: { XDG_CONFIG_HOME: config, SECRET_KEY: "of another application" } };
  assert.equal((await run([...READ, "--profile", "prod"], given)).code, 0);
  for (const mode of [0o640, 0o604]) {
    chmodSync(file, mode);
    const { code, stderr } = await run([...READ, "--profile", "prod"], given);
    assert.equal(code, 2);
    assert.match(stderr, /others can read .*\nhint: chmod 600/);
  }
  for (const name of ["../prod", "none"]) {
    assert.equal((await run([...READ, "--profile", name], given)).code, 2);
  }
  const both = await run([...READ, "--profile", "prod", "--env-file", file], given);
  assert.match(both.stderr, /exclude each other/);
});

test("credentials: a refused credential is exit code 4, with no secret in what is said", async (t) => {
  const { env } = await simulate(t);
  const { code, stderr, stdout } = await run(READ, {
    env: { ...env, SECRET_KEY: "a wrong key 123" },
  });
  assert.equal(code, 4);
  assert.match(stderr, /70009.*\nhint: .*SDK_APP_ID/);
  assert.ok(!(stderr + stdout).includes("a wrong key 123"));
});

test("doctor: says that all is well", async (t) => {
  const { env } = await simulate(t);
  const { code, stdout } = await run(["doctor"], { env });
  assert.equal(code, 0);
  assert.match(stdout, /ok +key.*\nok +clock.*\nok +service/);
});

for (const [what, change, exit, expected, options] of [
  ["key", { SECRET_KEY: "another" }, 4, /wrong +credential +.*70009/],
  ["identifier", { IDENTIFIER: "somebody" }, 4, /wrong +credential +.*60010[\s\S]*App admin/],
  ["application", { SDK_APP_ID: "1400000001" }, 4, /wrong +credential +.*70020[\s\S]*SDK_APP_ID/],
  ["region", {}, 4, /wrong +credential +.*60026[\s\S]*REGION/, { hosts: ["elsewhere.example"] }],
  [
    "clock",
    {},
    4,
    /wrong +clock +this machine's is \d+ s slow/,
    { now: () => Date.now() + 600_000 },
  ],
  ["network", { BASE_URL: "http://127.0.0.1:9" }, 1, /wrong +network/],
]) {
  test(`doctor: says what is wrong with the ${what}`, async (t) => {
    const { env } = await simulate(t, options);
    const { code, stdout } = await run(["doctor"], { env: { ...env, ...change } });
    assert.match(stdout, expected);
    assert.equal(code, exit);
    const json = await run(["doctor", "--json"], { env: { ...env, ...change } });
    assert.ok(JSON.parse(json.stdout).some(({ state }) => state === "wrong"));
  });
}

for (const code of [60_007, 60_018, 100_001, 100_007]) {
  test(`doctor: ${code} is the service's, and no credential that is wrong`, async (t) => {
    const { env } = await simulate(t, { faults: [{ kind: "code", code }] });
    const { code: exit, stdout } = await run(["doctor"], { env });
    assert.equal(exit, 1);
    assert.match(stdout, new RegExp(`wrong +service +.*${code}`));
  });
}

test("doctor: a network that answers nothing brings up no option of the package", async (t) => {
  const { env } = await simulate(t, {
    faults: [{ kind: "hang", times: Number.POSITIVE_INFINITY }],
  });
  const [doctor, read] = await Promise.all([run(["doctor"], { env }), run(READ, { env })]);
  assert.equal(doctor.code, 1);
  assert.match(doctor.stdout, /wrong +network .*\n +is http.* reachable from here\?/);
  assert.match(read.stderr, /no whole answer/);
  for (const text of [doctor.stdout, read.stderr]) assert.ok(!text.includes("timeoutMs"), text);
});

test("doctor: looks into a UserSig that was made elsewhere", async (t) => {
  const { env } = await simulate(t);
  const { stdout: userSig } = await run(["sign", "bob"], { env });
  const { SECRET_KEY: _, ...rest } = env;
  const { code, stdout } = await run(["doctor"], { env: { ...rest, USER_SIG: userSig.trim() } });
  assert.equal(code, 4);
  assert.match(stdout, /wrong +UserSig +it is for "bob", not "administrator"/);
});

test("credentials: sign prints a UserSig, and inspect reads it from standard input", async () => {
  const env = who("http://127.0.0.1:9");
  const { code, stdout } = await run(["sign", "bob", "--ttl", "60"], { env });
  assert.equal(code, 0);
  const read = await run(["inspect", "--json"], { env, input: `  ${stdout}\n` });
  const { identifier, verified, issuedAt, expiresAt } = JSON.parse(read.stdout);
  assert.deepEqual([identifier, verified], ["bob", true]);
  assert.equal(Date.parse(expiresAt) - Date.parse(issuedAt), 60_000);
  const other = await run(["inspect"], { env: { SECRET_KEY: "another" }, input: stdout });
  assert.match(other.stdout, /signature +WRONG/);
  assert.match((await run(["inspect"], { input: stdout })).stdout, /not checked/);
  const none = await run(["inspect"], { input: "no UserSig\n" });
  assert.equal(none.code, 2);
});

test("simulator: prints what to export, serves, and ends with Ctrl-C", async () => {
  const { child, output, ended } = start(["simulator"]);
  while (!output.stderr.includes("Ctrl-C")) await new Promise((resolve) => setTimeout(resolve, 10));
  const env = Object.fromEntries(
    [...output.stdout.matchAll(/^export (\w+)=(.*)$/gm)].map(([, name, value]) => [name, value]),
  );
  const { code, stdout } = await run(READ, { env });
  assert.equal(code, 0);
  assert.match(stdout, /Class 7b/);
  child.kill("SIGINT");
  assert.equal((await ended).code, 0);
});

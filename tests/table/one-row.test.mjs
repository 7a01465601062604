// A made-up operation is added to the table of a copy, one row and nothing else: whatever users see of
// an operation follows from it.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { before, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { signUserSig, WHO } from "../subject.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const COPY = join(ROOT, "target/one-row/copy");
const OPERATION = "praiseRoomMember";
const ROW = `
    /// Praises a member before all others.
    99999: "${OPERATION}" "room_engine_http_srv/praise_room_member"
        "once:100005 roomId! memberAccount!@ reason! count next"
        > "members[ memberAccount role/reply ] next/reply" [100001, 100005];
}
`;

const run = promisify(execFile);
const made = {};

before(
  async () => {
    copySources();
    const file = join(COPY, "src/api/operations.rs");
    const table = readFileSync(file, "utf8");
    writeFileSync(file, table.replace(/(?<=operations! \{[\s\S]*?;)\n\}\n/, ROW));
    for (const what of ["types", "facts", "operations", "table"])
      made[what] = await cargo("generate", what);
  },
  { timeout: 600_000 },
);

/** What the crate is made of. Built in a folder of its own, so that nobody else's program is replaced. */
function copySources() {
  rmSync(COPY, { recursive: true, force: true });
  mkdirSync(COPY, { recursive: true });
  for (const each of ["Cargo.toml", "Cargo.lock", "src", "xtask"]) {
    cpSync(join(ROOT, each), join(COPY, each), { recursive: true });
  }
  const probe = join(COPY, "xtask/generate/src/bin/probe.rs");
  cpSync(join(ROOT, "tests/table/probe.rs"), probe);
}

async function cargo(bin, ...args) {
  const options = ["run", "--quiet", "--locked", "--package", "generate", "--bin", bin, "--"];
  const env = { ...process.env, CARGO_TARGET_DIR: join(ROOT, "target/one-row/target") };
  const { stdout } = await run("cargo", [...options, ...args], {
    cwd: COPY,
    env,
    maxBuffer: 1e8,
    timeout: 600_000,
  });
  return stdout;
}

/** A generated module, with `stubs` in place of what it imports. */
async function load(name, text, stubs = {}) {
  for (const [from, source] of Object.entries(stubs)) {
    const file = join(COPY, `${name}-${from.slice(1)}.mjs`);
    writeFileSync(file, source);
    text = text.replace(`"${from}"`, JSON.stringify(pathToFileURL(file).href));
  }
  const file = join(COPY, `${name}.mjs`);
  writeFileSync(file, text);
  return import(pathToFileURL(file));
}

test("table: one row more makes types, with their doc comment", () => {
  const { types } = made;
  assert.match(types, /Praises a member before all others\.[\s\S]{0,200}document\/99999/);
  const options = types.match(/export interface PraiseRoomMemberOptions \{[^}]*\}/)[0];
  for (const line of [
    "roomId: string;",
    "memberAccount: string;",
    "reason: string;",
    "count?: number | null | undefined;",
  ]) {
    assert.ok(options.includes(line), `${line} in ${options}`);
  }
  assert.match(types, /export declare function praiseRoomMember\(/);
  assert.match(types, /\n {2}praiseRoomMember\(\n {4}options: PraiseRoomMemberOptions,/);
  assert.match(types, /Paged<PraiseRoomMemberReply, RoomMember>/);
  assert.match(types, /\{ operation: "praiseRoomMember"; options: PraiseRoomMemberOptions \}/);
  assert.match(types, /readonly praiseRoomMember: \{\s+readonly reason: number;/);
});

test("table: one row more makes a method and a function", async () => {
  const client = `export class Client {}
    export const call = (...given) => given;
    export const once = (...given) => given;`;
  const module = await load("operations", made.operations, { "#client": client });
  const admin = new module.RoomEngineAdmin();
  const pages = ["members", "next", "next", ""];
  assert.deepEqual(admin[OPERATION](1, 2), [admin, OPERATION, 1, 2, pages]);
  assert.deepEqual(module[OPERATION](1), [OPERATION, 1, pages]);
});

test("table: one row more makes limits, and a section of the reference", async () => {
  const { LIMITS } = await load("facts", made.facts);
  assert.deepEqual(LIMITS[OPERATION], { reason: 1000 });
  const { table } = await load("table", made.table);
  const { path, page, doc, effect, codes, options, reply, pages } = table[OPERATION];
  assert.equal(path, "room_engine_http_srv/praise_room_member");
  assert.deepEqual([page, effect, codes], [99_999, "once", [100_001, 100_005]]);
  assert.equal(doc, "Praises a member before all others.");
  assert.deepEqual(
    options.map(({ name, required }) => [name, required]),
    [
      ["roomId", true],
      ["memberAccount", true],
      ["reason", true],
      ["count", false],
      ["next", false],
    ],
  );
  assert.deepEqual(
    reply.map(({ name }) => name),
    ["members", "next"],
  );
  assert.deepEqual(pages, { items: "members", cursor: "next", option: "next" });
});

test("table: one row more is checked by the simulator", async () => {
  const { createSimulator } = await simulatorOf(made.facts);
  const { sdkAppId, identifier, secretKey } = WHO;
  const simulator = createSimulator({ sdkAppId, secretKey, rooms: { r: { members: ["ann"] } } });
  const usersig = await signUserSig(WHO);
  const query = new URLSearchParams({
    sdkappid: sdkAppId,
    identifier,
    usersig,
    random: 1,
    contenttype: "json",
  });
  const code = async (body) => {
    const url = `https://service.example/v4/room_engine_http_srv/praise_room_member?${query}`;
    const answer = await simulator.fetch(url, { method: "POST", body: JSON.stringify(body) });
    return (await answer.json()).ErrorCode;
  };
  const body = { RoomId: "r", Member_Account: "ann", Reason: "well done" };
  const good = await code(body);
  assert.equal(simulator.calls[0].operation, OPERATION);
  for (const wrong of [{ Reason: undefined }, { Reason: 7 }, { Reason: "x".repeat(1001) }]) {
    assert.notEqual(await code({ ...body, ...wrong }), good);
  }
});

/** The simulator with other facts. */
async function simulatorOf(facts) {
  const { buildSync } = createRequire(join(ROOT, "package.json"))("esbuild");
  const file = join(COPY, "simulator-facts.js");
  writeFileSync(file, facts);
  const outfile = join(COPY, "simulator.mjs");
  buildSync({
    entryPoints: [join(ROOT, "pkg-template/simulator/index.js")],
    bundle: true,
    format: "esm",
    platform: "neutral",
    external: ["node:*"],
    alias: { "#facts": file },
    nodePaths: [join(ROOT, "node_modules")],
    outfile,
  });
  return import(pathToFileURL(outfile));
}

test("table: one row more is served by the handler, and sent", { timeout: 600_000 }, async () => {
  const options = { roomId: "r", memberAccount: "ann", reason: "well done" };
  const asking = (more) =>
    JSON.stringify({ operation: OPERATION, options: { ...options, ...more } });
  const [good, wrong, sent] = (
    await cargo("probe", OPERATION, asking(), asking({ reason: 7 }))
  ).split("\n");
  assert.equal(good, `200 ${asking()}`);
  assert.match(wrong, /^400 .*`reason` must be a string, got number/);
  const body = { RoomId: "r", Member_Account: "ann", Reason: "well done" };
  assert.equal(sent, `room_engine_http_srv/praise_room_member ${JSON.stringify(body)}`);
});

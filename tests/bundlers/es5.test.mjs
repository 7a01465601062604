// Apps that are compiled for old browsers, the package with them: the class and its errors stay what
// they are, though classes become functions.

import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { PROJECT } from "../subject.mjs";

const { BUNDLERS } = process.env;
if (!BUNDLERS || !existsSync(BUNDLERS)) {
  throw new Error("BUNDLERS is not set: run these tests with `cargo xtask test bundlers`");
}
const load = createRequire(join(BUNDLERS, "package.json"));
const SOURCE = readFileSync(join(PROJECT, "node_modules/room-engine-admin/dist/index.cjs"), "utf8");

const babel = (...presets) =>
  load("@babel/core").transformSync(SOURCE, {
    babelrc: false,
    configFile: false,
    compact: true,
    filename: join(BUNDLERS, "index.cjs"),
    presets,
  }).code;

const COMPILERS = {
  "Babel preset-env for Internet Explorer 11": () =>
    babel([load.resolve("@babel/preset-env"), { targets: { ie: "11" }, modules: false }]),
  "Babel preset-env, loose": () =>
    babel([
      load.resolve("@babel/preset-env"),
      { targets: { ie: "11" }, modules: false, loose: true },
    ]),
  "the preset of React Native": () =>
    babel([
      load.resolve("@react-native/babel-preset"),
      { enableBabelRuntime: false, disableImportExportTransform: true },
    ]),
  "SWC, es5": () =>
    load("@swc/core").transformSync(SOURCE, {
      filename: "index.cjs",
      isModule: false,
      swcrc: false,
      jsc: { target: "es5", parser: { syntax: "ecmascript" } },
    }).code,
};

const ACCOUNT = { sdkAppId: 1_400_000_000, identifier: "administrator", secretKey: "0123456789" };
const MEMBER = { roomId: "r", memberAccount: "m" };

for (const [name, compile] of Object.entries(COMPILERS)) {
  test(`es5: ${name}`, { timeout: 240_000 }, async (t) => {
    const code = compile();
    assert.doesNotMatch(code, /\bclass\s+\w+\s+extends\b/, "it is compiled");
    const entry = await compiled(t, code);
    const { RoomEngineAdmin, RoomEngineError } = entry;
    assert.deepEqual(
      [RoomEngineAdmin.name, RoomEngineError.name],
      ["RoomEngineAdmin", "RoomEngineError"],
    );

    const answer = (body) => async () => new Response(JSON.stringify(body));
    const admin = new RoomEngineAdmin({ ...ACCOUNT, fetch: answer({ ErrorCode: 0 }) });
    assert.ok(admin instanceof RoomEngineAdmin);
    assert.equal((await admin.updateRoomMemberInfo(MEMBER)).errorCode, 0);
    const once = {
      ...ACCOUNT,
      ...MEMBER,
      fetch: answer({ ErrorCode: 100_004, ErrorInfo: "gone" }),
    };
    const refused = await entry.updateRoomMemberInfo(once).catch((error) => error);
    assertError(entry, refused, { kind: "api", code: 100_004, info: "gone", attempts: 1 });
    const invalid = await entry.updateRoomMemberInfo({}).catch((error) => error);
    assertError(entry, invalid, { kind: "invalid", attempts: 0 });

    // The app's own classes, compiled by the same compiler or not at all.
    class Mine extends RoomEngineError {}
    assert.ok(!(refused instanceof Mine));
    const names = [];
    const pages = [
      { MemberList: [{ Member_Account: "a" }], Next: "x" },
      { MemberList: [], Next: "" },
    ];
    const fetch = async () =>
      new Response(JSON.stringify({ ErrorCode: 0, Response: pages.shift() }));
    const list = new RoomEngineAdmin({ ...ACCOUNT, fetch }).getRoomMemberList({ roomId: "r" });
    for await (const { memberAccount } of list) names.push(memberAccount);
    assert.deepEqual(names, ["a"]);
    admin.free();
    assertError(entry, await admin.updateRoomMemberInfo(MEMBER).catch((error) => error), {
      kind: "invalid",
    });
  });
}

function assertError({ RoomEngineError }, error, fields) {
  assert.ok(error instanceof RoomEngineError, String(error));
  assert.ok(error instanceof Error);
  assert.ok(RoomEngineError.is(error));
  assert.equal(error.name, "RoomEngineError");
  assert.ok(error.message.length > 5 && error.stack.includes(error.message));
  for (const [field, value] of Object.entries(fields)) assert.equal(error[field], value, field);
  const again = RoomEngineError.from(JSON.parse(JSON.stringify(error)));
  assert.ok(again instanceof RoomEngineError);
  assert.deepEqual({ ...again }, { ...error });
}

/** What the compiled file exports. */
async function compiled(t, code) {
  const folder = mkdtempSync(join(tmpdir(), "room-engine-admin-es5-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, "app"));
  const file = join(folder, "app/index.cjs");
  writeFileSync(file, code);
  return createRequire(file)(file);
}

// The console on Cloudflare Workers: bundled as its wrangler.jsonc says, run in the real workerd.

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { bin, requireTool, run } from "../runtimes/setup.mjs";
import { DEMO, DIST, FOLDER, load } from "./setup.mjs";

const { Miniflare } = await import(pathToFileURL(requireTool.resolve("miniflare")));
const { hashPassword } = await load("server/password.mjs");

const OUT = join(FOLDER, "../worker");
const JSON_TYPE = { "content-type": "application/json" };

before(async () => {
  const env = {
    CI: "true",
    WRANGLER_SEND_METRICS: "false",
    WRANGLER_LOG_PATH: join(OUT, "logs"),
    XDG_CONFIG_HOME: join(OUT, "config"),
  };
  await run(bin("wrangler"), ["deploy", "--dry-run", "--outdir", OUT], { cwd: FOLDER, env });
});

async function startConsole(t, bindings = {}) {
  const worker = new Miniflare({
    bindings,
    compatibilityDate: "2026-04-01",
    rootPath: OUT,
    scriptPath: readdirSync(OUT).find((file) => file.endsWith(".js")),
    modules: true,
    modulesRules: [{ type: "CompiledWasm", include: ["**/*.wasm"] }],
    assets: {
      directory: DIST,
      binding: "ASSETS",
      routerConfig: { invoke_user_worker_ahead_of_assets: true, has_user_worker: true },
    },
    host: "127.0.0.1",
    port: 0,
    cf: false,
    // Its log has a line for each call; what goes wrong is on the other stream.
    handleRuntimeStdio: (stdout, stderr) => {
      stdout.resume();
      stderr.pipe(process.stderr);
    },
  });
  t.after(() => worker.dispose());
  const url = await worker.ready;
  const at = (path, init) => fetch(new URL(path, url), { redirect: "manual", ...init });
  const post = (path, body, headers) =>
    at(path, { method: "POST", headers: { ...JSON_TYPE, ...headers }, body: JSON.stringify(body) });
  return { at, post };
}

test("worker: serves the page with its headers, signs in, and makes a call", async (t) => {
  const { at, post } = await startConsole(t);
  const page = await at("/");
  const html = await page.text();
  assert.match(html, /<title>Room console<\/title>/);
  assert.match(page.headers.get("content-security-policy"), /frame-ancestors 'none'/);
  const script = await at(/src="([^"]+main[^"]+)"/.exec(html)[1]);
  assert.match(script.headers.get("content-type"), /javascript/);
  assert.match(script.headers.get("content-security-policy"), /script-src 'self'/);
  const call = {
    operation: "updateRoomMemberInfo",
    options: { roomId: "town-hall", memberAccount: "ben", nameCard: "本 😀" },
  };
  assert.equal((await post("/api/room-engine", call)).status, 403);
  const signedIn = await post("/api/sign-in", DEMO);
  assert.equal(signedIn.status, 200);
  const [cookie] = signedIn.headers.get("set-cookie").split(";");
  const reply = await post("/api/room-engine", call, { cookie });
  assert.equal(reply.status, 200, await reply.clone().text());
  const list = { operation: "getRoomMemberList", options: { roomId: "town-hall" } };
  const { Reply } = await (await post("/api/room-engine", list, { cookie })).json();
  const ben = Reply.members.find(({ memberAccount }) => memberAccount === "ben");
  assert.equal(ben.nameCard, "本 😀");
  const { rooms } = await (await at("/api/rooms", { headers: { cookie } })).json();
  assert.ok(rooms.some(({ roomId }) => roomId === "board-meeting"));
  const { entries } = await (await at("/api/audit", { headers: { cookie } })).json();
  assert.deepEqual(
    entries.map(({ operation, members, outcome }) => [operation, members, outcome]),
    [["updateRoomMemberInfo", ["ben"], "done"]],
  );
});

test("worker: many at once are answered, each by itself", async (t) => {
  const { at, post } = await startConsole(t);
  const [cookie] = (await post("/api/sign-in", DEMO)).headers.get("set-cookie").split(";");
  const calls = Array.from({ length: 30 }, (_, index) => {
    const options = { roomId: "town-hall", memberAccount: "ben", nameCard: `n${index}` };
    return post("/api/room-engine", { operation: "updateRoomMemberInfo", options }, { cookie });
  });
  const statuses = (await Promise.all(calls)).map(({ status }) => status);
  assert.deepEqual(new Set(statuses), new Set([200]));
  assert.equal((await at("/api/session")).status, 200);
});

test("worker: takes a hash of as many iterations as Workers allow", async (t) => {
  const { post } = await startConsole(t, {
    SDK_APP_ID: "1400000000",
    IDENTIFIER: "administrator",
    SECRET_KEY: "any text",
    SESSION_KEY: "0123456789abcdefghijklmnopqrstuvwxyz",
    OPERATORS: `ann=${await hashPassword("a long password", 100_000)}`,
  });
  const right = await post("/api/sign-in", { operator: "ann", password: "a long password" });
  assert.equal(right.status, 200);
  assert.equal((await right.json()).isSimulator, false);
  assert.equal((await post("/api/sign-in", { operator: "ann", password: "another" })).status, 401);
});

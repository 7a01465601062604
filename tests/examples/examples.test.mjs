// Each example, as a user has it who copies its folder, run on the packed package.

import assert from "node:assert/strict";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { createServer } from "node:net";
import { test } from "node:test";
import { bin } from "../runtimes/setup.mjs";
import { runWrangler, startWorker } from "../runtimes/workerd.mjs";
import { RoomEngineAdmin } from "../subject.mjs";
import {
  copyOf,
  filesOf,
  OPERATOR_TOKEN,
  post,
  ROOM,
  runIn,
  serve,
  startRoom,
} from "./projects.mjs";

/** Those that are more than a first step have docs and tests of their own. */
const LARGER = ["bullmq", "cloudflare", "limiters"];
const SMALL = [
  ...["bun", "deno", "express", "fastify", "hono-workers", "nextjs", "node-script", "sveltekit"],
];
const NAME = "杰克 & Jill";

test("examples: each has its test", () => {
  const found = readdirSync(new URL("../../examples/", import.meta.url)).sort();
  assert.deepEqual(found, [...LARGER, ...SMALL].sort());
});

for (const example of SMALL) {
  test(`examples: ${example} has less than 60 lines of code`, () => {
    const code = Object.entries(filesOf(example)).filter(([name]) => name !== "package.json");
    const lines = code.flatMap(([, text]) => text.trimEnd().split("\n"));
    assert.ok(lines.length < 60, `${lines.length} lines`);
  });
}

test("examples: node-script renames a member and lists the room", async (t) => {
  const { env } = await startRoom(t);
  const cwd = copyOf("node-script");
  const { code, stdout, stderr } = await runIn(cwd, ["rename.mjs", ROOM, "user4", NAME], env);
  assert.equal(code, 0, stderr);
  assert.deepEqual(
    stdout.trim().split("\n").sort(),
    [`user4 Member ${NAME}`, "user5 Member "].map((line) => line.trimEnd()).sort(),
  );
});

test("examples: node-script says what is wrong", async (t) => {
  const { env } = await startRoom(t);
  const { code, stderr } = await runIn(
    copyOf("node-script"),
    ["rename.mjs", ROOM, "nobody", "x"],
    env,
  );
  assert.equal(code, 1);
  assert.match(stderr, /100005/);
});

for (const example of ["express", "fastify"]) {
  test(`examples: ${example} kicks a member, for operators only`, async (t) => {
    const { env, room } = await startRoom(t);
    const url = await serve(t, copyOf(example), [process.execPath, "server.mjs"], env);
    const kick = `${url}/rooms/${ROOM}/kick`;

    const stranger = await post(kick, { memberAccount: "user4" }, "wrong");
    assert.equal(stranger.status, 401);
    assert.deepEqual(Object.keys(room.members), ["user4", "user5"]);

    const done = await post(kick, { memberAccount: "user4" });
    assert.equal(done.status, 200);
    assert.match((await done.json()).requestId, /./);
    assert.deepEqual(Object.keys(room.members), ["user5"]);

    const nobody = await post(kick, {});
    assert.equal(nobody.status, 400);
    assert.match((await nobody.json()).field, /^memberAccounts/);
    assert.equal((await post(kick, { memberAccount: "user4" })).status, 502);
  });
}

/** How the servers with a handler are started. */
const HANDLERS = {
  bun: (t, env) => serve(t, copyOf("bun"), [bin("bun"), "run", "server.ts"], env),
  deno: (t, env) =>
    serve(
      t,
      copyOf("deno"),
      [bin("deno"), "run", "--allow-net", "--allow-env", "--cached-only", "server.ts"],
      env,
    ),
  "hono-workers": async (t, env) => {
    const cwd = copyOf("hono-workers");
    const { compatibility_date: compatibilityDate } = JSON.parse(
      filesOf("hono-workers")["wrangler.json"],
    );
    return startWorker(t, { root: await runWrangler(cwd), compatibilityDate, bindings: env });
  },
  nextjs: async (t, env) => {
    const cwd = copyOf("nextjs");
    const quiet = { ...env, NEXT_TELEMETRY_DISABLED: "1", CI: "true", NODE_ENV: "production" };
    const built = await runIn(cwd, [bin("next"), "build"], quiet);
    assert.equal(built.code, 0, built.stdout + built.stderr);
    return serve(t, cwd, [bin("next"), "start", "--hostname", "127.0.0.1", "--port", "0"], quiet);
  },
};

for (const [example, begin] of Object.entries(HANDLERS)) {
  test(`examples: ${example} lets a page of an operator change a member`, async (t) => {
    const { env, room } = await startRoom(t);
    const url = await begin(t, env);
    const endpoint = new URL("/api/room-engine", url).href;
    const page = (token) =>
      new RoomEngineAdmin({ endpoint, headers: { authorization: `Bearer ${token}` } });

    const change = { roomId: ROOM, memberAccount: "user4", nameCard: NAME };
    await assert.rejects(page("wrong").updateRoomMemberInfo(change), { kind: "http", status: 403 });
    assert.notEqual(room.members.user4.nameCard, NAME);
    await page(OPERATOR_TOKEN).updateRoomMemberInfo(change);
    assert.equal(room.members.user4.nameCard, NAME);
  });
}

test("examples: sveltekit lists a room and renames a member", async (t) => {
  const { env, room } = await startRoom(t);
  const cwd = copyOf("sveltekit");
  const built = await runIn(cwd, [bin("vite"), "build"], { ...env, CI: "true" });
  assert.equal(built.code, 0, built.stdout + built.stderr);
  // The port has to be known: this server does not say which one it was given.
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const address = { ...env, HOST: "127.0.0.1", PORT: String(port), ORIGIN: url };
  await serve(t, cwd, [process.execPath, "build"], address);
  const page = `${url}/rooms/${ROOM}`;
  assert.match(await (await fetch(page)).text(), /user4/);

  // As a browser without scripts sends a form.
  const headers = { origin: url, accept: "text/html" };
  const form = new URLSearchParams({ memberAccount: "user4", nameCard: NAME });
  const renamed = await fetch(page, { method: "POST", body: form, headers });
  assert.equal(renamed.status, 200);
  assert.equal(room.members.user4.nameCard, NAME);
  form.set("nameCard", "x".repeat(33));
  const refused = await fetch(page, { method: "POST", body: form, headers });
  assert.equal(refused.status, 400);
  assert.match(await refused.text(), /nameCard/);
});

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

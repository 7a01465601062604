// The console as a program of its own on Node: what `npm start` and `npm run hash` do.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { get } from "node:http";
import { test } from "node:test";
import { DEMO, FOLDER } from "./setup.mjs";

const ADDRESS = /http:\/\/(?:127\.0\.0\.\d|\[[:\w.]+\]):\d+\//;

/** Starts a program of the console with nothing but these names in its environment. */
function start(t, args, env = {}) {
  const { PATH } = process.env;
  const child = spawn(process.execPath, args, { cwd: FOLDER, env: { PATH, ...env } });
  t.after(() => child.kill("SIGKILL"));
  const output = { text: "" };
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => (output.text += text));
  }
  return { child, output };
}

async function address({ child, output }) {
  while (!output.text.includes("The console is at")) {
    await Promise.race([
      once(child.stdout, "data"),
      once(child, "exit").then(([code]) => assert.fail(`${code}`)),
    ]);
  }
  assert.match(output.text, ADDRESS);
  return ADDRESS.exec(output.text)[0];
}

const signIn = (url, who) =>
  fetch(`${url}api/sign-in`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(who),
  });

test("node: starts on the simulator, says where and how to sign in, and stops when asked", async (t) => {
  const program = start(t, ["server/node.mjs"], { PORT: "0" });
  const url = await address(program);
  assert.match(program.output.text, /simulator.*\n.*"demo", password "simulator"/);
  const page = await fetch(url);
  assert.match(await page.text(), /<title>Room console<\/title>/);
  assert.equal(page.headers.get("content-encoding"), "gzip");
  assert.equal((await signIn(url, DEMO)).status, 200);
  program.child.kill("SIGTERM");
  const [code] = await once(program.child, "exit");
  assert.equal(code, 0);
});

test("node: with credentials it says nothing of a demo, and takes the operators that `hash` has made", async (t) => {
  const hash = start(t, ["server/hash.mjs", "ann", "100000"]);
  hash.child.stdin.end("a long password\n");
  await once(hash.child, "exit");
  const entry = /^ann=pbkdf2-sha256\.100000\.[\w-]+\.[\w-]+$/m.exec(hash.output.text)?.[0];
  assert.ok(entry, hash.output.text);
  assert.doesNotMatch(hash.output.text, /a long password/);
  const program = start(t, ["server/node.mjs"], {
    PORT: "0",
    SDK_APP_ID: "1400000000",
    IDENTIFIER: "administrator",
    SECRET_KEY: "any text",
    OPERATORS: entry,
    SESSION_KEY: "0123456789abcdefghijklmnopqrstuvwxyz",
  });
  const url = await address(program);
  assert.doesNotMatch(program.output.text, /demo|simulator/);
  assert.equal((await signIn(url, DEMO)).status, 401);
  const answer = await signIn(url, { operator: "ann", password: "a long password" });
  const { isSimulator, operator, sdkAppId } = await answer.json();
  const expected = { isSimulator: false, operator: "ann", sdkAppId: 1400000000 };
  assert.deepEqual({ isSimulator, operator, sdkAppId }, expected);
});

test("node: does not start half set up", async (t) => {
  const { child, output } = start(t, ["server/node.mjs"], { PORT: "0", SECRET_KEY: "only this" });
  const [code] = await once(child, "exit");
  assert.equal(code, 1);
  assert.match(output.text, /SDK_APP_ID, IDENTIFIER, OPERATORS, SESSION_KEY must be set/);
  assert.doesNotMatch(output.text, /only this/);
});

/** The status of an answer to a request that names this host. */
async function statusFor(url, host) {
  const [answer] = await once(get(url, { agent: false, headers: { host } }), "response");
  answer.resume();
  return answer.statusCode;
}

for (const HOST of ["localhost", "LOCALHOST", "127.0.0.2", "::1", "::ffff:127.0.0.1"]) {
  test(`gate: with HOST=${HOST} it answers at the address that it prints, and to no other host`, async (t) => {
    const url = await address(start(t, ["server/node.mjs"], { PORT: "0", HOST }));
    assert.equal((await fetch(url)).status, 200, url);
    const { port } = new URL(url);
    assert.equal(await statusFor(url, `localhost:${port}`), 200);
    assert.equal(await statusFor(url, `evil.example:${port}`), 421);
    assert.equal(await statusFor(url, "127.0.0.1.evil.example"), 421);
  });
}

for (const [env, words] of [
  [
    { PUBLIC_ORIGIN: "https://my~console.internal" },
    /PUBLIC_ORIGIN .*https:\/\/my~console\.internal/,
  ],
  [{ OPERATORS: "ann=pbkdf2-sha256.600000.." }, /OPERATORS: .*salt/],
]) {
  test(`settings: it does not start with ${JSON.stringify(env)}`, async (t) => {
    const program = start(t, ["server/node.mjs"], { PORT: "0", ...env });
    await assert.rejects(address(program), { message: "1" });
    assert.match(program.output.text, words);
  });
}

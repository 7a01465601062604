// The example on Cloudflare as its users have it, in workerd.

import assert from "node:assert/strict";
import { cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { makeProject } from "../runtimes/setup.mjs";
import { mostInAnySecond } from "./sends.mjs";
import { assertUpdates, environment, startService, update } from "./service.mjs";
import { LIMIT, makeFolder, start, until, wait } from "./setup.mjs";

const EXAMPLE = copyExample();
const { feed } = await import(pathToFileURL(join(EXAMPLE, "local.mjs")));

test("cloudflare: updates at random moments, from its queue", async (t) => {
  const setup = await startSetup(t, 50);
  for (let part = 0; part < 20; part += 1) {
    await setup.want(20);
    await wait(Math.random() * 100);
  }
  await setup.settled();
});

test("cloudflare: thirty consumers at once keep to 200 in any second", async (t) => {
  const setup = await startSetup(t, 1000);
  await setup.want(1000);
  const left = setup.updates.map((one) => JSON.stringify([one.roomId, one.memberAccount]));
  const consumer = async () => {
    while (left.length > 0) left.push(...(await setup.order("consume", left.splice(0, 5))));
  };
  await Promise.all(Array.from({ length: 30 }, consumer));
  await setup.settled();
});

test("cloudflare: killed with all that waits, it goes on where it was", async (t) => {
  const setup = await startSetup(t, 100);
  await setup.want(100);
  await until(() => setup.service.simulator.calls.length > 20, "calls");
  await setup.kill();
  await setup.serve();
  await setup.want(20);
  await setup.settled();
});

test("cloudflare: one that stood still in `acquire` sends nothing that is old", async (t) => {
  const setup = await startSetup(t, 5);
  await setup.order("pause");
  await setup.want(5);
  await wait(2000);
  setup.signal("SIGSTOP");
  await wait(12_000);
  setup.signal("SIGCONT");
  await until(() => setup.text().includes("fenced"), "the fence");
  await setup.want(20);
  await setup.settled();
});

test("cloudflare: one command runs the example", async (t) => {
  const { output, end } = start(t, process.execPath, [join(EXAMPLE, "run.mjs")]);
  assert.equal(await end, 0, output.text);
  assert.match(output.text, /\d+ calls in .* outcomes: .*"done":\d+/);
});

async function startSetup(t, members) {
  const service = await startService(t, members);
  const persist = makeFolder(t);
  const BINDINGS = JSON.stringify(environment(service));
  const env = { BINDINGS, PERSIST: persist };
  const servers = [];
  let [url, client] = [];
  const serve = async () => {
    const file = join(EXAMPLE, "cloudflare-serve.mjs");
    const server = start(t, process.execPath, [file], { env, detached: true });
    t.after(() => signal("SIGKILL", server));
    servers.push(server);
    const told = () => server.output.text.match(/"url":"([^"]+)"/);
    await until(() => server.child.exitCode !== null || told(), "the Worker");
    assert.ok(told(), server.output.text);
    url = told()[1];
    client = feed(url);
  };
  await serve();
  const updates = [];
  const next = () => {
    const random = Math.floor(Math.random() * members);
    updates.push(update(updates.length, updates.length < members ? updates.length : random));
    return updates.at(-1);
  };
  const text = () => servers.map(({ output }) => output.text).join("\n");
  const settled = async () => {
    const told = async () => (await client.outcomes()).filter(({ outcome }) => outcome !== null);
    await until(async () => (await told()).length === updates.length, "every outcome", 120_000);
    assertUpdates(service, updates, await told());
    assertBound(t, text());
  };
  const order = async (what, body) => {
    const init = { method: "POST", headers: { "x-test": what }, body: JSON.stringify(body) };
    return (await fetch(url, init)).json();
  };
  const kill = () => {
    signal("SIGKILL", servers.at(-1));
    return servers.at(-1).end;
  };
  const want = (count) => client.want(Array.from({ length: count }, next));
  const setup = { service, updates, serve, text, settled, order, kill, want };
  return { ...setup, signal: (name) => signal(name, servers.at(-1)) };
}

/** To the process and to those that it started: its group. */
function signal(name, { child }) {
  try {
    process.kill(-child.pid, name);
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}

function assertBound(t, text) {
  const logged = text.matchAll(/\{"at":(\d+),"sent":1\}/g);
  const times = [...logged].map(([, at]) => Number(at));
  times.sort((a, b) => a - b);
  const most = mostInAnySecond(times);
  const seconds = ((times.at(-1) - times[0]) / 1000).toFixed(1);
  t.diagnostic(`${times.length} sends in ${seconds} s, most in a second ${most}`);
  assert.ok(most <= LIMIT, `${most} in one second`);
}

/** The example's folder beside the runtimes, where miniflare and wrangler are found. */
function copyExample() {
  const folder = makeProject("cloudflare-example");
  const examples = fileURLToPath(new URL("../../examples", import.meta.url));
  for (const name of ["limiters", "cloudflare"]) {
    mkdirSync(join(folder, name));
    cpSync(join(examples, name), join(folder, name), { recursive: true });
  }
  for (const name of ["cloudflare-main.mjs", "cloudflare-serve.mjs"]) {
    cpSync(new URL(name, import.meta.url), join(folder, "cloudflare", name));
  }
  return join(folder, "cloudflare");
}

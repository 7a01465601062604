// The example on BullMQ as its users have it: four workers, of which one dies or stands still.

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { redisLimiter } from "../../examples/limiters/redis.mjs";
import { read } from "../docs/markdown.mjs";
import { assertRate, assertUpdates, environment, startService, update } from "./service.mjs";
import { copyExamples, makeFolder, requireTool, start, until, wait } from "./setup.mjs";
import { startRedis } from "./stores.mjs";

const { Queue } = requireTool("bullmq");

const EXAMPLE = join(copyExamples("bullmq", ["limiters", "bullmq"]), "bullmq");
const { OUTCOMES, QUEUE, Wanted } = await import(pathToFileURL(join(EXAMPLE, "wanted.mjs")));
const LOGGER = fileURLToPath(new URL("log-sends.mjs", import.meta.url));

test("bullmq: updates at once and at random moments, by four workers", async (t) => {
  const setup = await startSetup(t, 1000);
  await setup.want(1000);
  await setup.trickle(1000);
  await setup.settled();
  await setup.assertAll();
  const superseded = (await setup.outcomes()).filter(({ outcome }) => outcome === "superseded");
  assert.ok(superseded.length > 0, "updates that were not needed any more say so");
});

test("bullmq: a worker is killed", async (t) => {
  const setup = await startSetup(t, 300);
  await setup.want(300);
  await until(() => setup.service.simulator.calls.length > 100, "calls");
  await setup.workers[0].kill("SIGKILL");
  await setup.trickle(300);
  await setup.settled();
  await setup.assertAll();
});

test("bullmq: a worker that stood still in `acquire` sends nothing that is old", async (t) => {
  const setup = await startSetup(t, 100);
  redisLimiter(setup.redis).slowDown({ retryAfterMs: 10_000 });
  await setup.want(100);
  await until(async () => (await setup.queue.getActiveCount()) === 100, "a job for each place");
  await wait(500);
  const [victim] = setup.workers;
  victim.child.kill("SIGSTOP");
  await setup.want(100);
  await setup.settled();
  victim.child.kill("SIGCONT");
  await until(() => victim.output.text.includes("fenced"), "the fence");
  await setup.want(100);
  await setup.settled();
  await setup.assertAll();
});

test("bullmq: an update that the service refuses is told as failed", async (t) => {
  const setup = await startSetup(t, 1);
  await setup.wanted.want(setup.queue, [update(0, 1)]);
  await until(async () => (await setup.outcomes()).length === 1, "the outcome");
  const [{ id, outcome, code }] = await setup.outcomes();
  assert.deepEqual({ id, outcome, code }, { id: "u0", outcome: "failed", code: 100_005 });
});

test("bullmq: updates are asked for as the README has it", async (t) => {
  const setup = await startSetup(t, 5);
  const { blocks } = read(join(EXAMPLE, "README.md"));
  const { text } = blocks.find(({ words }) => words.includes("asking"));
  const names = ["Wanted", "Queue", "QUEUE", "redis"];
  const ask = new (async () => {}).constructor(...names, `${text}\nreturn queue;`);
  const queue = await ask(Wanted, Queue, QUEUE, setup.redis);
  t.after(() => queue.close());
  await until(async () => (await setup.outcomes()).length === 1, "the outcome");
  const [{ id, outcome }] = await setup.outcomes();
  assert.deepEqual({ id, outcome }, { id: "row 17", outcome: "done" });
  const { nameCard, role } = setup.service.simulator.rooms["room-test"].members.user4;
  assert.deepEqual({ nameCard, role }, { nameCard: "jack", role: "Admin" });
});

test("bullmq: one command runs the example", async (t) => {
  const { output, end } = start(t, process.execPath, [join(EXAMPLE, "run.mjs")]);
  assert.equal(await end, 0, output.text);
  assert.match(output.text, /\d+ calls in .* outcomes: .*"done":\d+/);
});

async function startSetup(t, members) {
  const service = await startService(t, members);
  const store = await startRedis(t);
  const queue = new Queue(QUEUE, { connection: { url: store.url, maxRetriesPerRequest: null } });
  t.after(() => queue.close());
  const wanted = new Wanted(store.admin);
  const folder = makeFolder(t);
  const logs = [];
  const workers = Array.from({ length: 4 }, (_, number) => {
    const log = join(folder, String(number));
    writeFileSync(log, "");
    logs.push(log);
    const env = { ...environment(service), REDIS_URL: store.url, SENDS: log };
    const args = ["--import", pathToFileURL(LOGGER).href, join(EXAMPLE, "worker.mjs")];
    return start(t, process.execPath, args, { env });
  });
  const updates = [];
  const next = () => {
    const random = Math.floor(Math.random() * members);
    const made = update(updates.length, updates.length < members ? updates.length : random);
    updates.push(made);
    return made;
  };
  const outcomes = async () => {
    const entries = await store.admin.xrange(OUTCOMES, "-", "+");
    return entries.map(([, [, text]]) => JSON.parse(text));
  };
  const want = (count) => wanted.want(queue, Array.from({ length: count }, next));
  const trickle = async (count) => {
    for (let done = 0; done < count; done += 20) {
      await want(20);
      await wait(Math.random() * 80);
    }
  };
  const settled = () => {
    const all = async () => (await store.admin.xlen(OUTCOMES)) >= updates.length;
    return until(all, "every update's outcome", 120_000);
  };
  const assertAll = async () => {
    assertUpdates(service, updates, await outcomes());
    assertRate(t, logs);
  };
  const setup = { service, redis: store.admin, queue, wanted, workers, outcomes, want, trickle };
  return { ...setup, settled, assertAll };
}

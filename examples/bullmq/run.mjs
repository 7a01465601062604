// All of it on this machine: a Redis, the simulator, four workers, and updates at random.

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Queue } from "bullmq";
import { Redis } from "ioredis";
import { createSimulator } from "room-engine-admin/simulator";
import { listen } from "room-engine-admin/simulator/node";
import { OUTCOMES, QUEUE, Wanted } from "./wanted.mjs";

const [MEMBERS, UPDATES, WORKERS] = [200, 2000, 4];
const who = { sdkAppId: 1400000000, secretKey: "any text will do here" };
const members = Array.from({ length: MEMBERS }, (_, number) => `user${number}`);

const folder = mkdtempSync(join(tmpdir(), "bullmq-example-"));
const port = await freePort();
const url = `redis://127.0.0.1:${port}`;
const options = ["--port", port, "--bind", "127.0.0.1", "--dir", folder, "--appendonly", "yes"];
const { REDIS_SERVER = "redis-server" } = process.env;
const programs = [spawn(REDIS_SERVER, options.map(String), { stdio: "ignore" })];
const simulator = createSimulator({ ...who, rooms: { "room-test": { members } } });
const service = await listen(simulator);

const redis = new Redis(url, { maxRetriesPerRequest: null, retryStrategy: () => 100 });
redis.on("error", () => {}); // it is not up yet
const queue = new Queue(QUEUE, { connection: redis });

for (let number = 0; number < WORKERS; number += 1) {
  const env = { REDIS_URL: url, SDK_APP_ID: who.sdkAppId, SECRET_KEY: who.secretKey };
  const place = { ...process.env, ...env, BASE_URL: service.url };
  const file = fileURLToPath(new URL("worker.mjs", import.meta.url));
  programs.push(spawn(process.execPath, [file], { env: place, stdio: "inherit" }));
}

const wanted = new Wanted(redis);
const began = performance.now();
for (let number = 0; number < UPDATES; number += 500) {
  await wanted.want(
    queue,
    Array.from({ length: 500 }, (_, index) => update(number + index)),
  );
}

let told = 0;
while (told < UPDATES) {
  await new Promise((resolve) => setTimeout(resolve, 500));
  told = await redis.xlen(OUTCOMES);
  const counts = await queue.getJobCounts("waiting", "active", "delayed");
  console.log(`${told} of ${UPDATES} updates told; jobs: ${JSON.stringify(counts)}`);
}
await summary();

await queue.close();
redis.disconnect();
await service.close();
for (const program of programs) program.kill("SIGKILL");
rmSync(folder, { recursive: true, force: true });

async function summary() {
  const counts = {};
  for (const [, [, text]] of await redis.xrange(OUTCOMES, "-", "+")) {
    const { outcome } = JSON.parse(text);
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(
    `${simulator.calls.length} calls in ${seconds} s; outcomes: ${JSON.stringify(counts)}`,
  );
}

function update(number) {
  const memberAccount = members[Math.floor(Math.random() * MEMBERS)];
  const field = ["nameCard", "customInfo"][number % 2];
  return { id: String(number), roomId: "room-test", memberAccount, [field]: `value ${number}` };
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

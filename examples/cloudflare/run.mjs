// All of it on this machine: the simulator, the Worker with its queue and object, updates at random.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSimulator } from "room-engine-admin/simulator";
import { listen } from "room-engine-admin/simulator/node";
import { feed, startLocal } from "./local.mjs";

const [MEMBERS, UPDATES] = [100, 1000];
const who = { sdkAppId: 1400000000, secretKey: "any text will do here" };
const members = Array.from({ length: MEMBERS }, (_, number) => `user${number}`);

const simulator = createSimulator({ ...who, rooms: { "room-test": { members } } });
const service = await listen(simulator);
const persist = mkdtempSync(join(tmpdir(), "cloudflare-example-"));
const bindings = { SECRET_KEY: who.secretKey, BASE_URL: service.url };
const worker = await startLocal({ persist, bindings });
const { want, outcomes } = feed(worker.url);

const began = performance.now();
for (let number = 0; number < UPDATES; number += 100) {
  await want(Array.from({ length: 100 }, (_, index) => update(number + index)));
}

let told = [];
while (told.length < UPDATES) {
  await new Promise((resolve) => setTimeout(resolve, 500));
  told = (await outcomes()).filter(({ outcome }) => outcome !== null);
  console.log(`${told.length} of ${UPDATES} updates told`);
}
const counts = {};
for (const { outcome } of told) counts[outcome] = (counts[outcome] ?? 0) + 1;
const seconds = ((performance.now() - began) / 1000).toFixed(1);
console.log(`${simulator.calls.length} calls in ${seconds} s; outcomes: ${JSON.stringify(counts)}`);

await worker.dispose();
await service.close();
rmSync(persist, { recursive: true, force: true });

function update(number) {
  const memberAccount = members[Math.floor(Math.random() * MEMBERS)];
  const field = ["nameCard", "customInfo"][number % 2];
  return { id: String(number), roomId: "room-test", memberAccount, [field]: `value ${number}` };
}

// So many calls, so many in flight: processor time and wall time of each.

import { CALLERS } from "./callers.mjs";
import { given, tell } from "./subjects.mjs";

const [{ caller, url, inFlight, warmUp, count }] = given;
const call = await CALLERS[caller](url);

async function run(count) {
  let next = 0;
  const worker = async () => {
    while (next < count) await call((next += 1));
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
}

// Long enough for V8 to have compiled what is hot: that would be most of what is measured.
await run(warmUp);
const cpu = process.cpuUsage();
const started = performance.now();
await run(count);
const elapsed = performance.now() - started;
const { user, system } = process.cpuUsage(cpu);
tell({ cpuUs: (user + system) / count, perSecond: (count * 1000) / elapsed });
process.exit();

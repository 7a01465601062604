// A program that aborts calls in one stage, many times, and tells what they left behind.

import { getEventListeners, setMaxListeners } from "node:events";
import { turns, until } from "../node/moment.mjs";
import { MEMBER, RoomEngineAdmin, WHO } from "../subject.mjs";
import { bytes, resources } from "./measure.mjs";
import { REASON, STAGES, watched } from "./stages.mjs";

const BATCH = 100;
const [name, warmUp, count] = process.argv.slice(2);
const { [name]: stage } = STAGES;
const { seen, options } = watched(stage);

let clock = 0;
performance.now = () => clock;

const admin = new RoomEngineAdmin({ ...WHO, ...options });
const call = (memberAccount, signal) =>
  admin.updateRoomMemberInfo({ ...MEMBER, memberAccount }, { signal });

const holding = new AbortController();
if (stage.holds) {
  call("held", holding.signal).catch(() => {});
  await until(() => seen.fetches === 1);
  await turns();
}

let done = 0;
/** How many listeners the signal had while calls were under way, and afterwards. */
const listeners = { during: new Set(), after: new Set() };

async function abortBatch() {
  clock += stage.passes ?? 0;
  const controller = new AbortController();
  const { signal } = controller;
  setMaxListeners(0, signal);
  const count = () => getEventListeners(signal, "abort").length;
  if (stage.isAborted) controller.abort(REASON);
  const before = seen[stage.comes];
  const calls = Array.from({ length: BATCH }, (_, index) =>
    call(stage.isOneMember ? "held" : `user${done + index}`, signal),
  );
  while (seen[stage.comes] < before + BATCH) await turns(1);
  listeners.during.add(count());
  controller.abort(REASON);
  for (const { status, reason } of await Promise.allSettled(calls)) {
    if (reason !== REASON) throw new Error(`${name}: ${status} ${reason}`);
  }
  listeners.after.add(count());
  done += BATCH;
}

while (done < warmUp) await abortBatch();
const warm = await bytes();
while (done < count) await abortBatch();
const end = await bytes();
holding.abort();
await turns();
const [during, after] = [[...listeners.during], [...listeners.after]];
console.log(JSON.stringify({ warm, end, during, after, resources: resources() }));

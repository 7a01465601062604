// Calls through the limiter: how many go out in any second, and what the limiter itself costs.

import { given, loadPackage, OK, tell, WHO } from "./subjects.mjs";

const [{ what, count, callsPerSecond }] = given;
const { RoomEngineAdmin } = await loadPackage();
const answer = { status: 200, headers: { get: () => null }, text: async () => OK };
const sent = [];
const fetch = async () => {
  sent.push(performance.now());
  return answer;
};
const admin = new RoomEngineAdmin({ ...WHO, fetch, callsPerSecond });
const update = (index) =>
  admin.updateRoomMemberInfo({ roomId: "r", memberAccount: `user${index}` });

/** The most, and in whole seconds after the first the least, that went out within a second. */
function windows() {
  let most = 0;
  let from = 0;
  for (let to = 0; to < sent.length; to += 1) {
    while (sent[to] - sent[from] >= 1000) from += 1;
    most = Math.max(most, to - from + 1);
  }
  const start = sent[0];
  const seconds = Math.trunc((sent.at(-1) - start) / 1000);
  const inSecond = (second) =>
    sent.filter((at) => at >= start + second * 1000 && at < start + second * 1000 + 1000).length;
  const least = Math.min(...Array.from({ length: seconds }, (_, second) => inSecond(second)));
  return { most, least };
}

if (what === "windows") {
  await Promise.all(Array.from({ length: count }, (_, index) => update(index)));
  tell(windows());
} else {
  const run = async (count) => {
    for (let index = 0; index < count; index += 1) await update(index % 100);
  };
  await run(2000);
  const cpu = process.cpuUsage();
  await run(count);
  const { user, system } = process.cpuUsage(cpu);
  tell({ cpuUs: (user + system) / count });
}

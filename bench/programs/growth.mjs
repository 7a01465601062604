// Two updates for each of many members: the first is on its way, the second waits for its turn.

import { given, loadPackage, OK, tell, WHO } from "./subjects.mjs";

const [{ members, caller, rounds }] = given;
const { RoomEngineAdmin } = await loadPackage();
const answer = { status: 200, headers: { get: () => null }, text: async () => OK };
let open = [];
const fetch = () => new Promise((resolve) => open.push(resolve));

/** One after the other for each member, and nothing else: what is there without a package. */
function promises() {
  const last = new Map();
  return (index) => {
    const call = async () => JSON.parse(await (await fetch()).text());
    const next = (last.get(index) ?? Promise.resolve()).then(call);
    last.set(index, next);
    return next;
  };
}

function admin() {
  const admin = new RoomEngineAdmin({ ...WHO, fetch, callsPerSecond: 0, timeoutMs: 600_000 });
  return (index) => admin.updateRoomMemberInfo({ roomId: "r", memberAccount: `user${index}` });
}

const update = caller === "promises" ? promises() : admin();

async function round() {
  const calls = Array.from({ length: members * 2 }, (_, index) => update(index % members));
  let answered = 0;
  while (answered < calls.length) {
    await new Promise(setImmediate);
    const now = open;
    open = [];
    for (const resolve of now) resolve(answer);
    answered += now.length;
  }
  await Promise.all(calls);
}

await round();
const cpu = process.cpuUsage();
for (let index = 0; index < rounds; index += 1) await round();
const { user, system } = process.cpuUsage(cpu);
tell({ cpuUs: (user + system) / (rounds * members * 2) });
process.exit();

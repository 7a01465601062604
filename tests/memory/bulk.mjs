// A program that makes a bulk run over so many items, and tells how much memory there was at the most.

import { MEMBER, RoomEngineAdmin, WHO } from "../subject.mjs";

const count = Number(process.argv[2]);
const answer = { status: 200, headers: { get: () => null }, text: async () => '{"ErrorCode":0}' };
const admin = new RoomEngineAdmin({ ...WHO, callsPerSecond: 0, fetch: async () => answer });

function* items() {
  for (let index = 0; index < count; index += 1) {
    yield { ...MEMBER, memberAccount: `user${index}`, nameCard: "jack" };
  }
}

let done = 0;
for await (const { ok } of admin.bulk(items())) if (ok) done += 1;
console.log(JSON.stringify({ done, peak: process.resourceUsage().maxRSS }));

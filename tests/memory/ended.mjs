// A program that makes many calls which come to their end, and tells what they left behind.

import { getEventListeners, setMaxListeners } from "node:events";
import { TRANSPORTS } from "../node/transports.mjs";
import { MEMBER, RoomEngineAdmin, updateRoomMemberInfo, WHO } from "../subject.mjs";
import { bytes, resources } from "./measure.mjs";

const BATCH = 100;
const [way, transport, baseUrl, warmUp, count] = process.argv.slice(2);
const headers = { get: () => null };
const answer = (text) => ({ status: 200, headers, text: async () => text });
const FETCHES = {
  ...TRANSPORTS,
  "a reply": async () => answer('{"ErrorCode":0}'),
  "a refusal": async () => answer('{"ErrorCode":70003,"ErrorInfo":"no"}'),
};

const { signal } = new AbortController();
setMaxListeners(0, signal);
const client = {
  ...WHO,
  callsPerSecond: 0,
  fetch: FETCHES[transport],
  baseUrl: baseUrl || undefined,
  onAttempt: () => {},
};
const admin = new RoomEngineAdmin(client);
const kept = [];
const WAYS = {
  "one client": (member) => admin.updateRoomMemberInfo(member, { signal }),
  "one client, and its caller leaks": (member) => {
    kept.push(() => {});
    return admin.updateRoomMemberInfo(member, { signal });
  },
  "one-time calls": (member) => updateRoomMemberInfo({ ...client, ...member, signal }),
};

let done = 0;
const ends = {};

async function callBatch() {
  const calls = Array.from({ length: BATCH }, (_, index) =>
    WAYS[way]({ ...MEMBER, memberAccount: `user${done + index}`, nameCard: "jack" }),
  );
  for (const { status } of await Promise.allSettled(calls)) ends[status] = (ends[status] ?? 0) + 1;
  done += BATCH;
}

while (done < warmUp) await callBatch();
const warm = await bytes();
while (done < count) await callBatch();
const end = await bytes();
const after = getEventListeners(signal, "abort").length;
console.log(JSON.stringify({ warm, end, ends, after, resources: resources() }));

// The service that the examples' workers call, and what must have come of the updates they were given.

import assert from "node:assert/strict";
import { listen, SECRET_KEY, simulate, WHO } from "../subject.mjs";
import { mostInAnySecond, readLogs } from "./sends.mjs";
import { LIMIT, wait } from "./setup.mjs";

const ROOM = "room-test";

export const account = (number) => `user${number}`;

/** What a worker needs to know of it, in its environment. */
export const environment = ({ url }) => ({
  SDK_APP_ID: String(WHO.sdkAppId),
  SECRET_KEY,
  BASE_URL: url,
});

/** Answers late, so that whoever is killed has calls under way. */
export async function startService(t, members) {
  const rooms = { [ROOM]: { members: Array.from({ length: members }, (_, n) => account(n)) } };
  const simulator = simulate({ callsPerSecond: 0, rooms });
  const { server, url, close } = await listen({
    fetch: async (request) => {
      const response = await simulator.fetch(request);
      await wait(20 + Math.random() * 80);
      return response;
    },
  });
  server.keepAliveTimeout = 120_000;
  t.after(close);
  return { simulator, url };
}

/** The update with this number: its number is in one field or the other, so that order can be seen. */
export function update(number, member) {
  const field = number % 3 === 0 ? "customInfo" : "nameCard";
  return { id: `u${number}`, roomId: ROOM, memberAccount: account(member), [field]: `v${number}` };
}

/** Nothing lost, nothing old after something newer, every update's end told once. */
export function assertUpdates({ simulator }, updates, outcomes) {
  const wanted = {};
  for (const { memberAccount, id, roomId, ...fields } of updates) {
    wanted[memberAccount] = { ...wanted[memberAccount], ...fields };
  }
  for (const [name, fields] of Object.entries(wanted)) {
    const { role, ...member } = simulator.rooms[ROOM].members[name];
    assert.deepEqual(member, { nameCard: "", customInfo: "", ...fields }, name);
  }
  assertOrder(simulator);
  const ids = outcomes.map(({ id }) => id).sort();
  assert.deepEqual(ids, updates.map(({ id }) => id).sort());
  const ends = new Set(outcomes.map(({ outcome }) => outcome));
  assert.deepEqual(
    [...ends].filter((end) => !["done", "superseded"].includes(end)),
    [],
  );
}

function assertOrder({ calls }) {
  const newest = new Map();
  for (const { body } of calls) {
    const { Member_Account: name, ...fields } = body.MemberInfo;
    for (const [field, value] of Object.entries(fields)) {
      const number = Number(value.slice(1));
      const key = `${name} ${field}`;
      assert.ok(number >= (newest.get(key) ?? -1), `${key}: ${value} after ${newest.get(key)}`);
      newest.set(key, number);
    }
  }
}

export function assertRate(t, files) {
  const times = readLogs(files).map(({ at }) => at);
  const most = mostInAnySecond(times);
  const seconds = ((times.at(-1) - times[0]) / 1000).toFixed(1);
  t.diagnostic(`${times.length} sends in ${seconds} s, most in a second ${most}`);
  assert.ok(most <= LIMIT, `${most} in one second`);
}

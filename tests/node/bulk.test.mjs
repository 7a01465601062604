// `admin.bulk`: many calls from one source, their outcomes as they come.

import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { test } from "node:test";
import { MEMBER, RoomEngineAdmin, RoomEngineError, rejection, WHO } from "../subject.mjs";
import { ok, record, refusal } from "./recorder.mjs";

const client = (fetch) =>
  new RoomEngineAdmin({ ...WHO, fetch, callsPerSecond: 0, maxRetries: 0, timeoutMs: 50_000 });
const update = (index, more) => ({ ...MEMBER, memberAccount: `user${index}`, ...more });
const never = () => new Promise(() => {});
const later = () => new Promise((resolve) => setTimeout(resolve, 1));

/** A source that counts what was taken, and whether it was closed. */
function counted(items) {
  const seen = { taken: 0, closed: 0 };
  async function* source() {
    try {
      for (const item of items) {
        seen.taken += 1;
        yield item;
      }
    } finally {
      seen.closed += 1;
    }
  }
  return { seen, source: source() };
}

const updates = (count) => Array.from({ length: count }, (_, index) => update(index));

async function collect(outcomes) {
  const all = [];
  for await (const outcome of outcomes) all.push(outcome);
  return all;
}

test("bulk: each item has an outcome, and one that fails ends nothing", async () => {
  const admin = client((_url, { body }) => (body.includes("user3") ? refusal(100_005) : ok()));
  const items = [...updates(6), { ...MEMBER, nameCrad: "x" }];
  const outcomes = (await collect(admin.bulk(items))).sort((a, b) => a.index - b.index);
  assert.deepEqual(
    outcomes.map(({ index }) => index),
    [0, 1, 2, 3, 4, 5, 6],
  );
  for (const { index, update: item, ok: isGood, reply, error } of outcomes) {
    assert.equal(item, items[index]);
    if (isGood) assert.equal(reply.errorCode, 0);
    else assert.ok(RoomEngineError.is(error));
  }
  assert.deepEqual(
    outcomes.filter((outcome) => !outcome.ok).map(({ error }) => error.code ?? error.field),
    [100_005, "nameCrad"],
  );
});

test("bulk: an item may name its operation", async () => {
  const { fetch, exchanges } = record();
  const item = { operation: "updateRoomMemberInfo", options: update(1, { nameCard: "jack" }) };
  const [{ ok: isGood, update: given }] = await collect(client(fetch).bulk([item]));
  assert.ok(isGood && given === item);
  assert.match(exchanges[0].init.body, /jack/);
});

test("bulk: what is read, under way and not yet taken is no more than the concurrency", async () => {
  const { seen, source } = counted(updates(40));
  let underWay = 0;
  let most = 0;
  const fetch = async () => {
    underWay += 1;
    most = Math.max(most, underWay);
    await later();
    underWay -= 1;
    return ok();
  };
  let done = 0;
  for await (const { ok: isGood } of client(fetch).bulk(source, { concurrency: 5 })) {
    assert.ok(isGood);
    done += 1;
    assert.ok(seen.taken <= done + 5, `${seen.taken} were read when ${done} were done`);
  }
  assert.deepEqual([done, most, seen.closed], [40, 5, 1]);
});

test("bulk: calls on one member go out in the order of the source", async () => {
  const { fetch, exchanges } = record(() => later().then(ok));
  const items = Array.from({ length: 30 }, (_, index) =>
    update(index % 3, { nameCard: String(index) }),
  );
  await collect(client(fetch).bulk(items));
  const sent = exchanges.map(({ init }) => Number(JSON.parse(init.body).MemberInfo?.NameCard ?? 0));
  for (const member of [0, 1, 2]) {
    const own = sent.filter((number) => number % 3 === member);
    assert.deepEqual(
      own,
      own.toSorted((a, b) => a - b),
    );
  }
});

test("bulk: break closes the source and aborts what runs", async () => {
  const { seen, source } = counted(updates(100));
  const signals = [];
  const fetch = (_url, { signal }) => {
    signals.push(signal);
    return signals.length === 1 ? ok() : never();
  };
  for await (const _ of client(fetch).bulk(source, { concurrency: 4 })) break;
  assert.equal(seen.closed, 1);
  assert.ok(seen.taken <= 5);
  assert.ok(signals.slice(1).every(({ aborted }) => aborted));
});

test("bulk: its signal ends it with the reason, and keeps no listener", async () => {
  const controller = new AbortController();
  const { signal } = controller;
  const { seen, source } = counted(updates(100));
  const run = collect(client(never).bulk(source, { concurrency: 50, signal }));
  while (seen.taken < 50) await later();
  assert.equal(getEventListeners(signal, "abort").length, 1);
  controller.abort("enough");
  assert.equal(await rejection(run), "enough");
  assert.equal(getEventListeners(signal, "abort").length, 0);
  assert.equal(seen.closed, 1);
  assert.equal(await rejection(collect(client(ok).bulk([], { signal }))), "enough");
});

test("bulk: a source that throws ends it with what it threw", async () => {
  const thrown = new Error("the file is torn");
  async function* source() {
    yield update(1);
    throw thrown;
  }
  assert.equal(await rejection(collect(client(ok).bulk(source()))), thrown);
});

for (const [field, given] of [
  ["items", [undefined]],
  ["items", [42]],
  ["concurrency", [[], { concurrency: 0 }]],
  ["concurrency", [[], { concurrency: 1.5 }]],
]) {
  test(`bulk: wrong ${field} are refused (${JSON.stringify(given)})`, async () => {
    const error = await rejection(collect(client(ok).bulk(...given)));
    assert.deepEqual([error.kind, error.field], ["invalid", field]);
  });
}

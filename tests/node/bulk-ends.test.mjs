// `admin.bulk`: how a run ends, whoever ends it, and what is left of it then.

import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { test } from "node:test";
import { MEMBER, RoomEngineAdmin, rejection, WHO } from "../subject.mjs";
import { turns, until } from "./moment.mjs";
import { ok } from "./recorder.mjs";

const client = (fetch, more) =>
  new RoomEngineAdmin({
    ...WHO,
    fetch,
    callsPerSecond: 0,
    maxRetries: 0,
    timeoutMs: 50_000,
    ...more,
  });
const update = (index) => ({ ...MEMBER, memberAccount: `user${index}` });

/** A fetch whose exchanges end with their signal only, and the signals. */
function hanging() {
  const signals = [];
  const fetch = (_url, { signal }) => {
    signals.push(signal);
    return new Promise((_, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    });
  };
  return { fetch, signals };
}

/** The same, but that the first exchange is answered once there are twenty. */
const firstAnswers = (fetch, signals) => async (url, init) => {
  if (signals.length > 0) return fetch(url, init);
  signals.push(init.signal);
  await until(() => signals.length === 20);
  return ok();
};

/** An endless source that counts what was taken and how often it was closed. */
function endless() {
  const seen = { taken: 0, closed: 0 };
  const source = {
    [Symbol.asyncIterator]: () => source,
    next: async () => ({ done: false, value: update(seen.taken++) }),
    return: async () => {
      seen.closed += 1;
      return { done: true };
    },
  };
  return { seen, source };
}

async function drain(outcomes) {
  for await (const _ of outcomes);
}

test("bulk: its signal ends it at once, with hundreds of calls under way", async () => {
  const controller = new AbortController();
  const { fetch, signals } = hanging();
  const { seen, source } = endless();
  const run = drain(client(fetch).bulk(source, { concurrency: 300, signal: controller.signal }));
  await until(() => signals.length === 300);
  controller.abort("enough");
  assert.equal(await rejection(run), "enough");
  assert.ok(signals.every(({ aborted }) => aborted));
  assert.deepEqual(seen, { taken: 300, closed: 1 });
  await turns();
  assert.deepEqual(seen, { taken: 300, closed: 1 }, "it reads on");
  assert.equal(signals.length, 300, "it sends on");
});

test("bulk: its signal ends it while a source is waited for that gives nothing", async () => {
  const controller = new AbortController();
  let closed = 0;
  const source = {
    [Symbol.asyncIterator]: () => source,
    next: () => new Promise(() => {}),
    return: async () => {
      closed += 1;
      return { done: true };
    },
  };
  const run = drain(client(ok).bulk(source, { signal: controller.signal }));
  await turns();
  controller.abort("enough");
  assert.equal(await rejection(run), "enough");
  assert.equal(closed, 1);
});

test("bulk: return() ends calls that are under way, and closes the source once", async () => {
  const { fetch, signals } = hanging();
  const { seen, source } = endless();
  const outcomes = client(firstAnswers(fetch, signals)).bulk(source, { concurrency: 20 });
  assert.equal((await outcomes.next()).value.ok, true);
  assert.deepEqual(await outcomes.return(), { done: true, value: undefined });
  assert.ok(signals.slice(1).every(({ aborted }) => aborted));
  assert.equal(seen.closed, 1);
  assert.deepEqual(await outcomes.next(), { done: true, value: undefined });
  assert.equal(seen.closed, 1);
});

test("bulk: a throw in the loop over the outcomes ends it as break does", async () => {
  const { fetch, signals } = hanging();
  const { seen, source } = endless();
  const thrown = new Error("mine");
  const run = async () => {
    for await (const _ of client(firstAnswers(fetch, signals)).bulk(source, { concurrency: 20 }))
      throw thrown;
  };
  assert.equal(await rejection(run()), thrown);
  assert.ok(signals.slice(1).every(({ aborted }) => aborted));
  assert.equal(seen.closed, 1);
});

for (const [what, failing] of [
  [
    "throws",
    () => {
      throw new Error("torn");
    },
  ],
  ["rejects", () => Promise.reject(new Error("torn"))],
]) {
  test(`bulk: a source that ${what} rejects once, ends what is under way, and is not read on`, async () => {
    const rejections = [];
    const listener = (reason) => rejections.push(reason);
    process.on("unhandledRejection", listener);
    const { fetch, signals } = hanging();
    let reads = 0;
    let closed = 0;
    const source = {
      [Symbol.asyncIterator]: () => source,
      next: () => {
        reads += 1;
        return reads > 10 ? failing() : Promise.resolve({ done: false, value: update(reads) });
      },
      return: async () => {
        closed += 1;
        return { done: true };
      },
    };
    const outcomes = client(fetch).bulk(source);
    assert.equal((await rejection(outcomes.next())).message, "torn");
    assert.deepEqual(await outcomes.next(), { done: true, value: undefined });
    await until(() => signals.every(({ aborted }) => aborted));
    await turns();
    process.off("unhandledRejection", listener);
    // What has thrown is closed already, as for `for await`.
    assert.deepEqual([reads, closed, rejections], [11, 0, []]);
  });
}

test("bulk: a source whose items are promises rejects with what one of them rejects with", async () => {
  const items = [update(1), Promise.reject(new Error("torn")), update(3)];
  assert.equal((await rejection(drain(client(ok).bulk(items)))).message, "torn");
});

test("bulk: one listener on its signal for all calls, and none afterwards, however it ends", async () => {
  const warnings = [];
  const warn = (warning) => warnings.push(warning);
  process.on("warning", warn);
  const { signal } = new AbortController();
  const counts = new Set();
  const count = () => getEventListeners(signal, "abort").length;
  const fetch = async () => {
    counts.add(count());
    return ok();
  };
  const items = Array.from({ length: 500 }, (_, index) => update(index));
  await drain(client(fetch).bulk(items, { signal }));
  assert.equal(count(), 0);
  for await (const _ of client(fetch).bulk(items, { signal })) break;
  assert.equal(count(), 0);
  await turns();
  process.off("warning", warn);
  assert.deepEqual([...counts], [1]);
  assert.deepEqual(warnings, []);
});

// Four processes, every send logged by the process that makes it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { by, startFleet } from "./fleet.mjs";
import { longestSilence, monotonic, mostInAnySecond } from "./sends.mjs";
import { LIMIT, SECONDS, until, wait } from "./setup.mjs";

/** What was booked when a store goes away is still sent: slots lie no further ahead. */
const BOOKED_MS = 600;

for (const store of ["redis", "postgres"]) {
  test(`limiter: ${store}: four processes keep to 200 in any second`, async (t) => {
    const fleet = await startFleet(t, store);
    await wait(SECONDS * 1000);
    await assertBound(t, fleet);
  });

  test(`limiter: ${store}: a lost key and a stopped process make it no more`, async (t) => {
    const fleet = await startFleet(t, store);
    const { child } = fleet.senders[0];
    for (let part = 0; part < 4; part += 1) {
      await wait(SECONDS * 125);
      child.kill("SIGSTOP");
      await fleet.store.forget();
      await wait(SECONDS * 125);
      child.kill("SIGCONT");
    }
    await goesOn(fleet);
    await assertBound(t, fleet);
  });

  test(`limiter: ${store}: nothing is sent while it is away`, async (t) => {
    const fleet = await startFleet(t, store);
    await wait(SECONDS * 400);
    await fleet.store.kill();
    const killed = monotonic();
    await wait(3000);
    const back = monotonic();
    await fleet.store.up();
    await goesOn(fleet);
    await wait(SECONDS * 300);
    const sends = await assertBound(t, fleet);
    const meanwhile = sends.filter(({ at }) => at > killed + BOOKED_MS && at < back);
    assert.deepEqual(meanwhile, []);
  });

  test(`limiter: ${store}: calls fail when it stays away, and work again after`, async (t) => {
    const fleet = await startFleet(t, store, { processes: 1, env: { PATIENCE_MS: "500" } });
    await fleet.store.kill();
    const failed = () => fleet.entries().filter((entry) => entry.failed !== undefined);
    await until(() => failed().length > 0, "a call that fails");
    await fleet.store.up();
    await goesOn(fleet);
    assert.match(failed()[0].failed, /no slot could be booked/);
  });

  test(`limiter: ${store}: its clock is set forward and back`, async (t) => {
    const fleet = await startFleet(t, store);
    for (const seconds of [30, 31, 29, 3600, 0]) {
      await wait(SECONDS * 200);
      fleet.store.setClock(seconds);
    }
    await goesOn(fleet);
    await assertBound(t, fleet);
  });
}

/** That those who send do it again, from now on. */
async function goesOn({ sends, senders }) {
  const now = monotonic();
  const later = () => sends().filter(({ at }) => at > now);
  await until(
    () => senders.every(({ child }) => by(later(), child.pid).length > 0),
    "sends of all",
  );
}

async function assertBound(t, { sends, stop, senders }) {
  await stop();
  const all = sends();
  const times = all.map(({ at }) => at);
  const most = mostInAnySecond(times);
  const seconds = (times.at(-1) - times[0]) / 1000;
  const each = senders.map(({ child }) => by(all, child.pid).length).join(" ");
  t.diagnostic(
    `${times.length} sends in ${seconds.toFixed(1)} s, ${(times.length / seconds).toFixed(0)}/s; ` +
      `most in a second ${most}; longest silence ${longestSilence(times).toFixed(0)} ms; each ${each}`,
  );
  assert.ok(most <= LIMIT, `${most} in one second`);
  return all;
}

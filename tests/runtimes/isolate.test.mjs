// Requests that share an isolate of workerd: it cancels one that waits for what another one was to
// do, and ends one whose client has left without a word, with all that it has under way.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { record } from "../matrix.mjs";
import {
  ALL_GOOD,
  assertAllAnswered,
  later,
  never,
  SOME,
  signUserSigFor,
  startIsolate,
  times,
  until,
} from "./isolate.mjs";
import { versionOf } from "./setup.mjs";
import { DATES, json } from "./workerd.mjs";

const MANY = 500;

const ENTRIES = { default: undefined, slim: { "room-engine-admin": "./slim.js" } };

for (const date of DATES) {
  for (const client of ["key", "provider"]) {
    test(`isolate: Workers of ${date}, ${MANY} requests at once in a cold isolate are answered (${client})`, async (t) => {
      const { send, seen, simulator } = await startIsolate(t, date);
      await assertAllAnswered(times(MANY, () => send(client)));
      assert.equal(simulator.calls.length, ALL_GOOD.length * MANY);
      assert.equal(seen.asked, client === "key" ? 0 : 1);
      assert.equal(seen.cancelled, 0);
    });

    test(`isolate: Workers of ${date}, a request that ends within its call harms no other (${client})`, async (t) => {
      const { send, seen, simulator } = await startIsolate(t, date);
      // It is the one that loads the module, and so the one on which the others might depend.
      const gone = send(client, { memberAccount: "slow" });
      await until(() => simulator.calls.length === 1);
      const before = times(SOME, () => send(client));
      gone.leave();
      const behind = times(SOME, () => send(client));
      await assert.rejects(gone.answer);
      await assertAllAnswered([...before, ...behind]);
      await until(() => seen.cancelled === 1);
      await assertAllAnswered(times(SOME, () => send(client)));
    });
  }

  test(`isolate: Workers of ${date}, requests that end while the isolate is cold harm no other`, async (t) => {
    const { send } = await startIsolate(t, date);
    const gone = times(SOME, () => send("key"));
    const staying = times(SOME, () => send("key"));
    for (const [index, { leave }] of gone.entries()) setTimeout(leave, index);
    await assertAllAnswered(staying);
  });

  for (const [entry, alias] of Object.entries(ENTRIES)) {
    test(`isolate: Workers of ${date}, who asks for the UserSig of all ends, and another asks (${entry})`, async (t) => {
      const give = (number) => (number === 1 ? never() : signUserSigFor());
      const { send, seen } = await startIsolate(t, date, { give, alias });
      const gone = send("provider");
      await until(() => seen.asked === 1);
      const waiting = times(SOME, () => send("provider"));
      const leaving = times(SOME, () => send("provider"));
      await later(500);
      assert.equal(seen.asked, 1, "nobody else asks while somebody does");
      for (const { leave } of leaving) leave();
      // That they have left is not seen at once, and one of them would be as good to ask as any.
      await later(500);
      const started = performance.now();
      gone.leave();
      await assertAllAnswered([...waiting, ...times(SOME, () => send("provider"))]);
      assert.equal(seen.asked, 2);
      assert.ok(performance.now() - started < 8000, "they wait no longer than they have to");
      await until(() => seen.cancelled === 1);
    });
  }

  test(`isolate: Workers of ${date}, a trap ends all calls under way, and the next are good`, async (t) => {
    let release;
    const held = new Promise((resolve) => (release = resolve));
    const { send, seen } = await startIsolate(t, date, { hold: () => held });
    const requests = times(SOME, () => send("key"));
    await until(() => seen.calls === SOME);
    assert.equal(await json(send("key", { trap: true })), true);
    release();
    for (const { answer } of requests) {
      const { status, text } = await answer;
      assert.equal(status, 500);
      const { kind, message } = JSON.parse(text);
      assert.equal(kind, "load");
      assert.match(message, /failed and has been replaced: unreachable/);
    }
    await assertAllAnswered(times(SOME, () => send("key")));
  });
}

after(() => {
  const ran = `${MANY} requests at once in a cold isolate; requests that end within a call, the one that asks for the UserSig of all included; turns at a member and at the app's pace, held by requests that end; a trap`;
  const place = "Cloudflare Workers, one isolate for many requests";
  record({ place, version: `workerd ${versionOf("workerd")}`, ran });
});

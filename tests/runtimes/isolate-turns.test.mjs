// Requests of an isolate that wait for their turn: updates of one member go out one after the other,
// and all calls of an app at its pace. Whoever holds a turn may end without a word.

import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAllAnswered, later, never, SOME, startIsolate, times, until } from "./isolate.mjs";
import { DATES } from "./workerd.mjs";

const ONE = { memberAccount: "user4" };

for (const date of DATES) {
  test(`isolate: Workers of ${date}, requests that change one member are all answered`, async (t) => {
    const { send } = await startIsolate(t, date);
    await assertAllAnswered(times(SOME, () => send("key", ONE)));
  });

  test(`isolate: Workers of ${date}, a request ends whose turn it is, and the others get theirs`, async (t) => {
    const hold = (number) => (number === 1 ? never() : undefined);
    const { send, seen } = await startIsolate(t, date, { hold });
    const gone = send("brief", ONE);
    await until(() => seen.calls === 1);
    const waiting = times(5, () => send("brief", ONE));
    await later(500);
    assert.equal(seen.calls, 1, "they wait for the update that is under way");
    gone.leave();
    await assertAllAnswered(waiting);
    assert.equal(seen.cancelled, 1);
  });

  test(`isolate: Workers of ${date}, requests end that wait for a member's turn, and the others are answered`, async (t) => {
    const { send, seen } = await startIsolate(t, date);
    const leaving = times(SOME, () => send("brief", ONE));
    const staying = times(5, () => send("brief", ONE));
    await until(() => seen.calls > 3);
    for (const { leave } of leaving) leave();
    await assertAllAnswered([...staying, send("brief", ONE)]);
  });

  test(`isolate: Workers of ${date}, requests end that wait for the app's pace, and the others are answered`, async (t) => {
    const { send, seen } = await startIsolate(t, date);
    const leaving = times(SOME, () => send("paced"));
    const staying = times(SOME, () => send("paced"));
    await until(() => seen.calls > 20);
    for (const { leave } of leaving) leave();
    await assertAllAnswered([...staying, ...times(SOME, () => send("paced"))]);
  });
}

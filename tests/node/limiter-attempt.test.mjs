// `limiter`: a rate that programs share, asked before each attempt.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  MEMBER,
  RoomEngineAdmin,
  RoomEngineError,
  rejection,
  signUserSig,
  WHO,
} from "../subject.mjs";
import { turns, until } from "./moment.mjs";
import { ok, record, recordAnswers, refusal } from "./recorder.mjs";

const NEVER = () => new Promise(() => {});

/** A limiter that notes what it is asked, and a client that has it. */
function limited(fetch, { acquire = async () => {}, slowDown, ...options } = {}) {
  const asked = [];
  const limiter = {
    acquire(attempt) {
      asked.push(attempt);
      return acquire(attempt, asked.length);
    },
    slowDown,
  };
  const admin = new RoomEngineAdmin({ ...WHO, fetch, limiter, callsPerSecond: 0, ...options });
  return { admin, asked };
}

const unavailable = () => new Response("", { status: 503 });

test("limiter: it is asked once for each attempt, repetitions included", async () => {
  const { fetch, exchanges } = recordAnswers(unavailable, unavailable, ok);
  const { admin, asked } = limited(fetch);
  await admin.updateRoomMemberInfo(MEMBER);
  assert.deepEqual(
    asked.map(({ sdkAppId, attempt }) => [sdkAppId, attempt]),
    [1, 2, 3].map((attempt) => [WHO.sdkAppId, attempt]),
  );
  assert.ok(asked.every(({ signal }) => signal instanceof AbortSignal && !signal.aborted));
  assert.equal(exchanges.length, 3);
});

test("limiter: it is asked for the attempt with a new UserSig, too", async () => {
  const { fetch } = recordAnswers(() => refusal(70_001), ok);
  const { secretKey, ...who } = WHO;
  const userSig = () => signUserSig(WHO);
  const { admin, asked } = limited(fetch, { ...who, secretKey: undefined, userSig });
  await admin.updateRoomMemberInfo(MEMBER);
  assert.deepEqual(
    asked.map(({ attempt }) => attempt),
    [1, 2],
  );
});

test("limiter: the time it takes is not the attempt's", async () => {
  const { fetch } = record();
  const acquire = () => new Promise((resolve) => setTimeout(resolve, 300));
  const { admin } = limited(fetch, { acquire, timeoutMs: 100, maxRetries: 0 });
  assert.equal((await admin.updateRoomMemberInfo(MEMBER)).errorCode, 0);
});

test("limiter: a call waits for its member's turn first", async () => {
  let answer;
  const { fetch } = record(() => new Promise((resolve) => (answer = () => resolve(ok()))));
  const { admin, asked } = limited(fetch);
  const first = admin.updateRoomMemberInfo({ ...MEMBER, nameCard: "a" });
  const second = admin.updateRoomMemberInfo({ ...MEMBER, nameCard: "b" });
  await until(() => answer);
  await turns();
  assert.equal(asked.length, 1);
  answer();
  answer = undefined;
  await first;
  await until(() => asked.length === 2);
  await until(() => answer);
  answer();
  await second;
});

test("limiter: the attempt goes out in the turn in which it says so", async () => {
  const seen = [];
  const fetch = async () => {
    seen.push("fetch");
    return ok();
  };
  const acquire = () =>
    new Promise((resolve) =>
      setTimeout(() => {
        resolve();
        setImmediate(() => seen.push("next turn"));
      }, 5),
    );
  const { admin } = limited(fetch, { acquire });
  await admin.updateRoomMemberInfo(MEMBER);
  await turns();
  assert.deepEqual(seen, ["fetch", "next turn"]);
});

for (const [how, acquire] of [
  [
    "rejects",
    async (_attempt, number) => {
      if (number === 1) throw new Error("no Redis");
    },
  ],
  [
    "throws",
    (_attempt, number) => {
      if (number === 1) throw new Error("no Redis");
    },
  ],
]) {
  test(`limiter: where it ${how} nothing is sent, and the call fails at once`, async () => {
    const { fetch, exchanges } = record();
    const { admin, asked } = limited(fetch, { acquire });
    const error = await rejection(admin.updateRoomMemberInfo(MEMBER));
    assert.ok(RoomEngineError.is(error));
    assert.deepEqual([error.retryable, error.attempts, error.cause.message], [true, 0, "no Redis"]);
    assert.deepEqual([asked.length, exchanges.length], [1, 0]);
    // The same call may succeed later.
    assert.equal((await admin.updateRoomMemberInfo(MEMBER)).errorCode, 0);
  });
}

test("limiter: a call that is given up is told so, and rejects at once", async () => {
  const { fetch, exchanges } = record();
  const { admin, asked } = limited(fetch, { acquire: NEVER });
  const controller = new AbortController();
  const call = admin.updateRoomMemberInfo(MEMBER, { signal: controller.signal });
  await until(() => asked.length === 1);
  controller.abort("enough");
  assert.equal(await rejection(call), "enough");
  assert.ok(asked[0].signal.aborted);
  assert.equal(exchanges.length, 0);
});

test("limiter: it is told when the service says that calls come too fast", async () => {
  const told = [];
  const tooMany = () => new Response("", { status: 429, headers: { "retry-after": "0" } });
  const { fetch } = recordAnswers(() => refusal(60_007), tooMany, ok);
  const { admin } = limited(fetch, { slowDown: (answer) => told.push(answer) });
  await admin.updateRoomMemberInfo(MEMBER);
  assert.equal(told.length, 2);
  assert.deepEqual(
    told.map(({ sdkAppId, code, status }) => [sdkAppId, code, status]),
    [
      [WHO.sdkAppId, 60_007, undefined],
      [WHO.sdkAppId, undefined, 429],
    ],
  );
});

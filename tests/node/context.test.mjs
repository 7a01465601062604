// The caller's functions run in the async context of their call: who follows requests with
// AsyncLocalStorage (a tracer, a logger) finds whose they are, whoever had to be waited for.

import assert from "node:assert/strict";
import { AsyncLocalStorage } from "node:async_hooks";
import { test } from "node:test";
import { MEMBER, RoomEngineAdmin, signUserSig, simulate, WHO } from "../subject.mjs";
import { ask, CALL, setUp } from "./handler/setup.mjs";

const NAMES = Array.from({ length: 6 }, (_, index) => `call ${index}`);
const MEMBERS = NAMES.map((_, index) => `user${index}`);
const ROOMS = { [MEMBER.roomId]: { members: [MEMBER.memberAccount, ...MEMBERS] } };

const context = new AsyncLocalStorage();
const later = () => new Promise((resolve) => setTimeout(resolve, 1));

/** A client's functions, which note the contexts that they are called in. */
function watch({ fetch }) {
  const seen = { fetch: [], onAttempt: [], info: [], warn: [] };
  const note = (what) => seen[what].push(context.getStore());
  let count = 0;
  const options = {
    // Every other answer is one that is repeated.
    fetch: async (...given) => {
      note("fetch");
      await later();
      count += 1;
      if (count % 2 === 0) return fetch(...given);
      return new Response("", { status: 503, headers: { "retry-after": "0" } });
    },
    onAttempt: () => note("onAttempt"),
    logger: { info: () => note("info"), warn: () => note("warn") },
    logLevel: "info",
    maxRetries: 10,
  };
  return { seen, options };
}

/** That each call was told of in its own context; each attempt is one of the service's answers. */
function assertOwnContexts({ fetch, onAttempt, info, warn }) {
  assert.equal(fetch.length, 2 * NAMES.length, "each call succeeds, and as many attempts do not");
  assert.deepEqual(onAttempt.toSorted(), fetch.toSorted());
  assert.deepEqual(info.toSorted(), NAMES.toSorted(), "each succeeds once");
  assert.deepEqual([...info, ...warn].toSorted(), fetch.toSorted());
}

const { secretKey, ...who } = WHO;
const userSig = await signUserSig(WHO);

for (const [what, more, memberOf] of [
  ["at once", { secretKey }, (index) => MEMBERS[index]],
  ["in turn, since they change one member", { secretKey }, () => MEMBER.memberAccount],
  ["at the app's pace", { secretKey, callsPerSecond: 40 }, (index) => MEMBERS[index]],
  [
    "with the UserSig that one of them asks for",
    { userSig: () => later().then(() => userSig) },
    (index) => MEMBERS[index],
  ],
]) {
  test(`context: calls made ${what}`, async () => {
    const { seen, options } = watch(simulate({ rooms: ROOMS }));
    const admin = new RoomEngineAdmin({ ...who, ...options, ...more });
    const call = (nameCard, index) =>
      admin.updateRoomMemberInfo({ ...MEMBER, memberAccount: memberOf(index), nameCard });
    await Promise.all(NAMES.map((name, index) => context.run(name, call, name, index)));
    assertOwnContexts(seen);
  });
}

test("context: calls that a handler makes, for requests that wait for each other", async () => {
  const { seen, options } = watch(simulate({ rooms: ROOMS }));
  const asked = [];
  const authorize = async () => {
    await later();
    return asked.push(context.getStore()) > 0;
  };
  const { handler } = setUp({ ...options, authorize });
  const answers = NAMES.map((name) => context.run(name, () => handler(ask(CALL))));
  for (const { status } of await Promise.all(answers)) assert.equal(status, 200);
  assert.deepEqual(asked.toSorted(), NAMES.toSorted());
  assertOwnContexts(seen);
});

// Callers whose options, signals and functions throw when they are looked at, with a secret in what they
// throw: each call rejects with an error of the package, which shows none.

import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import {
  inspectUserSig,
  MEMBER,
  RoomEngineAdmin,
  RoomEngineError,
  rejection,
  signUserSig,
  updateRoomMemberInfo,
  WHO,
} from "../subject.mjs";
import { ok, parameter } from "./recorder.mjs";

const { secretKey, ...account } = WHO;
const userSig = await signUserSig(WHO);

/** An object whose property `name` throws, but for its first so many readings. */
function throwing(name, what, { readings = 0, value, ...more } = {}) {
  let left = readings;
  return Object.defineProperty({ ...more }, name, {
    enumerable: true,
    get() {
      left -= 1;
      if (left >= 0) return value;
      throw new Error(what());
    },
  });
}

/** A client whose fetch tells `last` what it was called with. */
function clientOf(options) {
  const last = {};
  const fetch = async (url) => {
    last.url = url;
    return ok();
  };
  const admin = new RoomEngineAdmin({
    ...WHO,
    fetch,
    callsPerSecond: 0,
    maxRetries: 0,
    ...options,
  });
  return { admin, last };
}

const CALLS = {
  "a limiter's getter `acquire`": ({ tell }) =>
    clientOf({ limiter: throwing("acquire", tell) }).admin.updateRoomMemberInfo(MEMBER),
  "a getter of the options of `request`": ({ admin, tell }) =>
    admin.request("a/b", {}, throwing("effect", tell)),
  "a revoked Proxy as the options of `request`": ({ admin }) => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return admin.request("a/b", {}, proxy);
  },
  "a body's toJSON": ({ admin, tell }) =>
    admin.request("a/b", {
      toJSON() {
        throw new Error(tell());
      },
    }),
  "a signal's getter `aborted`, the second time": ({ admin, tell }) => {
    const more = { readings: 1, value: false, addEventListener() {}, removeEventListener() {} };
    return admin.updateRoomMemberInfo(MEMBER, { signal: throwing("aborted", tell, more) });
  },
  "a signal's getter `reason`": ({ admin, tell }) => {
    const more = { aborted: true, addEventListener() {}, removeEventListener() {} };
    return admin.updateRoomMemberInfo(MEMBER, { signal: throwing("reason", tell, more) });
  },
  "a signal's addEventListener": ({ admin, tell }) => {
    const addEventListener = () => {
      throw new Error(tell());
    };
    return admin.updateRoomMemberInfo(MEMBER, { signal: { aborted: false, addEventListener } });
  },
  "a getter of a call's options": ({ admin, tell }) =>
    admin.updateRoomMemberInfo(throwing("nameCard", tell, MEMBER)),
  "a getter of the options of `signUserSig`": ({ admin, tell }) =>
    admin.signUserSig("ann", throwing("ttl", tell)),
  "a getter of a client's options": ({ tell }) =>
    new RoomEngineAdmin(throwing("region", tell, WHO)).updateRoomMemberInfo(MEMBER),
  "a getter of the options of one call": ({ tell }) =>
    updateRoomMemberInfo(throwing("region", tell, { ...WHO, ...MEMBER })),
  "a getter of the options of `inspectUserSig`": ({ tell }) =>
    inspectUserSig(userSig, throwing("secretKey", tell)),
  "a getter of the options of `bulk`": ({ admin, tell }) =>
    admin.bulk([], throwing("signal", tell)).next(),
};

for (const [what, make] of Object.entries(CALLS)) {
  test(`getters: ${what} that throws rejects with an error of the package`, async () => {
    const { admin, last } = clientOf();
    await admin.updateRoomMemberInfo(MEMBER);
    const secret = parameter(last, "usersig");
    const tell = () => `no luck with ${secret}`;
    const error = await rejection(make({ admin, tell }));
    assert.ok(RoomEngineError.is(error), inspect(error));
    assert.equal(error.retryable, what.includes("acquire"));
  });
}

test("secrets: a getter that quotes the client's UserSig does not show it", async () => {
  const quotes = () => `no luck with ${userSig}`;
  const client = new RoomEngineAdmin({ ...account, userSig, fetch: ok });
  const own = () => `no luck with ${secretKey}`;
  const errors = [
    await rejection(client.updateRoomMemberInfo(throwing("nameCard", quotes, MEMBER))),
    await rejection(client.request("a/b", {}, throwing("effect", quotes))),
    await rejection(updateRoomMemberInfo(throwing("region", own, { ...WHO, ...MEMBER }))),
    await rejection(signUserSig(throwing("ttl", own, WHO))),
  ];
  for (const error of errors) {
    assert.match(error.message, /cannot be read: see `cause`/);
    assert.match(error.cause.message, /^withheld/);
    assert.ok(!inspect(error, { depth: 9, showHidden: true }).includes(userSig.slice(20, 40)));
    assert.ok(!inspect(error, { depth: 9, showHidden: true }).includes(secretKey.slice(0, 12)));
  }
});

for (const trap of ["ownKeys", "get", "getPrototypeOf", "getOwnPropertyDescriptor"]) {
  test(`secrets: a Proxy that throws the URL in its trap ${trap} does not show it`, async () => {
    let url;
    const fetch = (given) => {
      url = given;
      throw new Proxy(
        {},
        {
          [trap]() {
            throw new Error(`no luck with ${given}`);
          },
        },
      );
    };
    const error = await rejection(clientOf({ fetch }).admin.updateRoomMemberInfo(MEMBER));
    assert.equal(error.kind, "network");
    const shown = inspect(error, { depth: 9, showProxy: false });
    assert.ok(!shown.includes(parameter({ url }, "usersig").slice(20, 40)), shown);
  });
}

test("secrets: a UserSig that was replaced is looked for in later answers of its call", async () => {
  const given = [];
  const provide = async () => signUserSig({ ...WHO, now: Date.now() - given.length * 60_000 });
  const told = [];
  const fetch = async (url) => {
    given.push(parameter({ url }, "usersig"));
    const said = given.length === 1 ? { ErrorCode: 70001 } : { ErrorCode: 0 };
    return Response.json({ ...said, RequestId: given[0].slice(-72), ErrorInfo: "x" });
  };
  const onAttempt = (attempt) => told.push(attempt);
  const options = { ...account, userSig: provide, fetch, onAttempt, callsPerSecond: 0 };
  const reply = await new RoomEngineAdmin(options).updateRoomMemberInfo(MEMBER);
  assert.equal(given.length, 2);
  assert.notEqual(given[0], given[1]);
  assert.equal(reply.requestId, "withheld: it quoted a secret");
  assert.deepEqual(new Set(told.map(({ requestId }) => requestId)), new Set([reply.requestId]));
});

test("client: a method that is called without its client says so", async () => {
  const { updateRoomMemberInfo: method } = RoomEngineAdmin.prototype;
  const { proxy, revoke } = Proxy.revocable(clientOf().admin, {});
  revoke();
  for (const self of [undefined, {}, proxy]) {
    await assert.rejects(() => method.call(self, MEMBER), /^TypeError: this is no RoomEngineAdmin/);
  }
});

test("client: request is for servers, and says so", async () => {
  const error = await rejection(
    new RoomEngineAdmin({ endpoint: "https://h.example/api" }).request("a/b"),
  );
  assert.equal(error.field, "endpoint");
  assert.match(error.message, /cannot be combined with `request`/);
});

test("paging: a page without a list is an empty page", async () => {
  for (const more of [{}, { Response: {} }, { Response: { MemberList: null, NextOffset: 0 } }]) {
    const fetch = async () => Response.json({ ErrorCode: 0, ...more });
    const { admin } = clientOf({ fetch });
    for (const list of ["getRoomMemberList", "getBannedMemberList"]) {
      assert.deepEqual((await Array.fromAsync?.(admin[list]({ roomId: "r" }))) ?? [], []);
      for await (const item of admin[list]({ roomId: "r" })) assert.fail(item);
    }
  }
});

test("bulk: what names no operation is an outcome, and nothing else is called", async () => {
  const { admin } = clientOf();
  const names = ["free", "toString", "bulk", "constructor", "request", "kickUserOot", "", 7, null];
  const items = [...names.map((operation) => ({ operation, options: MEMBER })), MEMBER];
  const outcomes = [];
  for await (const outcome of admin.bulk(items, { concurrency: 1 })) outcomes.push(outcome);
  const last = outcomes.pop();
  assert.ok(last.ok);
  assert.equal(outcomes.length, names.length);
  for (const { ok: isOk, error, index } of outcomes) {
    assert.ok(!isOk && RoomEngineError.is(error), inspect(error));
    assert.equal(error.field, "operation", String(names[index]));
  }
});

test("bulk: a method that a class of one's own has is asked", async () => {
  class Own extends RoomEngineAdmin {
    async updateRoomMemberInfo(...given) {
      return { ...(await super.updateRoomMemberInfo(...given)), isOwn: true };
    }
  }
  const admin = new Own({ ...WHO, fetch: async () => ok() });
  for await (const { reply } of admin.bulk([MEMBER])) assert.equal(reply.isOwn, true);
});

test("bulk: unknown options are refused", async () => {
  const { admin } = clientOf();
  for (const options of [{ concurency: 3 }, null, 7, "signal"]) {
    const error = await rejection(admin.bulk([], options).next());
    assert.equal(error.field, "options", inspect(options));
  }
});

test("bulk: a source that throws leaves the outcomes that there were", async () => {
  const { admin } = clientOf();
  async function* source() {
    yield* [1, 2, 3].map((number) => ({ ...MEMBER, memberAccount: `user${number}` }));
    await new Promise((resolve) => setTimeout(resolve, 50));
    throw new Error("the file ends here");
  }
  const told = [];
  const run = async () => {
    for await (const { index } of admin.bulk(source())) {
      told.push(index);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };
  await assert.rejects(run, /the file ends here/);
  assert.deepEqual(told.sort(), [0, 1, 2]);
});

// What proves who calls: a key, a UserSig, or a function that gives one.

import assert from "node:assert/strict";
import { mock, test } from "node:test";
import {
  inspectUserSig,
  MEMBER,
  RoomEngineAdmin,
  RoomEngineError,
  rejection,
  signUserSig,
  simulate,
  updateRoomMemberInfo,
  WHO,
} from "../subject.mjs";
import { ok, parameter, record, recordAnswers, refusal } from "./recorder.mjs";

const { sdkAppId, identifier, secretKey } = WHO;
const DAY = 86_400_000;
const signed = (options) => signUserSig({ sdkAppId, identifier, secretKey, ...options });
const clientWith = (userSig, fetch) =>
  new RoomEngineAdmin({ sdkAppId, identifier, userSig, fetch });
const sigs = (exchanges) => exchanges.map((exchange) => parameter(exchange, "usersig"));
const expired = (code = 70_001) => refusal(code, "sig expired");

test("userSig: a UserSig of the caller's own is sent as it is", async () => {
  const simulator = simulate();
  const userSig = await signed();
  await clientWith(userSig, simulator.fetch).updateRoomMemberInfo(MEMBER);
  assert.equal(simulator.calls[0].query.usersig, userSig);
});

test("userSig: a UserSig of the caller's own that is refused as expired is not tried again", async () => {
  const { fetch, exchanges } = record(() => expired());
  const error = await rejection(clientWith(await signed(), fetch).updateRoomMemberInfo(MEMBER));
  assert.equal(error.code, 70_001);
  assert.equal(error.attempts, 1);
  assert.equal(exchanges.length, 1);
});

const PROVIDERS = {
  "returns it": (userSig) => () => userSig,
  "is async": (userSig) => async () => userSig,
  "returns it in a thenable": (userSig) => () => ({ then: (resolve) => resolve(userSig) }),
  "takes its time": (userSig) => () =>
    new Promise((resolve) => setTimeout(() => resolve(userSig), 5)),
};

for (const [what, provider] of Object.entries(PROVIDERS)) {
  test(`userSig: the function for a UserSig that ${what} is asked once for many calls`, async () => {
    const simulator = simulate();
    const asked = [];
    const provide = provider(await signed());
    const admin = clientWith(function (...args) {
      asked.push({ self: this, args });
      return provide();
    }, simulator.fetch);
    await Promise.all(Array.from({ length: 50 }, () => admin.updateRoomMemberInfo(MEMBER)));
    await admin.updateRoomMemberInfo(MEMBER);
    assert.equal(simulator.calls.length, 51);
    assert.deepEqual(asked, [{ self: undefined, args: [] }]);
  });
}

for (const code of [70_001, 70_052]) {
  test(`userSig: the function for a UserSig is asked again after ${code}, once for each call`, async () => {
    const given = [
      await signed({ ttl: 3600 }),
      await signed({ ttl: 3601 }),
      await signed({ ttl: 3602 }),
    ];
    let asked = 0;
    const refused = () => expired(code);
    const { fetch, exchanges } = recordAnswers(ok, refused, ok, refused, refused);
    const admin = clientWith(() => given[asked++], fetch);
    await admin.updateRoomMemberInfo(MEMBER);
    assert.equal((await admin.updateRoomMemberInfo(MEMBER)).errorCode, 0);
    assert.deepEqual(sigs(exchanges), [given[0], given[0], given[1]]);
    const error = await rejection(admin.updateRoomMemberInfo(MEMBER));
    assert.equal(error.code, code);
    assert.equal(error.attempts, 2);
    assert.deepEqual(sigs(exchanges).slice(3), [given[1], given[2]]);
    assert.equal(asked, 3);
  });
}

test("userSig: many calls that are refused as expired at once ask the function once more", async () => {
  const [old, young] = [await signed({ ttl: 3600 }), await signed({ ttl: 3601 })];
  let asked = 0;
  const { fetch } = record(async (url) => (url.includes(old) ? expired() : ok()));
  const admin = clientWith(async () => (asked++ === 0 ? old : young), fetch);
  const calls = Array.from({ length: 20 }, () => admin.updateRoomMemberInfo(MEMBER));
  const replies = await Promise.all(calls);
  assert.ok(replies.every(({ errorCode }) => errorCode === 0));
  assert.equal(asked, 2);
});

const FAILURES = {
  "throws an Error": () => {
    throw new Error("login needed");
  },
  "rejects with an Error": () => Promise.reject(new Error("login needed")),
  "throws a string": () => {
    throw "login needed";
  },
  "rejects with undefined": () => Promise.reject(),
  "rejects with an object without a prototype": () => Promise.reject(Object.create(null)),
  "returns undefined": () => undefined,
  "returns null": () => null,
  "returns a number": () => 42,
  "returns an object": () => ({ userSig: "eJx" }),
  "returns a promise of a number": async () => 42,
  "returns an empty text": () => "",
  "returns a text that is no UserSig": () => "not a+sig/=",
};

for (const [what, provider] of Object.entries(FAILURES)) {
  test(`userSig: a function for a UserSig that ${what} makes the call invalid`, async () => {
    const { fetch, exchanges } = record();
    let isFailing = true;
    const userSig = await signed();
    const admin = clientWith(() => (isFailing ? provider() : userSig), fetch);
    const errors = await Promise.all(
      [1, 2].map(() => rejection(admin.updateRoomMemberInfo(MEMBER))),
    );
    for (const error of errors) {
      assert.ok(error instanceof RoomEngineError, String(error));
      assert.equal(error.kind, "invalid");
      assert.equal(error.field, "userSig");
      assert.equal(error.attempts, 0);
      assert.match(error.message, /^`userSig` /);
    }
    assert.equal(exchanges.length, 0);
    isFailing = false;
    assert.equal((await admin.updateRoomMemberInfo(MEMBER)).errorCode, 0);
  });
}

test("userSig: what the function for a UserSig threw is the cause", async () => {
  const thrown = new Error("login needed");
  const provider = () => Promise.reject(thrown);
  const error = await rejection(clientWith(provider).updateRoomMemberInfo(MEMBER));
  assert.equal(error.cause, thrown);
  assert.ok(error.message.includes("login needed"));
});

test("userSig: a key signs anew once when the service holds the UserSig to be expired", async () => {
  // Without a Date that would tell how far the clocks are apart.
  const simulator = simulate({ now: () => Date.now() + 3 * DAY });
  const fetch = async (...request) => {
    const { status, body } = await simulator.fetch(...request);
    return new Response(body, { status });
  };
  const error = await rejection(updateRoomMemberInfo({ ...WHO, ...MEMBER, fetch }));
  assert.equal(error.code, 70_001);
  assert.equal(error.attempts, 2);
  assert.equal(error.retryable, true);
  assert.match(error.hint, /clock/);
  assert.equal(simulator.calls.length, 2);
});

test("userSig: a wrong clock is made up for by the service's Date", async () => {
  const simulator = simulate({ now: () => Date.now() + 3 * DAY });
  const admin = new RoomEngineAdmin({ ...WHO, fetch: simulator.fetch });
  assert.equal((await admin.updateRoomMemberInfo(MEMBER)).errorCode, 0);
  assert.equal(simulator.calls.length, 2);
  assert.equal((await admin.updateRoomMemberInfo(MEMBER)).errorCode, 0);
  assert.equal(simulator.calls.length, 3);
});

test("userSig: a UserSig that the service holds to be expired is not used again", async () => {
  mock.timers.enable({ apis: ["Date"], now: Date.now() });
  try {
    const { fetch, exchanges } = recordAnswers(ok, () => expired(), ok, ok);
    const admin = new RoomEngineAdmin({ ...WHO, fetch });
    await admin.updateRoomMemberInfo(MEMBER);
    mock.timers.setTime(Date.now() + 60_000);
    await admin.updateRoomMemberInfo(MEMBER);
    await admin.updateRoomMemberInfo(MEMBER);
    const [first, second, third, fourth] = sigs(exchanges);
    assert.equal(first, second);
    assert.notEqual(second, third);
    assert.equal(third, fourth);
  } finally {
    mock.timers.reset();
  }
});

test("userSig: no other refusal is answered with another signature", async () => {
  for (const code of [70_003, 70_009, 70_013, 70_014, 60_010, 100_004]) {
    const { fetch, exchanges } = record(() => refusal(code));
    const error = await rejection(
      updateRoomMemberInfo({ ...WHO, ...MEMBER, fetch, maxRetries: 0 }),
    );
    assert.equal(error.code, code);
    assert.equal(exchanges.length, 1);
  }
});

test("userSig: a UserSig is renewed well before it ends", async () => {
  const start = 1_700_000_000_000;
  mock.timers.enable({ apis: ["Date"], now: start });
  try {
    const { fetch, exchanges } = record();
    const admin = new RoomEngineAdmin({ ...WHO, fetch, userSigTtl: 1000 });
    const issued = [];
    for (const second of [0, 500, 880, 905, 1000, 2500]) {
      mock.timers.setTime(start + second * 1000);
      await admin.updateRoomMemberInfo(MEMBER);
      const userSig = parameter(exchanges.at(-1), "usersig");
      const claims = await inspectUserSig(userSig, { secretKey });
      assert.equal(claims.verified, true);
      assert.ok(claims.expiresAt.getTime() > Date.now() + 60_000, `at ${second} s`);
      issued.push((claims.issuedAt.getTime() - start) / 1000);
    }
    assert.deepEqual(issued, [0, 0, 0, 905, 905, 2500]);
  } finally {
    mock.timers.reset();
  }
});

test("userSig: userSigTtl is the life of what is signed, and a day where it is not given", async () => {
  for (const [userSigTtl, seconds] of [
    [undefined, 86_400],
    [7200, 7200],
  ]) {
    const { fetch, exchanges } = record();
    await updateRoomMemberInfo({ ...WHO, ...MEMBER, fetch, userSigTtl });
    const { issuedAt, expiresAt } = await inspectUserSig(parameter(exchanges[0], "usersig"));
    assert.equal(expiresAt - issuedAt, seconds * 1000);
  }
});

test("userSig: a UserSig of a function is asked for anew before it ends", async () => {
  let asked = 0;
  const nearItsEnd = await signed({ now: Date.now() - DAY + 30_000 });
  const fresh = await signed();
  const { fetch, exchanges } = record();
  const admin = clientWith(() => (asked++ === 0 ? nearItsEnd : fresh), fetch);
  for (let index = 0; index < 3; index += 1) await admin.updateRoomMemberInfo(MEMBER);
  assert.deepEqual(sigs(exchanges), [nearItsEnd, fresh, fresh]);
  assert.equal(asked, 2);
});

test("userSig: a userSig function that never settles is bounded by timeoutMs, and can be asked again", async () => {
  let asked = 0;
  const options = { sdkAppId: WHO.sdkAppId, identifier: WHO.identifier, timeoutMs: 60 };
  const userSig = () => {
    asked += 1;
    return asked === 1 ? new Promise(() => {}) : signUserSig(WHO);
  };
  const admin = new RoomEngineAdmin({ ...options, userSig, fetch: simulate().fetch });
  const both = [MEMBER, { ...MEMBER, memberAccount: "other" }];
  const errors = await Promise.all(both.map((call) => rejection(admin.updateRoomMemberInfo(call))));
  for (const { kind, message, attempts } of errors) {
    assert.deepEqual([kind, attempts], ["timeout", 0]);
    assert.match(message, /`userSig` gave nothing within 60 ms/);
  }
  assert.equal((await admin.updateRoomMemberInfo(MEMBER)).errorCode, 0);
  assert.equal(asked, 2);
});

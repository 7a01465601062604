// signUserSig, admin.signUserSig and inspectUserSig, as those who debug 70001 to 70020 use them.

import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateSync, inflateSync } from "node:zlib";
import {
  inspectUserSig,
  RoomEngineAdmin,
  RoomEngineError,
  rejection,
  SECRET_KEY,
  signUserSig,
  WHO,
} from "../subject.mjs";

const START = 1_700_000_000_000;
const unescape = (text) =>
  text.replace(/[*_-]/g, (letter) => ({ "*": "+", "-": "/", _: "=" })[letter]);
const escape = (bytes) =>
  bytes
    .toString("base64")
    .replace(/[+/=]/g, (letter) => ({ "+": "*", "/": "-", "=": "_" })[letter]);
const unpack = (userSig) => JSON.parse(inflateSync(Buffer.from(unescape(userSig), "base64")));
const pack = (claims) =>
  escape(deflateSync(typeof claims === "string" ? claims : JSON.stringify(claims)));

test("signing: a UserSig says who, for which application, from when and for how long", async () => {
  const claims = unpack(await signUserSig({ ...WHO, ttl: 600, now: START }));
  assert.deepEqual(
    { ...claims, "TLS.sig": "" },
    {
      "TLS.ver": "2.0",
      "TLS.identifier": "administrator",
      "TLS.sdkappid": 1_400_000_000,
      "TLS.expire": 600,
      "TLS.time": 1_700_000_000,
      "TLS.sig": "",
    },
  );
  assert.match(claims["TLS.sig"], /^[A-Za-z0-9+/]{43}=$/);
});

test("signing: now may be a Date or milliseconds, and is the present where it is left out", async () => {
  const timeOf = async (now) => unpack(await signUserSig({ ...WHO, now }))["TLS.time"];
  assert.equal(await timeOf(new Date(START + 999)), 1_700_000_000);
  assert.equal(await timeOf(START + 999.9), 1_700_000_000);
  const before = Math.floor(Date.now() / 1000);
  for (const now of [undefined, null]) {
    const time = await timeOf(now);
    assert.ok(time >= before && time <= Date.now() / 1000);
  }
});

test("signing: what is signed reads back, with the key verified and with another one not", async () => {
  const userSig = await signUserSig({ ...WHO, ttl: 600, now: START });
  const base = {
    sdkAppId: 1_400_000_000,
    identifier: "administrator",
    issuedAt: new Date(START),
    expiresAt: new Date(START + 600_000),
  };
  const cases = [
    [{ now: START }, { ...base, expired: false }],
    [{ now: START + 600_000 }, { ...base, expired: false }],
    [{ now: START + 601_000 }, { ...base, expired: true }],
    [
      { now: new Date(START), secretKey: SECRET_KEY },
      { ...base, expired: false, verified: true },
    ],
    [{ secretKey: `${SECRET_KEY}0` }, { ...base, expired: true, verified: false }],
    [
      { secretKey: undefined, now: null },
      { ...base, expired: true },
    ],
    [undefined, { ...base, expired: true }],
    [null, { ...base, expired: true }],
  ];
  for (const [options, expected] of cases) {
    assert.deepEqual(await inspectUserSig(userSig, options), expected);
  }
});

test("signing: any change of what was signed shows", async () => {
  const claims = unpack(await signUserSig({ ...WHO, now: START }));
  const verified = async (changed) =>
    (await inspectUserSig(pack({ ...claims, ...changed }), { secretKey: SECRET_KEY })).verified;
  assert.equal(await verified({}), true);
  for (const changed of [
    { "TLS.identifier": "administrator2" },
    { "TLS.sdkappid": 1_400_000_001 },
    { "TLS.expire": 86_401 },
    { "TLS.time": 1_700_000_001 },
    { "TLS.sig": claims["TLS.sig"].replace(/^./, (letter) => (letter === "A" ? "B" : "A")) },
    { "TLS.sig": "" },
    { "TLS.sig": "AAAA" },
    { "TLS.sig": claims["TLS.sig"].slice(0, -1) },
    { "TLS.userbuf": "AAAA" },
  ]) {
    assert.notEqual(await verified(changed).catch(() => false), true, JSON.stringify(changed));
  }
});

test("signing: a client signs for others with its own key", async () => {
  const admin = new RoomEngineAdmin(WHO);
  for (const [userId, options, seconds] of [
    ["user4", undefined, 86_400],
    ["用户甲", null, 86_400],
    ["user4", {}, 86_400],
    ["👩‍🚀", { ttl: 60 }, 60],
    ['a\n"b\\', { ttl: 0 }, 0],
  ]) {
    const claims = await inspectUserSig(await admin.signUserSig(userId, options), WHO_KEY);
    assert.equal(claims.identifier, userId);
    assert.equal(claims.sdkAppId, WHO.sdkAppId);
    assert.equal(claims.verified, true);
    assert.equal(claims.expiresAt - claims.issuedAt, seconds * 1000);
  }
});
const WHO_KEY = { secretKey: SECRET_KEY };

test("signing: a client without a key says that it cannot sign", async () => {
  const { secretKey, ...who } = WHO;
  const userSig = await signUserSig(WHO);
  for (const given of [userSig, () => userSig]) {
    const error = await rejection(new RoomEngineAdmin({ ...who, userSig: given }).signUserSig("u"));
    assert.equal(error.kind, "invalid");
    assert.equal(error.field, "secretKey");
    assert.ok(!error.message.includes(secretKey));
  }
});

const claims = { "TLS.ver": "2.0", "TLS.identifier": "a", "TLS.sdkappid": 1, "TLS.time": 1 };
const NO_USER_SIGS = {
  "an empty text": "",
  "any text": "hello",
  "base64 of the common kind": Buffer.from("hello, world+/").toString("base64"),
  "letters outside the alphabet": "eJx+/=",
  "a URL": "https://example.com/?usersig=eJx",
  "no zlib stream": escape(Buffer.from("hello")),
  "an empty zlib stream": pack(""),
  "a stream of no JSON": pack("hello"),
  "a stream of an array": pack("[]"),
  "claims without a signature": pack({ ...claims, "TLS.expire": 1 }),
  "claims without a lifetime": pack({ ...claims, "TLS.sig": "AAAA" }),
  "a lone surrogate": "\ud800",
  Chinese: "签名",
};

for (const [what, text] of Object.entries(NO_USER_SIGS)) {
  test(`signing: ${what} is told to be no UserSig`, async () => {
    const error = await rejection(inspectUserSig(text));
    assert.ok(error instanceof RoomEngineError, String(error));
    assert.equal(error.kind, "invalid");
    assert.equal(error.field, "userSig");
    assert.ok(error.message.length < 300);
  });
}

test("signing: a UserSig that was cut short is told to be none, wherever it was cut", async () => {
  const userSig = await signUserSig({ ...WHO, now: START });
  for (let length = 0; length < userSig.length - 1; length += 7) {
    const error = await rejection(inspectUserSig(userSig.slice(0, length)));
    assert.equal(error.field, "userSig", `cut to ${length}`);
  }
});

test("signing: a UserSig that would unpack to very much is refused", async () => {
  for (const bytes of [1_000_000, 50_000_000]) {
    const error = await rejection(inspectUserSig(escape(deflateSync(Buffer.alloc(bytes, " ")))));
    assert.equal(error.kind, "invalid");
    assert.equal(error.field, "userSig");
  }
});

test("signing: signing and reading refuse wrong options by name", async () => {
  const refused = [
    [() => signUserSig(), "options"],
    [() => signUserSig("x"), "options"],
    [() => signUserSig({ ...WHO, sdkAppId: undefined }), "sdkAppId"],
    [() => signUserSig({ ...WHO, identifier: "" }), "identifier"],
    [() => signUserSig({ ...WHO, secretKey: "" }), "secretKey"],
    [() => signUserSig({ ...WHO, ttl: -1 }), "ttl"],
    [() => signUserSig({ ...WHO, ttl: "60" }), "ttl"],
    [() => signUserSig({ ...WHO, now: 1_700_000_000 }), "now"],
    [() => signUserSig({ ...WHO, now: new Date(NaN) }), "now"],
    [() => signUserSig({ ...WHO, expire: 60 }), "expire"],
    [() => signUserSig({ ...WHO, region: "china" }), "region"],
    [() => inspectUserSig(), "userSig"],
    [() => inspectUserSig(42), "userSig"],
    [() => inspectUserSig("eJx", 42), "options"],
    [() => inspectUserSig("eJx", { key: "x" }), "key"],
    [() => inspectUserSig("eJx", { secretKey: 42 }), "secretKey"],
    [() => new RoomEngineAdmin(WHO).signUserSig(), "userId"],
    [() => new RoomEngineAdmin(WHO).signUserSig(""), "userId"],
    [() => new RoomEngineAdmin(WHO).signUserSig(42), "userId"],
    [() => new RoomEngineAdmin(WHO).signUserSig("u", { TTL: 1 }), "TTL"],
    [() => new RoomEngineAdmin(WHO).signUserSig("u", 60), "options"],
  ];
  for (const [call, field] of refused) {
    const error = await rejection(call());
    assert.ok(error instanceof RoomEngineError, `${field}: ${error}`);
    assert.equal(error.kind, "invalid");
    assert.equal(error.field, field);
    assert.equal(error.attempts, 0);
  }
});

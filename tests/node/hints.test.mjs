// What people really get wrong is named, and they are told what is meant.

import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import {
  MEMBER,
  RoomEngineAdmin,
  rejection,
  SECRET_KEY,
  signUserSig,
  simulate,
  updateRoomMemberInfo,
  WHO,
} from "../subject.mjs";
import { refusal } from "./recorder.mjs";

const { secretKey, ...account } = WHO;
const userSig = await signUserSig(WHO);
const call = (options) => {
  const { fetch } = simulate();
  return updateRoomMemberInfo({ ...WHO, ...MEMBER, fetch, maxRetries: 0, ...options });
};
const withUserSig = (given) => call({ secretKey: undefined, userSig: given });

for (const [what, key, words] of [
  ["blanks", ` ${secretKey} `, /white space around it/],
  ["a line end", `${secretKey}\n`, /line end around it/],
  ["Windows' line end", `${secretKey}\r\n`, /line end around it/],
  ["quotation marks", `"${secretKey}"`, /quot/],
  ["single quotation marks", `'${secretKey}'`, /quot/],
]) {
  test(`hints: 70009 says that the key has ${what} around it`, async () => {
    const error = await rejection(call({ secretKey: key }));
    assert.equal(error.code, 70_009);
    assert.match(error.hint, /^70009: /);
    assert.match(error.hint, words);
  });
}

test("hints: 70009 of a key that looks right says nothing of that kind", async () => {
  const error = await rejection(call({ secretKey: secretKey.replace("6", "7") }));
  assert.equal(error.code, 70_009);
  assert.doesNotMatch(error.hint, /take it off/);
});

for (const end of ["\n", "\r\n", "\n\n"]) {
  test(`hints: a UserSig is taken without ${JSON.stringify(end)} at its end`, async () => {
    assert.equal((await withUserSig(`${userSig}${end}`)).errorCode, 0);
    assert.equal((await withUserSig(async () => `${userSig}${end}`)).errorCode, 0);
  });
}

for (const [what, given, words] of [
  ["encoded", encodeURIComponent(`${userSig}=`), /percent-encoded and has to be decoded/],
  ["encoded twice", encodeURIComponent(encodeURIComponent(`${userSig}=`)), /twice/],
  ["with its name", `usersig=${userSig}`, /`usersig=` stands in it/],
  ["in a URL", `https://a.example/x?sdkappid=1&usersig=${userSig}&random=1`, /it is a URL/],
  [
    "with a character that cannot be seen",
    `${userSig.slice(0, 9)}\u200b${userSig.slice(9)}`,
    /U\+200B.*cannot be seen/,
  ],
  ["with a byte order mark", `\ufeff${userSig}`, /U\+FEFF/],
  ["with a blank in it", `${userSig.slice(0, 9)} ${userSig.slice(9)}`, /character 10/],
]) {
  test(`hints: a UserSig ${what} is called that`, async () => {
    for (const each of [given, () => given]) {
      const error = await rejection(withUserSig(each));
      assert.deepEqual([error.kind, error.field], ["invalid", "userSig"]);
      assert.match(error.message, words);
      assert.ok(!inspect(error).includes(userSig.slice(20, 32)));
    }
  });
}

for (const [name, meant] of [
  ["userId", "memberAccount"],
  ["userID", "memberAccount"],
  ["UserID", "memberAccount"],
  ["expire", "userSigTtl"],
  ["key", "secretKey"],
  ["timeout", "timeoutMs"],
]) {
  test(`hints: \`${name}\` is told what it is called here`, async () => {
    const error = await rejection(call({ [name]: "x" }));
    assert.deepEqual([error.field, error.hint], [name, `did you mean \`${meant}\`?`]);
  });
}

test("hints: a client's and a signer's own names are suggested", async () => {
  const admin = new RoomEngineAdmin({ ...WHO, userId: "x" });
  const error = await rejection(admin.updateRoomMemberInfo(MEMBER));
  assert.equal(error.hint, "did you mean `identifier`?");
  assert.equal((await rejection(signUserSig({ ...WHO, expire: 1 }))).hint, "did you mean `ttl`?");
});

for (const name of ["proxy", "agent", "dispatcher", "httpsAgent"]) {
  test(`hints: \`${name}\` is a matter of fetch`, async () => {
    const error = await rejection(call({ [name]: {} }));
    assert.deepEqual([error.kind, error.field], ["invalid", name]);
    assert.match(error.hint, /docs\/proxies\.md/);
  });
}

test("hints: a number that is given as a text", async () => {
  for (const [name, given] of [
    ["sdkAppId", "1400000000"],
    ["timeoutMs", "5000"],
    ["callsPerSecond", "100"],
  ]) {
    const error = await rejection(call({ [name]: given }));
    assert.deepEqual([error.field, error.hint], [name, "Number(...) makes one of it"]);
  }
  assert.ok(!("hint" in (await rejection(call({ sdkAppId: "my app" })))));
});

test("hints: 60002 blames baseUrl where there is one, and the package where there is none", async () => {
  const fetch = () => refusal(60_002);
  const own = await rejection(call({ fetch, baseUrl: "https://gateway.example/x" }));
  assert.match(own.hint, /^60002: check `baseUrl`.*https:\/\/gateway\.example\/x/);
  const region = await rejection(call({ fetch }));
  assert.doesNotMatch(region.hint, /baseUrl/);
});

/** A secret where a name should be. */
const PLACES = {
  "an option": (name) => call({ [name]: 1 }),
  "a client's option": (name) =>
    new RoomEngineAdmin({ ...account, secretKey, [name]: 1 }).getRoomInfo({ roomId: "r" }),
  "a request's option": (name) =>
    new RoomEngineAdmin(WHO).getRoomInfo({ roomId: "r" }, { [name]: 1 }),
  "an item's option": (name) =>
    new RoomEngineAdmin(WHO).markRoomMember({
      roomId: "r",
      commandType: "set",
      memberList: [{ memberAccount: "a", marks: [1000], [name]: 1 }],
    }),
  "a getter that throws": (name) =>
    updateRoomMemberInfo(
      Object.defineProperty({ ...WHO, ...MEMBER }, name, {
        enumerable: true,
        get: () => JSON.parse(""),
      }),
    ),
  "a header": (name) =>
    new RoomEngineAdmin({
      endpoint: "https://a.example/x",
      fetch,
      headers: { [name]: 1 },
    }).getRoomInfo({
      roomId: "r",
    }),
  "a signer's option": (name) => signUserSig({ ...WHO, [name]: 1 }),
};

for (const [what, make] of Object.entries(PLACES)) {
  test(`secrets: the name of ${what} is not shown where it may be one`, async () => {
    for (const secret of [SECRET_KEY, userSig, "s3cret-of-mine"]) {
      const error = await rejection(Promise.resolve().then(() => make(secret)));
      const shown = inspect({ ...error, message: error.message, stack: error.stack }, { depth: 9 });
      if (secret.length > 32 || !what.includes("throws")) {
        assert.ok(!shown.includes(secret.slice(0, 12)), shown);
      }
    }
  });
}

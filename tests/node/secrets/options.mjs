// A secret in options that are refused: of another type, in another's place, or beside another.

import {
  inspectUserSig,
  MEMBER,
  RoomEngineAdmin,
  signUserSig,
  updateRoomMemberInfo,
  WHO,
} from "../../subject.mjs";
import { ACCOUNT, callThrough, callWithKey, KEY, USER_SIG } from "./calls.mjs";

/** A name and a function for each case. */
export function* optionCases() {
  yield* ofAnotherType();
  yield* inAnothersPlace();
  yield* ofSignatures();
}

function* ofAnotherType() {
  const keys = {
    "in an array": [KEY],
    "in an object": { KEY },
    "as bytes": Buffer.from(KEY),
    "as a text object": new String(KEY),
    "behind a function": () => KEY,
    "as a symbol": Symbol(KEY),
    "as a number": BigInt(`0x${KEY}`),
    "with half a character": `${KEY}\ud800`,
    "in a Map": new Map([[KEY, KEY]]),
  };
  for (const [what, secretKey] of Object.entries(keys)) {
    yield [`a key ${what}`, () => callWithKey({ secretKey })];
    yield [`a client's key ${what}`, () => callThrough({ ...WHO, secretKey }, MEMBER)];
    yield [`a signer's key ${what}`, () => signUserSig({ ...WHO, secretKey })];
    yield [`an inspector's key ${what}`, () => inspectUserSig(USER_SIG, { secretKey })];
  }
  yield ["both credentials", () => callWithKey({ userSig: USER_SIG })];
  yield ["a UserSig beside a wrong key", () => callWithKey({ secretKey: 1, userSig: USER_SIG })];
}

function* inAnothersPlace() {
  const names = [
    "sdkAppId",
    "region",
    "baseUrl",
    "userSigTtl",
    "timeoutMs",
    "maxRetries",
    "callsPerSecond",
    "fetch",
    "dangerouslyAllowBrowser",
    "nameCard",
    "customInfo",
    "role",
    "signal",
    "secretkey",
    "usersig",
    "key",
  ];
  for (const [what, secret] of [
    ["the key", KEY],
    ["a UserSig", USER_SIG],
  ]) {
    for (const name of names) yield [`${what} as ${name}`, () => callWithKey({ [name]: secret })];
    yield [`${what} as a URL's host`, () => callWithKey({ baseUrl: `http://${secret}` })];
    yield [
      `${what} as a URL's query`,
      () => callWithKey({ baseUrl: `https://a.example/?${secret}` }),
    ];
    yield [
      `${what} as a URL's password`,
      () => callWithKey({ baseUrl: `https://u:${secret}@a.example` }),
    ];
    yield [`${what} as a URL's scheme`, () => callWithKey({ baseUrl: `${secret}://a.example` })];
    yield [
      `${what} as a URL's port`,
      () => callWithKey({ baseUrl: `https://a.example:${secret}` }),
    ];
    yield [`${what} as the options`, () => updateRoomMemberInfo(secret)];
    yield [`${what} as a client's options`, () => callThrough(secret, MEMBER)];
    yield [`${what} as a call's options`, () => callThrough(WHO, secret)];
    yield [
      `${what} as a call's second argument`,
      () => new RoomEngineAdmin(WHO).updateRoomMemberInfo(MEMBER, secret),
    ];
    yield [`${what} as options in an array`, () => updateRoomMemberInfo([secret])];
  }
}

function* ofSignatures() {
  const admin = new RoomEngineAdmin(WHO);
  yield ["signing with the key as options", () => signUserSig(KEY)];
  yield ["signing for half a character", () => signUserSig({ ...WHO, identifier: `${KEY}\ud800` })];
  for (const name of ["sdkAppId", "ttl", "now", "secretkey", "expire"]) {
    yield [`signing with the key as ${name}`, () => signUserSig({ ...WHO, [name]: KEY })];
  }
  yield ["a client that signs with the key as options", () => admin.signUserSig("user4", KEY)];
  yield ["a client that signs with the key as ttl", () => admin.signUserSig("user4", { ttl: KEY })];
  yield ["a client that signs for an array", () => admin.signUserSig([KEY])];
  yield [
    "a client that cannot sign",
    () => new RoomEngineAdmin({ ...ACCOUNT, userSig: USER_SIG }).signUserSig("user4"),
  ];
  const texts = {
    "the key": KEY,
    "a UserSig cut short": USER_SIG.slice(0, 60),
    "a UserSig cut at its start": USER_SIG.slice(4),
    "a UserSig with more behind it": `${USER_SIG}${USER_SIG}`,
    "a UserSig with a space": `${USER_SIG} `,
    "a UserSig in common base64": USER_SIG.replaceAll("*", "+").replaceAll("_", "="),
    "a URL with a UserSig": `https://a.example/?usersig=${USER_SIG}`,
    "a percent-encoded UserSig": encodeURIComponent(`${USER_SIG}=`),
  };
  for (const [what, text] of Object.entries(texts)) {
    yield [`inspecting ${what}`, () => inspectUserSig(text)];
  }
  yield ["inspecting a UserSig in an array", () => inspectUserSig([USER_SIG])];
  yield ["inspecting with the key as options", () => inspectUserSig(USER_SIG, KEY)];
  yield ["inspecting with the key as now", () => inspectUserSig(USER_SIG, { now: KEY })];
}

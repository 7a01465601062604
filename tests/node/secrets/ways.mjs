// Every public way to make a call fail with a secret near it. Each is called with `know`, and tells
// it what secrets there are beside the key and the UserSig below.

import {
  inspectUserSig,
  MEMBER,
  RoomEngineAdmin,
  signUserSig,
  updateRoomMemberInfo,
  WHO,
} from "../../subject.mjs";
import { parameter } from "../recorder.mjs";
import { refusingUrl } from "../server.mjs";
import { BODIES, HEADERS } from "./answers.mjs";
import { THROWN_WITH_URL, THROWN_WITH_USER_SIG } from "./thrown.mjs";

const { sdkAppId, identifier } = WHO;
export const KEY = WHO.secretKey;
export const USER_SIG = await signUserSig({ ...WHO, now: 1_700_000_000_000, ttl: 4_000_000_000 });

const once = (options) => updateRoomMemberInfo({ ...WHO, ...MEMBER, maxRetries: 0, ...options });
const with_ = (userSig, options) =>
  updateRoomMemberInfo({ sdkAppId, identifier, userSig, ...MEMBER, maxRetries: 0, ...options });
const through = (client, options) => new RoomEngineAdmin(client).updateRoomMemberInfo(options);

/** A name and a function for each way. */
export const WAYS = new Map([
  ...optionsOfAnotherType(),
  ...optionsInAnothersPlace(),
  ...signatures(),
  ...providers(),
  ...ownFetches(),
  ...answers(),
  ...ends(),
]);

function* optionsOfAnotherType() {
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
    yield [`a key ${what}`, () => once({ secretKey })];
    yield [`a client's key ${what}`, () => through({ ...WHO, secretKey }, MEMBER)];
    yield [`a signer's key ${what}`, () => signUserSig({ ...WHO, secretKey })];
    yield [`an inspector's key ${what}`, () => inspectUserSig(USER_SIG, { secretKey })];
  }
  yield ["both credentials", () => once({ userSig: USER_SIG })];
  yield ["a UserSig beside a wrong key", () => once({ secretKey: 1, userSig: USER_SIG })];
}

function* optionsInAnothersPlace() {
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
    for (const name of names) yield [`${what} as ${name}`, () => once({ [name]: secret })];
    yield [`${what} as a URL's host`, () => once({ baseUrl: `http://${secret}` })];
    yield [`${what} as a URL's query`, () => once({ baseUrl: `https://a.example/?${secret}` })];
    yield [`${what} as a URL's password`, () => once({ baseUrl: `https://u:${secret}@a.example` })];
    yield [`${what} as a URL's scheme`, () => once({ baseUrl: `${secret}://a.example` })];
    yield [`${what} as a URL's port`, () => once({ baseUrl: `https://a.example:${secret}` })];
    yield [`${what} as the options`, () => updateRoomMemberInfo(secret)];
    yield [`${what} as a client's options`, () => through(secret, MEMBER)];
    yield [`${what} as a call's options`, () => through(WHO, secret)];
    yield [
      `${what} as a call's second argument`,
      () => new RoomEngineAdmin(WHO).updateRoomMemberInfo(MEMBER, secret),
    ];
    yield [`${what} as options in an array`, () => updateRoomMemberInfo([secret])];
  }
}

function* signatures() {
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
    () => new RoomEngineAdmin({ sdkAppId, identifier, userSig: USER_SIG }).signUserSig("user4"),
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

function* providers() {
  const returned = {
    "in an array": [USER_SIG],
    "in an object": { USER_SIG },
    "with an equals sign": `${USER_SIG}=`,
    "in a URL": `https://a.example/?usersig=${USER_SIG}`,
    "with half a character": `${USER_SIG}\udc00`,
    "as bytes": Buffer.from(USER_SIG),
    "behind a function": () => USER_SIG,
  };
  for (const [what, value] of Object.entries(returned)) {
    yield [`a function that returns a UserSig ${what}`, () => with_(() => value)];
  }
  const url = `https://login.example/sign?a=1&usersig=${USER_SIG}&b=2`;
  for (const [what, make] of Object.entries(THROWN_WITH_URL)) {
    yield [
      `a function for a UserSig that throws ${what}`,
      () =>
        with_(() => {
          throw make(url);
        }),
    ];
    yield [
      `an option whose getter throws ${what}`,
      () => {
        const get = () => {
          throw make(url);
        };
        return updateRoomMemberInfo(
          Object.defineProperty({ ...WHO }, "roomId", { get, enumerable: true }),
        );
      },
    ];
  }
}

function* ownFetches() {
  for (const [what, make] of Object.entries({ ...THROWN_WITH_URL, ...THROWN_WITH_USER_SIG })) {
    const failing = (know, how) => (url) => {
      know(parameter({ url }, "usersig"));
      return how(make(url));
    };
    const throwing = (thrown) => {
      throw thrown;
    };
    const reading = (thrown) => ({ status: 200, text: () => Promise.reject(thrown) });
    const telling = (thrown) => ({
      get status() {
        throw thrown;
      },
    });
    yield [`a fetch that throws ${what}`, (know) => once({ fetch: failing(know, throwing) })];
    yield [
      `a fetch that rejects with ${what}`,
      (know) => with_(USER_SIG, { fetch: failing(know, (thrown) => Promise.reject(thrown)) }),
    ];
    yield [`a body that rejects with ${what}`, (know) => once({ fetch: failing(know, reading) })];
    yield [`a status that throws ${what}`, (know) => once({ fetch: failing(know, telling) })];
  }
}

function* answers() {
  for (const status of [200, 404, 502]) {
    for (const [what, body] of Object.entries(BODIES)) {
      yield [`a ${status} with ${what}`, (know) => once({ fetch: answering(know, status, body) })];
    }
  }
  for (const status of [200, 307, 500]) {
    for (const [what, headers] of Object.entries(HEADERS)) {
      yield [
        `a ${status} with ${what}`,
        (know) => once({ fetch: answering(know, status, () => "busy", headers) }),
      ];
    }
  }
}

const answering = (know, status, body, headers) => (url) => {
  const userSig = parameter({ url }, "usersig");
  know(userSig);
  const init = { status, headers: headers?.({ url, userSig }) };
  return new Response(body({ url, userSig }), init);
};

function* ends() {
  const real = { userSig: USER_SIG };
  yield [
    "a port that nobody listens on",
    async () => with_(USER_SIG, { baseUrl: await refusingUrl() }),
  ];
  yield ["a port that fetch refuses", () => with_(USER_SIG, { baseUrl: "http://127.0.0.1:6000" })];
  yield ["a host that is none", () => with_(USER_SIG, { baseUrl: "https://256.256.256.256" })];
  yield ["a host that ends in a number", () => with_(USER_SIG, { baseUrl: "https://a.1" })];
  yield ["an address that is none", () => with_(USER_SIG, { baseUrl: "https://[::fffff]" })];
  yield [
    "no TLS at the other end",
    async () => with_(USER_SIG, { baseUrl: (await refusingUrl()).replace("http:", "https:") }),
  ];
  yield ["a timeout", () => with_(USER_SIG, { fetch: () => new Promise(() => {}), timeoutMs: 5 })];
  yield [
    "a UserSig that has expired",
    () => with_(USER_SIG, { fetch: () => Response.json({ ErrorCode: 70_001 }) }),
  ];
  yield [
    "a key that signs twice in vain",
    (know) => once({ fetch: answering(know, 200, BODIES["the UserSig in ErrorInfo"]) }),
  ];
  yield [
    "a freed client",
    () => {
      const admin = new RoomEngineAdmin({ ...WHO, secretKey: undefined, ...real });
      admin.free();
      return admin.updateRoomMemberInfo(MEMBER);
    },
  ];
  yield [
    "a freed client's signing",
    () => {
      const admin = new RoomEngineAdmin(WHO);
      admin.free();
      return admin.signUserSig("user4");
    },
  ];
}

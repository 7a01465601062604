// Every public way to make a call fail with a secret near it. Each is called with `know`, and tells
// it what secrets there are beside the key and the UserSig of `calls.mjs`.

import { MEMBER, RoomEngineAdmin, updateRoomMemberInfo, WHO } from "../../subject.mjs";
import { parameter } from "../recorder.mjs";
import { refusingUrl } from "../server.mjs";
import { TRANSPORTS } from "../transports.mjs";
import { BODIES, HEADERS } from "./answers.mjs";
import { ACCOUNT, callWith, callWithKey, USER_SIG } from "./calls.mjs";
import { endpointCases, handlerCases } from "./gateway.mjs";
import { optionCases } from "./options.mjs";
import { THROWN_WITH_URL, THROWN_WITH_USER_SIG } from "./thrown.mjs";

/** A name and a function for each case. */
export const CASES = new Map([
  ...optionCases(),
  ...providers(),
  ...ownFetches(),
  ...answers(),
  ...ends(),
  ...endpointCases(),
  ...handlerCases(),
]);

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
    yield [`a function that returns a UserSig ${what}`, () => callWith(() => value)];
  }
  const url = `https://login.example/sign?a=1&usersig=${USER_SIG}&b=2`;
  for (const [what, make] of Object.entries(THROWN_WITH_URL)) {
    yield [
      `a function for a UserSig that throws ${what}`,
      () =>
        callWith(() => {
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
    yield [
      `a fetch that throws ${what}`,
      (know) => callWithKey({ fetch: failing(know, throwing) }),
    ];
    yield [
      `a fetch that rejects with ${what}`,
      (know) => callWith(USER_SIG, { fetch: failing(know, (thrown) => Promise.reject(thrown)) }),
    ];
    yield [
      `a body that rejects with ${what}`,
      (know) => callWithKey({ fetch: failing(know, reading) }),
    ];
    yield [
      `a status that throws ${what}`,
      (know) => callWithKey({ fetch: failing(know, telling) }),
    ];
  }
}

function* answers() {
  for (const status of [200, 404, 502]) {
    for (const [what, body] of Object.entries(BODIES)) {
      yield [
        `a ${status} with ${what}`,
        (know) => callWithKey({ fetch: answering(know, status, body) }),
      ];
    }
  }
  for (const status of [200, 307, 500]) {
    for (const [what, headers] of Object.entries(HEADERS)) {
      yield [
        `a ${status} with ${what}`,
        (know) => callWithKey({ fetch: answering(know, status, () => "busy", headers) }),
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
  for (const [transport, fetch] of Object.entries(TRANSPORTS)) {
    const to = (baseUrl) => callWith(USER_SIG, { baseUrl, fetch });
    yield [`a port that nobody listens on, with ${transport}`, async () => to(await refusingUrl())];
    yield [`a port that fetch refuses, with ${transport}`, () => to("http://127.0.0.1:6000")];
    yield [`a host that is none, with ${transport}`, () => to("https://256.256.256.256")];
    yield [`a host that ends in a number, with ${transport}`, () => to("https://a.1")];
    yield [`an address that is none, with ${transport}`, () => to("https://[::fffff]")];
    yield [
      `no TLS at the other end, with ${transport}`,
      async () => to((await refusingUrl()).replace("http:", "https:")),
    ];
  }
  yield [
    "a timeout",
    () => callWith(USER_SIG, { fetch: () => new Promise(() => {}), timeoutMs: 5 }),
  ];
  yield [
    "a UserSig that has expired",
    () => callWith(USER_SIG, { fetch: () => Response.json({ ErrorCode: 70_001 }) }),
  ];
  yield [
    "a key that signs twice in vain",
    (know) => callWithKey({ fetch: answering(know, 200, BODIES["the UserSig in ErrorInfo"]) }),
  ];
  yield [
    "a freed client",
    () => {
      const admin = new RoomEngineAdmin({ ...ACCOUNT, userSig: USER_SIG });
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

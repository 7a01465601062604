// Cases of failure by an endpoint and by a handler, with a bearer, the key or a UserSig near.

import {
  importPackage,
  MEMBER,
  RoomEngineAdmin,
  updateRoomMemberInfo,
  WHO,
} from "../../subject.mjs";
import { refusingUrl } from "../server.mjs";
import { TRANSPORTS } from "../transports.mjs";
import { BODIES, HEADERS } from "./answers.mjs";
import { ACCOUNT, KEY, USER_SIG } from "./calls.mjs";
import { THROWN_WITH_URL } from "./thrown.mjs";

const { createHandler } = await importPackage("room-engine-admin/handler");

/** What a page shows to say who sits before it. */
export const BEARER = "4f0c7e5b-page-operator-1d9a8b6c3e2f";
const ENDPOINT = "https://admin.example.com/api";
const authorization = `Bearer ${BEARER}`;

/** One call of a page. */
export const callEndpoint = (options) =>
  updateRoomMemberInfo({
    endpoint: ENDPOINT,
    headers: { authorization },
    ...MEMBER,
    maxRetries: 0,
    ...options,
  });

/** A name and a function for each case in which a page's call fails. */
export function* endpointCases() {
  for (const [what, make] of Object.entries(THROWN_WITH_URL)) {
    const fetch = async () => {
      throw make(`${ENDPOINT}?token=${BEARER}`);
    };
    const text = `an endpoint's fetch that throws ${what}, with the bearer in it`;
    yield [text, () => callEndpoint({ fetch })];
  }
  const quoted = { url: `${ENDPOINT}?token=${BEARER}`, userSig: BEARER };
  for (const status of [200, 401, 502]) {
    for (const [what, body] of Object.entries(BODIES)) {
      const fetch = async () => new Response(body(quoted), { status });
      const text = `an endpoint's ${status} with ${what}, where the UserSig is the bearer`;
      yield [text, () => callEndpoint({ fetch })];
    }
    for (const [what, make] of Object.entries(HEADERS)) {
      const fetch = async () => new Response("busy", { status, headers: make(quoted) });
      const text = `an endpoint's ${status} with ${what}, where the UserSig is the bearer`;
      yield [text, () => callEndpoint({ fetch })];
    }
  }
  for (const [transport, fetch] of Object.entries(TRANSPORTS)) {
    yield [
      `an endpoint that nobody listens at, with ${transport}`,
      async () => callEndpoint({ endpoint: `${await refusingUrl()}/api`, fetch }),
    ];
  }
  yield* wrongOptions();
}

function* wrongOptions() {
  for (const [what, options] of Object.entries({
    "the bearer as its endpoint": { endpoint: BEARER },
    "the bearer in its endpoint": { endpoint: `${ENDPOINT}?token=${BEARER}` },
    "the bearer as its headers": { headers: authorization },
    "the bearer in an array": { headers: [["authorization", authorization]] },
    "a list as a header": { headers: { authorization: [authorization] } },
    "a bearer with a line break": { headers: { authorization: `${authorization}\n` } },
    "a bearer that is no ASCII": { headers: { authorization: `${authorization}\u20ac` } },
    "a key beside it": { secretKey: KEY },
    "a UserSig beside it": { userSig: USER_SIG },
    "the bearer as logger": { logger: authorization },
    "the bearer as logLevel": { logLevel: authorization },
    "the bearer as onAttempt": { onAttempt: authorization },
  })) {
    yield [`an endpoint's client with ${what}`, () => callEndpoint(options)];
  }
  const who = { ...ACCOUNT, userSig: USER_SIG };
  const headers = { authorization };
  yield [
    "headers without an endpoint",
    () => new RoomEngineAdmin({ ...who, headers }).updateRoomMemberInfo(MEMBER),
  ];
}

const request = () =>
  new Request(ENDPOINT, {
    method: "POST",
    headers: { "content-type": "application/json", authorization },
    body: JSON.stringify({ operation: "updateRoomMemberInfo", options: MEMBER }),
  });

/** A handler's answer to a page. */
export const callHandler = (options) =>
  createHandler({ authorize: () => true, maxRetries: 0, ...options })(request());

/** A name and a function for each case in which a handler that is not set up right rejects. */
export function* handlerCases() {
  const thrown = Object.entries(THROWN_WITH_URL);
  for (const [what, make] of thrown) {
    const userSig = () => {
      throw make(`https://login.example/?usersig=${USER_SIG}`);
    };
    yield [
      `a handler whose function for a UserSig throws ${what}`,
      () => callHandler({ ...ACCOUNT, userSig }),
    ];
  }
  for (const [what, options] of Object.entries({
    "a key in an array": { ...WHO, secretKey: [KEY] },
    "both credentials": { ...WHO, userSig: USER_SIG },
    "the key as region": { ...WHO, region: KEY },
    "the key as baseUrl": { ...WHO, baseUrl: `http://${KEY}` },
    "the key as authorize": { ...WHO, authorize: KEY },
    "the key among its origins": { ...WHO, allowedOrigins: [KEY] },
    "a function that returns a UserSig in an array": { ...ACCOUNT, userSig: () => [USER_SIG] },
  })) {
    yield [`a handler with ${what}`, () => callHandler(options)];
  }
  yield ["a handler with the key as its options", () => createHandler(KEY)(request())];
  yield ["a handler that is asked with a URL", () => createHandler(WHO)(`${ENDPOINT}?${USER_SIG}`)];
}

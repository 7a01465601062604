// Every public way to fail, each with the fields that its error has to have, and no others.

import {
  inspectUserSig,
  MEMBER,
  nodeFetch,
  RoomEngineAdmin,
  signUserSig,
  updateRoomMemberInfo,
  WHO,
} from "../../subject.mjs";
import { refusal } from "../recorder.mjs";
import { refusingUrl } from "../server.mjs";

const { sdkAppId, identifier } = WHO;
const call = (options) => updateRoomMemberInfo({ ...WHO, ...MEMBER, maxRetries: 0, ...options });
const answering = (body, init) => call({ fetch: () => new Response(body, init) });
const provided = (userSig) => updateRoomMemberInfo({ sdkAppId, identifier, userSig, ...MEMBER });

const invalid = { kind: "invalid", retryable: false, attempts: 0 };
const sent = { attempts: 1, hint: String };
const api = { kind: "api", ...sent };

const THROWING = {
  enumerable: true,
  get() {
    throw new Error("no");
  },
};

/** A value stands for itself, a class for any value of its type. */
export const CASES = [
  {
    name: "no options",
    run: () => updateRoomMemberInfo(),
    fields: { ...invalid, field: "options" },
  },
  {
    name: "an option of a wrong type",
    run: () => call({ roomId: 42 }),
    fields: { ...invalid, field: "roomId" },
  },
  {
    name: "a missing option",
    run: () => call({ roomId: undefined }),
    fields: { ...invalid, field: "roomId", hint: String },
  },
  {
    name: "an option that is too long",
    run: () => call({ nameCard: "x".repeat(33) }),
    fields: { ...invalid, field: "nameCard" },
  },
  {
    name: "an unknown option",
    run: () => call({ namecard: "jack" }),
    fields: { ...invalid, field: "namecard", hint: "did you mean `nameCard`?" },
  },
  {
    name: "no fetch, neither given nor global",
    run: withoutFetch,
    fields: { ...invalid, field: "fetch", hint: String },
  },
  {
    name: "both credentials",
    run: () => call({ userSig: "eJx" }),
    fields: { ...invalid, field: "userSig", hint: String },
  },
  {
    name: "region and baseUrl",
    run: () => call({ region: "china", baseUrl: "https://example.com" }),
    fields: { ...invalid, field: "baseUrl", hint: String },
  },
  {
    name: "an option whose getter throws",
    run: () => updateRoomMemberInfo(Object.defineProperty({ ...WHO }, "roomId", THROWING)),
    fields: { ...invalid, field: "roomId", cause: Error },
  },
  {
    name: "a client's unknown option",
    run: () => new RoomEngineAdmin({ ...WHO, regoin: "china" }).updateRoomMemberInfo(MEMBER),
    fields: { ...invalid, field: "regoin", hint: "did you mean `region`?" },
  },
  {
    name: "a freed client",
    run: () => freed().updateRoomMemberInfo(MEMBER),
    fields: { ...invalid, hint: String },
  },
  {
    name: "a function for a UserSig that throws",
    run: () => provided(() => Promise.reject(new Error("login needed"))),
    fields: { ...invalid, field: "userSig", hint: String, cause: Error },
  },
  {
    name: "a function for a UserSig that returns a number",
    run: () => provided(() => 42),
    fields: { ...invalid, field: "userSig" },
  },
  {
    name: "signing without a key",
    run: () => new RoomEngineAdmin({ sdkAppId, identifier, userSig: "eJx" }).signUserSig("user4"),
    fields: { ...invalid, field: "secretKey", hint: String },
  },
  {
    name: "signing with a wrong ttl",
    run: () => signUserSig({ ...WHO, ttl: 0.5 }),
    fields: { ...invalid, field: "ttl" },
  },
  {
    name: "inspecting what is no UserSig",
    run: () => inspectUserSig("no UserSig"),
    fields: { ...invalid, field: "userSig" },
  },
  {
    name: "a refusal",
    run: () => call({ fetch: () => refusal(100_004, "gone", { RequestId: "Id-1" }) }),
    fields: { ...api, code: 100_004, info: "gone", requestId: "Id-1", retryable: false },
  },
  {
    name: "a refusal that may pass",
    run: () => call({ fetch: () => refusal(60_008) }),
    fields: { ...api, code: 60_008, info: "refused", retryable: true },
  },
  {
    name: "a refusal that nobody knows",
    run: () => call({ fetch: () => refusal(123_456) }),
    fields: { kind: "api", attempts: 1, code: 123_456, info: "refused", retryable: false },
  },
  {
    name: "a UserSig that has expired twice",
    run: () => call({ fetch: () => refusal(70_001), maxRetries: 1 }),
    fields: { ...api, attempts: 2, code: 70_001, info: "refused", retryable: true },
  },
  {
    name: "an HTTP status",
    run: () => answering("busy", { status: 503 }),
    fields: { kind: "http", ...sent, status: 503, retryable: true },
  },
  {
    name: "a redirect",
    run: () => answering(null, { status: 307, headers: { location: "/" } }),
    fields: { kind: "http", ...sent, status: 307, retryable: false },
  },
  {
    name: "a body that is no reply",
    run: () => answering("<html>"),
    fields: { kind: "protocol", ...sent, retryable: false },
  },
  {
    name: "a port that nobody listens on",
    run: async () => call({ baseUrl: await refusingUrl() }),
    fields: { kind: "network", ...sent, retryable: true, cause: Error },
  },
  {
    name: "a port that nobody listens on, with nodeFetch",
    run: async () => call({ baseUrl: await refusingUrl(), fetch: nodeFetch }),
    fields: { kind: "network", ...sent, retryable: true, cause: Error },
  },
  {
    name: "a fetch that rejects",
    run: () => call({ fetch: () => Promise.reject(new TypeError("fetch failed")) }),
    fields: { kind: "network", ...sent, retryable: true, cause: Error },
  },
  {
    name: "a timeout",
    run: () => call({ fetch: () => new Promise(() => {}), timeoutMs: 10 }),
    fields: { kind: "timeout", ...sent, retryable: true },
  },
];

function freed() {
  const admin = new RoomEngineAdmin(WHO);
  admin.free();
  return admin;
}

/** As in Jest's jsdom. */
async function withoutFetch() {
  const { fetch } = globalThis;
  delete globalThis.fetch;
  try {
    return await call();
  } finally {
    globalThis.fetch = fetch;
  }
}

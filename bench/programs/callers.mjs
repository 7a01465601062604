// One update each, in every way that is compared. `make(url)` gives a function that makes a call.

import { KEY, loadLivekit, loadOfficial, loadPackage, PATH, WHO } from "./subjects.mjs";

const member = (index) => ({
  roomId: "room-test",
  memberAccount: `user${index}`,
  nameCard: "jack",
  role: "Admin",
  customInfo: "custom info",
});

/** The body by hand. */
const body = (index) =>
  JSON.stringify({
    RoomId: "room-test",
    MemberInfo: {
      Member_Account: `user${index}`,
      NameCard: "jack",
      Role: "Admin",
      CustomInfo: "custom info",
    },
  });

const query = (userSig) =>
  `?sdkappid=${WHO.sdkAppId}&identifier=${WHO.identifier}&usersig=${encodeURIComponent(userSig)}` +
  `&random=${Math.trunc(Math.random() * 4294967296)}&contenttype=json`;

async function post(url, text, more = {}) {
  const response = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: text,
    ...more,
  });
  const reply = await response.json();
  if (reply.ErrorCode !== 0) throw new Error(reply.ErrorInfo);
  return reply;
}

async function ours(url, more = {}, where = "PACKAGE_PROJECT") {
  const { RoomEngineAdmin } = await loadPackage("room-engine-admin", where);
  const admin = new RoomEngineAdmin({ ...WHO, baseUrl: url, callsPerSecond: 0, ...more });
  return (index) => admin.updateRoomMemberInfo(member(index));
}

/** "I'll do it myself", as a worker would: WebCrypto and CompressionStream. */
async function webSignature() {
  const encode = (text) => new TextEncoder().encode(text);
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", encode(KEY), algorithm, false, ["sign"]);
  const base64 = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)));
  return async () => {
    const time = Math.trunc(Date.now() / 1000);
    const { identifier, sdkAppId } = WHO;
    const text = `TLS.identifier:${identifier}\nTLS.sdkappid:${sdkAppId}\nTLS.time:${time}\nTLS.expire:86400\n`;
    const sig = base64(await crypto.subtle.sign("HMAC", key, encode(text)));
    const claims = {
      "TLS.ver": "2.0",
      "TLS.identifier": identifier,
      "TLS.sdkappid": sdkAppId,
      "TLS.time": time,
      "TLS.expire": 86400,
      "TLS.sig": sig,
    };
    const packed = new Blob([JSON.stringify(claims)])
      .stream()
      .pipeThrough(new CompressionStream("deflate"));
    const bytes = await new Response(packed).arrayBuffer();
    return base64(bytes).replaceAll("+", "*").replaceAll("/", "-").replaceAll("=", "_");
  };
}

/** With a signature that was ready beforehand. */
const byHand = (send) => async (url) => {
  const userSig = new (loadOfficial().Api)(WHO.sdkAppId, KEY).genUserSig(WHO.identifier, 86400);
  return (index) => send(`${url}${PATH}${query(userSig)}`, body(index));
};

async function postInTime(url, text) {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), 5000);
  const reply = await post(url, text, { signal: controller.signal });
  clearTimeout(timer);
  return reply;
}

export const CALLERS = {
  fetch: byHand(post),
  /** The least that a call with a timeout takes. */
  "fetch with a timeout": byHand(postInTime),
  "room-engine-admin": (url) => ours(url),
  "room-engine-admin, before": (url) => ours(url, {}, "AGAINST_PROJECT"),
  "room-engine-admin, nodeFetch": async (url) => {
    const { nodeFetch } = await loadPackage("room-engine-admin/node");
    return ours(url, { fetch: nodeFetch });
  },
  "livekit-server-sdk": async (url) => {
    const { RoomServiceClient } = await loadLivekit();
    const client = new RoomServiceClient(url, "key", KEY);
    return (index) =>
      client.updateParticipant("room-test", `user${index}`, {
        name: "jack",
        metadata: "custom info",
      });
  },
  WebCrypto: async (url) => {
    const sign = await webSignature();
    return async (index) => post(`${url}${PATH}${query(await sign())}`, body(index));
  },
};

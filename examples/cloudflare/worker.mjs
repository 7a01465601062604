// Takes updates, and applies them from a queue of members.

import { RoomEngineAdmin } from "room-engine-admin";
import { durableObjectLimiter } from "../limiters/durable-object.mjs";
import { LEASE_MS } from "./gate.mjs";

export { Gate } from "./gate.mjs";

/** Nothing is sent later than this before a lease ends: the service may work on a call for 3 s. */
const MARGIN_MS = 4000;

const gateOf = (env) => env.GATE.getByName(env.SDK_APP_ID);

export default {
  /** POST: updates, a JSON list. GET `?after=number`: the outcomes that follow. */
  async fetch(request, env) {
    if (!isAllowed(request, env)) return new Response(null, { status: 403 });
    if (request.method === "GET") {
      const after = Number(new URL(request.url).searchParams.get("after") ?? 0);
      return Response.json(await gateOf(env).outcomes(after));
    }
    const members = await gateOf(env).want(await request.json());
    for (let at = 0; at < members.length; at += 100) {
      const messages = members.slice(at, at + 100).map((body) => ({ body }));
      await env.MEMBERS.sendBatch(messages);
    }
    return Response.json({ members: members.length }, { status: 202 });
  },

  /** Batches are small: a Worker has six connections at once, and a call that waits for one is late. */
  async queue(batch, env) {
    const limiter = durableObjectLimiter(gateOf(env));
    await Promise.all(batch.messages.map((message) => apply(message, env, limiter)));
  },
};

async function apply(message, env, shared) {
  const deadline = performance.now() + LEASE_MS - MARGIN_MS;
  const taken = await gateOf(env).take(message.body);
  if (taken.state === "done") return message.ack();
  if (taken.state === "busy") return message.retry({ delaySeconds: 1 });
  const admin = clientOf(env, fenced(shared, deadline));
  const [roomId, memberAccount] = JSON.parse(message.body);
  let outcome = "done";
  try {
    await admin.updateRoomMemberInfo({ roomId, memberAccount, ...taken.values });
  } catch (error) {
    if (error.retryable) return message.retry({ delaySeconds: 10 });
    outcome = `failed: ${error.message}`;
  } finally {
    admin.free();
  }
  await gateOf(env).settle(taken, outcome);
  message.ack();
}

/** The last look before a call goes out: a Worker that stood still is not to send what is old. */
const fenced = (shared, deadline) => ({
  async acquire(attempt) {
    await shared.acquire(attempt);
    if (performance.now() <= deadline) return;
    console.error("fenced: the member may be another batch's by now");
    throw new Error("the lease is over");
  },
  slowDown: (answer) => shared.slowDown(answer),
});

function clientOf(env, limiter) {
  const { SDK_APP_ID, IDENTIFIER, SECRET_KEY, REGION, BASE_URL } = env;
  return new RoomEngineAdmin({
    sdkAppId: Number(SDK_APP_ID),
    identifier: IDENTIFIER,
    secretKey: SECRET_KEY,
    ...(BASE_URL ? { baseUrl: BASE_URL } : { region: REGION }),
    limiter,
  });
}

function isAllowed(request, { FEED_TOKEN }) {
  const encode = (text) => new TextEncoder().encode(text);
  const given = encode(request.headers.get("authorization") ?? "");
  const wanted = encode(`Bearer ${FEED_TOKEN}`);
  return given.length === wanted.length && crypto.subtle.timingSafeEqual(given, wanted);
}

// A handler with the simulator behind it, and a page's way to it without a network between them.

import { importPackage, MEMBER, RoomEngineAdmin, simulate, WHO } from "../../subject.mjs";

export const { createHandler } = await importPackage("room-engine-admin/handler");

export const URL_OF_HANDLER = "https://admin.example.com/api/room-engine";
export const CALL = { operation: "updateRoomMemberInfo", options: { ...MEMBER, nameCard: "jack" } };

/** A handler that lets everybody call, unless `options` say otherwise, and what stands behind it. */
export function setUp(options = {}) {
  const simulator = simulate();
  const handler = createHandler({
    ...WHO,
    fetch: simulator.fetch,
    maxRetries: 0,
    authorize: () => true,
    ...options,
  });
  const sent = () => simulator.calls.length;
  return { simulator, handler, sent };
}

/** A page's request. `body` is a call, or text as it is. */
export function ask(body = CALL, { headers = {}, ...init } = {}) {
  return new Request(URL_OF_HANDLER, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: typeof body === "string" || body instanceof Uint8Array ? body : JSON.stringify(body),
    ...init,
  });
}

/** Status and body of the answer. */
export async function answerOf(handler, request) {
  const response = await handler(request);
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: text && JSON.parse(text),
  };
}

/** A page's client of the handler; the platform's cookies are not there, all else is. */
export function page(handler, options = {}) {
  const requests = [];
  const fetch = async (url, init) => {
    requests.push({ url, init });
    return handler(new Request(url, init));
  };
  const admin = new RoomEngineAdmin({ endpoint: URL_OF_HANDLER, fetch, ...options });
  return { admin, requests };
}

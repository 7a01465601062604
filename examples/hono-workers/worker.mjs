// A page calls `new RoomEngineAdmin({ endpoint: "/api/room-engine", headers: { authorization } })`.
// `wrangler secret put SECRET_KEY`, and the same for SDK_APP_ID and OPERATOR_TOKEN.

import { Hono } from "hono";
import { createHandler } from "room-engine-admin/handler";

let handler;

/** Made once: it keeps order and rate over all the requests that this isolate serves. */
function handlerOf({ SDK_APP_ID, SECRET_KEY, OPERATOR_TOKEN, BASE_URL }) {
  handler ??= createHandler({
    sdkAppId: Number(SDK_APP_ID),
    identifier: "administrator",
    secretKey: SECRET_KEY,
    baseUrl: BASE_URL,
    operations: ["updateRoomMemberInfo", "getRoomMemberList", "kickUserOut"],
    authorize: (request) =>
      OPERATOR_TOKEN !== undefined &&
      request.headers.get("authorization") === `Bearer ${OPERATOR_TOKEN}`,
  });
  return handler;
}

const app = new Hono();
app.all("/api/room-engine", (c) => handlerOf(c.env)(c.req.raw));
export default app;

// A page calls `new RoomEngineAdmin({ endpoint: "/api/room-engine", headers: { authorization } })`.
// bun run server.ts

import { createHandler } from "room-engine-admin/handler";

const { SDK_APP_ID, SECRET_KEY, OPERATOR_TOKEN, BASE_URL, PORT = "3000" } = process.env;
if (!OPERATOR_TOKEN) throw new Error("set OPERATOR_TOKEN: anybody could change members without it");

const handler = createHandler({
  sdkAppId: Number(SDK_APP_ID),
  identifier: "administrator",
  secretKey: SECRET_KEY,
  baseUrl: BASE_URL,
  operations: ["updateRoomMemberInfo", "getRoomMemberList", "kickUserOut"],
  authorize: (request) => request.headers.get("authorization") === `Bearer ${OPERATOR_TOKEN}`,
});

const server = Bun.serve({
  hostname: "127.0.0.1",
  port: Number(PORT),
  routes: { "/api/room-engine": handler },
  fetch: () => new Response("not found", { status: 404 }),
});
console.log(`http://127.0.0.1:${server.port}`);

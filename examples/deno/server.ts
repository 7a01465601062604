// A page calls `new RoomEngineAdmin({ endpoint: "/api/room-engine", headers: { authorization } })`.
// deno run --allow-net --allow-env server.ts

import { createHandler } from "room-engine-admin/handler";

const token = Deno.env.get("OPERATOR_TOKEN");
if (!token) throw new Error("set OPERATOR_TOKEN: anybody could change members without it");

const handler = createHandler({
  sdkAppId: Number(Deno.env.get("SDK_APP_ID")),
  identifier: "administrator",
  secretKey: Deno.env.get("SECRET_KEY"),
  baseUrl: Deno.env.get("BASE_URL"),
  operations: ["updateRoomMemberInfo", "getRoomMemberList", "kickUserOut"],
  authorize: (request) => request.headers.get("authorization") === `Bearer ${token}`,
});

const port = Number(Deno.env.get("PORT") ?? 3000);
const server = Deno.serve({ hostname: "127.0.0.1", port, onListen: () => {} }, (request) =>
  new URL(request.url).pathname === "/api/room-engine"
    ? handler(request)
    : new Response("not found", { status: 404 }),
);
console.log(`http://127.0.0.1:${server.addr.port}`);

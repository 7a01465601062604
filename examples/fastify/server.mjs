// POST /rooms/:roomId/kick { "memberAccount": "user4" }, for whoever has the operator's token.

import Fastify from "fastify";
import { RoomEngineAdmin, RoomEngineError } from "room-engine-admin";

const { SDK_APP_ID, SECRET_KEY, OPERATOR_TOKEN, BASE_URL, PORT = "3000" } = process.env;
if (!OPERATOR_TOKEN) throw new Error("set OPERATOR_TOKEN: anybody could kick members without it");

const admin = new RoomEngineAdmin({
  sdkAppId: Number(SDK_APP_ID),
  identifier: "administrator",
  secretKey: SECRET_KEY,
  baseUrl: BASE_URL,
});

const app = Fastify();
app.addHook("onRequest", async (request, reply) => {
  if (request.headers.authorization === `Bearer ${OPERATOR_TOKEN}`) return;
  return reply.code(401).send({ error: "who are you?" });
});
app.post("/rooms/:roomId/kick", async ({ params: { roomId }, body }) => {
  const memberAccounts = [body?.memberAccount];
  const { requestId } = await admin.kickUserOut({
    roomId,
    memberAccounts,
    reason: "asked to leave",
  });
  return { requestId };
});
app.setErrorHandler((error, _request, reply) => {
  if (!RoomEngineError.is(error)) throw error;
  const { kind, code, field, message, hint } = error;
  return reply.code(kind === "invalid" ? 400 : 502).send({ code, field, message, hint });
});

console.log(await app.listen({ host: "127.0.0.1", port: Number(PORT) }));

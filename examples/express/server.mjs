// POST /rooms/:roomId/kick { "memberAccount": "user4" }, for whoever has the operator's token.

import express from "express";
import { RoomEngineAdmin, RoomEngineError } from "room-engine-admin";

const { SDK_APP_ID, SECRET_KEY, OPERATOR_TOKEN, BASE_URL, PORT = "3000" } = process.env;
if (!OPERATOR_TOKEN) throw new Error("set OPERATOR_TOKEN: anybody could kick members without it");

const admin = new RoomEngineAdmin({
  sdkAppId: Number(SDK_APP_ID),
  identifier: "administrator",
  secretKey: SECRET_KEY,
  baseUrl: BASE_URL,
});

const app = express();
app.use((request, response, next) => {
  if (request.get("authorization") === `Bearer ${OPERATOR_TOKEN}`) next();
  else response.status(401).json({ error: "who are you?" });
});
app.post("/rooms/:roomId/kick", express.json(), async (request, response) => {
  const { roomId } = request.params;
  const { memberAccount } = request.body ?? {};
  const { requestId } = await admin.kickUserOut({
    roomId,
    memberAccounts: [memberAccount],
    reason: "asked to leave",
  });
  response.json({ requestId });
});
app.use((error, _request, response, next) => {
  if (!RoomEngineError.is(error)) return next(error);
  const { kind, code, field, message, hint } = error;
  response.status(kind === "invalid" ? 400 : 502).json({ code, field, message, hint });
});

const server = app.listen(Number(PORT), "127.0.0.1", () => {
  console.log(`http://127.0.0.1:${server.address().port}`);
});

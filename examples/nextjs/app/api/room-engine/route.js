import { createHandler } from "room-engine-admin/handler";

const { SDK_APP_ID, SECRET_KEY, OPERATOR_TOKEN, BASE_URL } = process.env;

const handler = createHandler({
  sdkAppId: Number(SDK_APP_ID),
  identifier: "administrator",
  secretKey: SECRET_KEY,
  baseUrl: BASE_URL,
  operations: ["updateRoomMemberInfo"],
  // Put your own session here.
  authorize: (request) =>
    OPERATOR_TOKEN !== undefined &&
    request.headers.get("authorization") === `Bearer ${OPERATOR_TOKEN}`,
});
export const POST = handler;

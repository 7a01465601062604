// Settings that the package would refuse with each call, refused at start: the package itself is asked.

import { createHandler } from "room-engine-admin/handler";

/** The options that settings set, and which of these is no secret. */
const NAMES = {
  sdkAppId: "SDK_APP_ID",
  identifier: "IDENTIFIER",
  secretKey: "SECRET_KEY",
  region: "REGION",
  allowedOrigins: "PUBLIC_ORIGIN",
};
const SHOWN = ["REGION", "PUBLIC_ORIGIN"];

const CALL = { operation: "getRoomInfo", options: { roomId: "check" } };

/** A service for settings without one, on the simulator, which has no key yet. */
const NOBODY = { sdkAppId: 1, identifier: "nobody", userSig: "none" };

/** Makes a handler of these settings and has it make a call that goes nowhere. Rejects with what is wrong. */
export async function checkSettings({ service = NOBODY, publicOrigin }) {
  const options = { ...service, allowedOrigins: publicOrigin ? [publicOrigin] : undefined };
  const handler = createHandler({
    ...options,
    operations: [CALL.operation],
    authorize: () => true,
    fetch: async () => Response.json({ ErrorCode: 0 }),
  });
  try {
    await handler(requestOf(CALL));
  } catch (error) {
    throw inSettings(error, options);
  }
}

function requestOf(call) {
  const headers = { "content-type": "application/json" };
  return new Request("http://localhost/", { method: "POST", headers, body: JSON.stringify(call) });
}

/** The package's words with the setting's name, and with what it is. */
function inSettings(error, options) {
  const [option] = (error.field ?? "").split("[");
  const { [option]: name } = NAMES;
  if (!name) return error;
  const words = error.message.replace(`\`${error.field}\``, name);
  const given = JSON.stringify([options[option]].flat()[0]);
  return new Error(SHOWN.includes(name) ? `${words}; it is ${given}` : words);
}

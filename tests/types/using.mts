// Today's TypeScript with both DOM's and Node's types: `using`, and types only imported as such.

import { type ClientOptions, RoomEngineAdmin } from "room-engine-admin";
import { createSimulator } from "room-engine-admin/simulator";

export async function once(options: ClientOptions): Promise<number> {
  using admin = new RoomEngineAdmin(options);
  const { errorCode } = await admin.updateRoomMemberInfo({ roomId: "r", memberAccount: "m" });
  return errorCode;
}

const { fetch: simulated } = createSimulator({ sdkAppId: 1, secretKey: "any text" });
const who = { sdkAppId: 1, identifier: "administrator", secretKey: "any text" };
void once({ ...who, fetch: simulated });
void once({ ...who, fetch: globalThis.fetch });

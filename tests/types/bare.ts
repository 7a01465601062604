// All entries that are not for Node alone, without DOM's types, Node's or anybody's: only what
// ECMAScript has. Written so that the least TypeScript reads it, as an ES module and as CommonJS.

import { type Reply, RoomEngineAdmin, RoomEngineError, signUserSig } from "room-engine-admin";
import { createHandler } from "room-engine-admin/handler";
import { nodeFetch } from "room-engine-admin/node";
import { createSimulator } from "room-engine-admin/simulator";
import { init } from "room-engine-admin/slim";

const who = { sdkAppId: 1_400_000_000, identifier: "administrator", secretKey: "secret" };

export async function call(agent: object): Promise<Reply | string> {
  await init();
  const { fetch } = createSimulator({ sdkAppId: 1_400_000_000, secretKey: "secret" });
  const simulated = new RoomEngineAdmin({ ...who, fetch });
  const admin = new RoomEngineAdmin({
    ...who,
    fetch: (url, given) => nodeFetch(url, { ...given, agent }),
  });
  try {
    await simulated.updateRoomMemberInfo({ roomId: "room-test", memberAccount: "user4" });
    return await admin.updateRoomMemberInfo({ roomId: "room-test", memberAccount: "user4" });
  } catch (error) {
    if (!RoomEngineError.is(error)) throw error;
    return error.hint ?? signUserSig(who);
  } finally {
    simulated[Symbol.dispose]();
    admin.free();
  }
}

export const handler = createHandler({ ...who, authorize: () => true });

// @ts-expect-error: no such option
export const misspelt = new RoomEngineAdmin({ ...who, secretkey: "secret" });
// @ts-expect-error: an agent is an object
void nodeFetch("https://example.com", { agent: "https://proxy.example" });

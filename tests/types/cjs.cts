// The same names and types from CommonJS.

import roomEngine = require("room-engine-admin");
import nodeTransport = require("room-engine-admin/node");
import simulation = require("room-engine-admin/simulator");
import server = require("room-engine-admin/simulator/node");
import slim = require("room-engine-admin/slim");

const { RoomEngineAdmin, RoomEngineError, updateRoomMemberInfo, VERSION } = roomEngine;

const options = {
  sdkAppId: 1_400_000_000,
  identifier: "administrator",
  secretKey: "secret",
} satisfies roomEngine.ClientOptions;

async function main(): Promise<string> {
  const simulator = simulation.createSimulator({ sdkAppId: 1_400_000_000, secretKey: "secret" });
  const { url, close } = await server.listen(simulator);
  const member: roomEngine.UpdateRoomMemberInfoOptions = { roomId: "r", memberAccount: "m" };
  try {
    const { nodeFetch: fetch } = nodeTransport;
    await new RoomEngineAdmin({ ...options, baseUrl: url, fetch }).updateRoomMemberInfo(member);
    const reply: roomEngine.Reply = await updateRoomMemberInfo({ ...options, ...member });
    return reply.requestId ?? VERSION;
  } catch (error) {
    // @ts-expect-error: it is not known to be one yet
    error.kind;
    if (RoomEngineError.is(error)) return error.kind;
    throw error;
  } finally {
    await close();
  }
}

// @ts-expect-error: no such role
void updateRoomMemberInfo({ ...options, roomId: "r", memberAccount: "m", role: "Owner" });

export = { main, signUserSig: slim.signUserSig };

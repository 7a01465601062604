// node rename.mjs ROOM MEMBER "NEW NAME": renames a member, then lists who is in the room.

import { RoomEngineAdmin, RoomEngineError } from "room-engine-admin";

const [roomId, memberAccount, nameCard] = process.argv.slice(2);
const { SDK_APP_ID, SECRET_KEY, BASE_URL } = process.env;

const admin = new RoomEngineAdmin({
  sdkAppId: Number(SDK_APP_ID),
  identifier: "administrator",
  secretKey: SECRET_KEY,
  // Only to try it on another service, such as the simulator.
  baseUrl: BASE_URL,
});

try {
  await admin.updateRoomMemberInfo({ roomId, memberAccount, nameCard });
  for await (const member of admin.getRoomMemberList({ roomId })) {
    console.log(member.memberAccount, member.role, member.nameCard);
  }
} catch (error) {
  if (!RoomEngineError.is(error)) throw error;
  console.error(error.message, error.hint ?? "");
  process.exitCode = 1;
}

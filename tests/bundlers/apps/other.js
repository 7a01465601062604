import { RoomEngineAdmin } from "room-engine-admin";

export async function client({ roomId, memberAccount, ...who }) {
  const admin = new RoomEngineAdmin(who);
  await admin.updateRoomMemberInfo({ roomId, memberAccount, role: "Admin" });
  admin.free();
}

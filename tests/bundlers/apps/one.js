import { updateRoomMemberInfo } from "room-engine-admin";

export const call = (options) => updateRoomMemberInfo(options);

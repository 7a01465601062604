import { RoomEngineAdmin } from "room-engine-admin";
import { options, show } from "./page.js";

const { roomId, memberAccount } = options;
const admin = new RoomEngineAdmin({ endpoint: "/api/room-engine" });

show(admin.updateRoomMemberInfo({ roomId, memberAccount, nameCard: "by the handler" }));

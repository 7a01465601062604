import { updateRoomMemberInfo } from "room-engine-admin";
import { options, show } from "./page.js";

show(updateRoomMemberInfo(options));

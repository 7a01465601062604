import { updateRoomMemberInfo } from "./package/dist/index.js";
import { options, show } from "./page.js";

show(updateRoomMemberInfo(options));

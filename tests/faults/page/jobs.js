import { updateRoomMemberInfo } from "/package/dist/index.js";
import { scenario } from "/scenario/scenario.mjs";

globalThis.run = (job) => scenario(updateRoomMemberInfo, job);

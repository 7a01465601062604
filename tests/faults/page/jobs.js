import { updateRoomMemberInfo } from "/package/dist/browser.js";
import { scenario } from "/scenario/scenario.mjs";

globalThis.run = (job) => scenario(updateRoomMemberInfo, job);

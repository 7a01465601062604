// biome-ignore lint/correctness/noUnusedImports: what is left of it is the question.
import { updateRoomMemberInfo } from "room-engine-admin";

console.log("nothing of it");

// A Worker that does the jobs it is sent.

import { updateRoomMemberInfo } from "room-engine-admin";
import { scenario } from "./scenario.mjs";

export default {
  fetch: async (request) =>
    Response.json(await scenario(updateRoomMemberInfo, await request.json())),
};

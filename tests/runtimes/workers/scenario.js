// A Worker as a user writes it.

import * as place from "room-engine-admin";
import { scenario } from "./scenario.mjs";

export default {
  fetch: async (request) => Response.json(await scenario(place, await request.json())),
};

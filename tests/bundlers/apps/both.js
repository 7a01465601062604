// An app that holds both sides, as tests of one do: a page's client, and the handler that it asks.

import { RoomEngineAdmin } from "room-engine-admin";
import { createHandler } from "room-engine-admin/handler";
import { options, show } from "./page.js";

const { roomId, memberAccount, ...who } = options;
const handler = createHandler({ ...who, authorize: () => true });
const admin = new RoomEngineAdmin({
  endpoint: "/api/room-engine",
  fetch: (path, init) => handler(new Request(new URL(path, location.href), init)),
});

show(admin.updateRoomMemberInfo({ roomId, memberAccount, nameCard: "both" }));

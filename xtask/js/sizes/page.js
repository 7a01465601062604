// What a page needs that calls a handler: weighed by `cargo xtask test size`.

import { RoomEngineAdmin } from "room-engine-admin";

export const admin = new RoomEngineAdmin({ endpoint: "/api/room-engine" });

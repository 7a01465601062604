// Hosts that bring the module themselves: nothing is inside, and `init(source)` comes first.

import { RoomEngineError } from "../error.js";

export const isolatesRequests = false;

/** Says what is missing. */
export function findModule() {
  throw new RoomEngineError({
    kind: "load",
    message: "room-engine-admin/slim has no WebAssembly module inside",
    hint: "call init(source) first, with the URL, Response, bytes or WebAssembly.Module of room-engine-admin/core_bg.wasm",
    retryable: false,
    attempts: 0,
  });
}

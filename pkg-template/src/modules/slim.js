// Hosts that bring the module themselves: nothing is inside, and `init(source)` comes first.

import { RoomEngineError } from "../errors.js";
import { brought } from "./found.js";

export { bulk } from "../bulk.js";
export const findPage = undefined;
export const findBrought = brought;

/** Says what is missing. */
export function findServer() {
  throw new RoomEngineError({
    kind: "load",
    message: "room-engine-admin/slim has no WebAssembly module inside",
    hint: "call init(source) first, with the URL, Response, bytes or WebAssembly.Module of room-engine-admin/core_bg.wasm",
    retryable: false,
    attempts: 0,
  });
}

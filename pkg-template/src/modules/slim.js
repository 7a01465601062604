// Hosts that bring the module themselves: nothing is inside, and `init(source)` comes first.

import { RoomEngineError } from "../errors.js";
import { loadLarge } from "./found.js";

export { bulk } from "../bulk.js";
export const loadPage = undefined;
export const loadServer = (source) => loadLarge(nothing, source);

/** Says what is missing. */
function nothing() {
  throw new RoomEngineError({
    kind: "load",
    message: "room-engine-admin/slim has no WebAssembly module inside",
    hint: "call init(source) first, with the URL, Response, bytes or WebAssembly.Module of room-engine-admin/core_bg.wasm",
    retryable: false,
    attempts: 0,
  });
}

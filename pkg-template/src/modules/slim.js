// Hosts that bring the module themselves: nothing is inside, and `init(source)` comes first.

import { RoomEngineError } from "../errors.js";
import { glueOf } from "./glue.js";

export const isolatesRequests = false;
export const findPage = undefined;

/** What was brought, or an error that says what is missing. */
export function findServer(source) {
  if (source !== undefined) return { glue: glueOf(), source };
  throw new RoomEngineError({
    kind: "load",
    message: "room-engine-admin/slim has no WebAssembly module inside",
    hint: "call init(source) first, with the URL, Response, bytes or WebAssembly.Module of room-engine-admin/core_bg.wasm",
    retryable: false,
    attempts: 0,
  });
}

// The server-side door for pages. All its rules are in the module, which the package's own entry
// loads: an app that uses both has one.

import { init } from "room-engine-admin";
import { RoomEngineError } from "./error.js";
import { shared } from "./registry.js";

export function createHandler(options) {
  const kept = typeof options === "object" && options !== null ? { ...options } : options;
  let handler;
  let generation;

  return async function handle(request) {
    if (typeof request?.headers?.get !== "function" || typeof request.method !== "string") {
      throw noRequest();
    }
    if (!shared().core) await init();
    const { core } = shared();
    return core.settle(({ Handler }) => {
      // Whatever belonged to a module that was replaced is gone.
      if (generation !== core.generation) {
        handler = new Handler(kept);
        generation = core.generation;
      }
      return handler.answer(request);
    });
  };
}

const noRequest = () =>
  new RoomEngineError({
    kind: "invalid",
    field: "request",
    message: "`request` must be a Request of the platform",
    hint: "in Node's http, make one of the IncomingMessage, or use an adapter such as @hono/node-server",
    retryable: false,
    attempts: 0,
  });

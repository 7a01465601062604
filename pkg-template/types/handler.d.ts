// Generated from the Rust sources by `cargo xtask fix`; reviewed like any other file.

import type { HandlerCall, ServiceOptions } from "./index.js";

export type { HandlerCall } from "./index.js";

/** Who may call a handler. */
export interface DoorOptions {
  /**
   * Says whether a call may be made: only exactly `true` lets it through, or a promise of it.
   * Without this function, and when it throws, nobody may. The call has been checked already; the
   * body of the `Request` has been read.
   */
  authorize: (request: Request, call: HandlerCall) => boolean | PromiseLike<boolean>;
  /**
   * Origins of other sites whose pages may call, as `https://console.example.com`. Pages of the
   * handler's own site always may; behind a gateway that changes the URL, name that site here.
   */
  allowedOrigins?: readonly string[] | undefined;
}

/** Who calls the service, where, and who may ask for it. */
export type HandlerOptions = ServiceOptions & DoorOptions;

/**
 * Makes the server-side door for pages: a function that answers a platform's Request, to be mounted
 * at a path of Workers, Deno, Bun, Next.js, Hono or Node. A page calls it with `endpoint` in its
 * options, in place of a `secretKey`.
 *
 * It answers POST of JSON only, at most 4096 bytes of it, from pages of its own site and of
 * `allowedOrigins`. A call is checked, then `authorize` is asked, then it is made; of what went
 * wrong, the page learns ErrorCode, ErrorInfo and RequestId, or the kind of failure.
 *
 * The promise rejects with a {@link RoomEngineError} only where the handler itself is not set up
 * right (an option is wrong, the module cannot be loaded, the `userSig` function failed).
 *
 * @example
 * const handler = createHandler({
 *   sdkAppId: 1400000000,
 *   identifier: "administrator",
 *   secretKey: process.env.SECRET_KEY,
 *   authorize: async (request, call) => (await operatorOf(request))?.rooms.includes(call.options.roomId) === true,
 * });
 * export const POST = handler; // Next.js; `export default { fetch: handler }` for Workers
 */
export declare function createHandler(
  options: HandlerOptions,
): (request: Request) => Promise<Response>;

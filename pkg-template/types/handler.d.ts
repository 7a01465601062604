import type { HandlerAccessOptions, ServiceOptions } from "./index.js";

export type { HandlerAccessOptions, HandlerCall, OperationName } from "./index.js";

/** The platform's Request, where its types are known. */
export type HandlerRequest = typeof globalThis extends { Request: { prototype: infer T } }
  ? T
  : object;

/** The platform's Response, where its types are known. */
export type HandlerResponse = typeof globalThis extends { Response: { prototype: infer T } }
  ? T
  : object;

/** Who calls the service, where, and who may ask for it. */
export type HandlerOptions = ServiceOptions & HandlerAccessOptions<HandlerRequest>;

/**
 * Makes the server-side guard for pages: a function that answers a platform's Request, to be mounted
 * at a path of Workers, Deno, Bun, Next.js, Hono or Node. A page calls it with `endpoint` in its
 * options, in place of a `secretKey`.
 *
 * It answers POST of JSON only, from pages of its own site and of `allowedOrigins`, and no body that
 * is longer than a call of the `operations` that it serves can be. A call is checked, then
 * `authorize` is asked, then it is made; of what went wrong, the page learns ErrorCode, ErrorInfo and
 * RequestId, or the kind of failure.
 *
 * The promise rejects with a `RoomEngineError` only where the handler itself is not set up
 * right (an option is wrong, the module cannot be loaded, the `userSig` function failed).
 *
 * @example
 * const handler = createHandler({
 *   sdkAppId: 1400000000,
 *   identifier: "administrator",
 *   secretKey: process.env.SECRET_KEY,
 *   operations: ["updateRoomMemberInfo", "getRoomMemberList"],
 *   authorize: async (request, call) => (await operatorOf(request))?.rooms.includes(call.options.roomId) === true,
 * });
 * export const POST = handler; // Next.js; `export default { fetch: handler }` for Workers
 */
export declare function createHandler(
  options: HandlerOptions,
): (request: HandlerRequest) => Promise<HandlerResponse>;

//! The TypeScript declarations of the handler.

use super::types::property;
use crate::options::catalog::HANDLER;

/// The text of `types/handler.d.ts`: apart from the others, since `Request` and `Response` are not
/// known to every program.
pub fn handler_declarations() -> String {
    let options: String = HANDLER.iter().map(property).collect();
    [START, &options, END].concat()
}

const START: &str = r#"// Generated from the Rust sources by `cargo xtask fix`; reviewed like any other file.

import type { HandlerCall, ServiceOptions } from "./index.js";

export type { HandlerCall } from "./index.js";

/** Who may call a handler. */
export interface DoorOptions {
"#;

const END: &str = r#"}

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
"#;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::handler::LONGEST_BODY;

    #[test]
    fn the_docs_name_the_limit_that_is_in_force() {
        let limit = ["at most ", &LONGEST_BODY.to_string(), " bytes"].concat();
        assert!(END.contains(&limit));
    }
}

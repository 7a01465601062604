//! Every option's name, type and meaning: the one list of them.
//!
//! What users read (types, doc comments) is generated from here, so that it is left out of the
//! module they download.

use super::{Source, nearest};
use crate::error::{Error, Kind};

/// One option.
pub struct Opt {
    /// Its name, as callers write it.
    pub name: &'static str,
    /// Its TypeScript type.
    #[cfg(not(target_arch = "wasm32"))]
    pub ts: &'static str,
    /// Whether callers must give it.
    #[cfg(not(target_arch = "wasm32"))]
    pub required: bool,
    /// Its doc comment.
    #[cfg(not(target_arch = "wasm32"))]
    pub doc: &'static str,
}

impl Opt {
    /// What to do when it is missing.
    pub(super) fn hint(&self) -> String {
        ["add `", self.name, "` to the options"].concat()
    }
}

macro_rules! options {
    ($($(#[doc = $doc:literal])+ $id:ident = $name:literal: $ts:literal, $required:ident;)+) => {
        $(
            $(#[doc = $doc])+
            pub const $id: Opt = Opt {
                name: $name,
                #[cfg(not(target_arch = "wasm32"))]
                ts: $ts,
                #[cfg(not(target_arch = "wasm32"))]
                required: options!(@$required),
                #[cfg(not(target_arch = "wasm32"))]
                doc: concat!($($doc, "\n"),+),
            };
        )+
    };
    (@required) => { true };
    (@optional) => { false };
}

options! {
    /// The application's number, as the console shows it: 1 to 4294967295.
    SDK_APP_ID = "sdkAppId": "number", required;
    /// An App admin of the application, named in the console (`administrator` by default).
    IDENTIFIER = "identifier": "string", required;
    /// The application's secret key, as the console shows it. It signs every call; it belongs on
    /// servers only. Exactly one of `secretKey`, `userSig` and `endpoint`.
    SECRET_KEY = "secretKey": "string", required;
    /// A UserSig made elsewhere for `identifier`, or a function that returns one. The function is
    /// asked once for any number of concurrent calls, and again when the UserSig ends or is
    /// refused as expired. Exactly one of `secretKey`, `userSig` and `endpoint`.
    USER_SIG = "userSig": "string | (() => string | Promise<string>)", required;
    /// A handler of this package, which signs and calls the service: a path of this page's own site,
    /// or an `https:` URL (`http:` to a loopback host). Exactly one of `secretKey`, `userSig` and
    /// `endpoint`.
    ENDPOINT = "endpoint": "string", required;
    /// Headers to send to the handler beside the usual ones, say `authorization`.
    HEADERS = "headers": "Readonly<Record<string, string>>", optional;
    /// The data centre of the application. Not together with `baseUrl`.
    REGION = "region": "Region", optional;
    /// Where calls go instead of a region's host: `https:`, or `http:` to a loopback host.
    BASE_URL = "baseUrl": "string", optional;
    /// How long a UserSig made from `secretKey` is valid, in seconds (default 86400). A new one is
    /// made well before it ends.
    USER_SIG_TTL = "userSigTtl": "number", optional;
    /// How long one attempt may take, in milliseconds (default 5000), the body included. The
    /// service itself gives up after 3000.
    TIMEOUT_MS = "timeoutMs": "number", optional;
    /// How often a call is repeated at the most (default 2); 0 for never.
    MAX_RETRIES = "maxRetries": "number", optional;
    /// How many calls of one `sdkAppId` go out in a second (default 200, the vendor's limit), over
    /// all clients in the process; 0 for no limit.
    CALLS_PER_SECOND = "callsPerSecond": "number", optional;
    /// What makes the HTTP exchange, called as `fetch(url, init)` (default `globalThis.fetch`).
    FETCH = "fetch": "Fetch", optional;
    /// Told of each attempt when it has ended, without URL, body or credential. What it throws is
    /// ignored.
    ON_ATTEMPT = "onAttempt": "((attempt: Attempt) => void)", optional;
    /// Where log lines go (default `console`): they tell of attempts as `onAttempt` does.
    LOGGER = "logger": "Logger", optional;
    /// From which level on lines are logged. Default `"off"`, and `"warn"` where there is a `logger`.
    LOG_LEVEL = "logLevel": "LogLevel", optional;
    /// A `secretKey` in a browser page is refused, since every visitor can read it there. `true`
    /// allows it all the same, for a page that only you can open.
    DANGEROUSLY_ALLOW_BROWSER = "dangerouslyAllowBrowser": "boolean", optional;
    /// Says whether a call may be made: only exactly `true` lets it through, or a promise of it.
    /// Without this function, and when it throws, nobody may. The call has been checked already; the
    /// body of the `Request` has been read.
    AUTHORIZE = "authorize": "(request: Request, call: HandlerCall) => boolean | PromiseLike<boolean>", required;
    /// Origins of other sites whose pages may call, as `https://console.example.com`. Pages of the
    /// handler's own site always may; behind a gateway that changes the URL, name that site here.
    ALLOWED_ORIGINS = "allowedOrigins": "readonly string[]", optional;
    /// The room, not empty.
    ROOM_ID = "roomId": "string", required;
    /// The member's account, not empty.
    MEMBER_ACCOUNT = "memberAccount": "string", required;
    /// The name that the member goes by in this room: at most 32 bytes of UTF-8 (10 Chinese
    /// characters, 8 emoji). `""` is sent; `undefined` or `null` leaves it as it is.
    NAME_CARD = "nameCard": "string | null", optional;
    /// The member's role in this room. `undefined` or `null` leaves it as it is; the owner's is not
    /// set this way.
    ROLE = "role": "MemberRole | null", optional;
    /// A text of your own about the member: at most 60 bytes of UTF-8. `""` is sent; `undefined`
    /// or `null` leaves it as it is.
    CUSTOM_INFO = "customInfo": "string | null", optional;
    /// Ends the call: it rejects with `signal.reason`, as `fetch` does.
    SIGNAL = "signal": "AbortSignal", optional;
    /// How long the UserSig is valid, in seconds (default 86400).
    TTL = "ttl": "number", optional;
    /// The moment to take for now, as a `Date` or as milliseconds (default `Date.now()`).
    NOW = "now": "Date | number", optional;
    /// The account that the UserSig is for, not empty.
    SIGNED_IDENTIFIER = "identifier": "string", required;
    /// The application's secret key, as the console shows it. It belongs on servers only.
    SIGNING_KEY = "secretKey": "string", required;
    /// The application's secret key, to check the signature with.
    VERIFYING_KEY = "secretKey": "string", optional;
}

/// Who calls and where: what `RoomEngineAdmin` takes.
pub const CLIENT: &[Opt] = &[
    SDK_APP_ID,
    IDENTIFIER,
    SECRET_KEY,
    USER_SIG,
    REGION,
    BASE_URL,
    USER_SIG_TTL,
    TIMEOUT_MS,
    MAX_RETRIES,
    CALLS_PER_SECOND,
    FETCH,
    ON_ATTEMPT,
    LOGGER,
    LOG_LEVEL,
    DANGEROUSLY_ALLOW_BROWSER,
];

/// What `RoomEngineAdmin` takes where a handler makes the calls.
pub const REMOTE: &[Opt] = &[ENDPOINT, HEADERS];

/// What stands in the way of `endpoint`: the handler's own say.
pub(super) const NOT_REMOTE: &[Opt] = &[
    SDK_APP_ID,
    IDENTIFIER,
    SECRET_KEY,
    USER_SIG,
    REGION,
    BASE_URL,
    USER_SIG_TTL,
    CALLS_PER_SECOND,
];

/// What `createHandler` takes beside [`CLIENT`].
pub const HANDLER: &[Opt] = &[AUTHORIZE, ALLOWED_ORIGINS];

/// What concerns one call, whatever it does.
pub const PER_CALL: &[Opt] = &[SIGNAL];

/// What `signUserSig` takes.
pub const SIGN: &[Opt] = &[SDK_APP_ID, SIGNED_IDENTIFIER, SIGNING_KEY, TTL, NOW];

/// What `admin.signUserSig` takes beside the account.
pub const MINT: &[Opt] = &[TTL];

/// What `inspectUserSig` takes beside the UserSig.
pub const INSPECT: &[Opt] = &[VERIFYING_KEY, NOW];

/// Refuses names that are in none of `lists`: a typing error must not silently change nothing.
pub fn check_names(source: &dyn Source, lists: &[&[Opt]]) -> Result<(), Error> {
    let known = || lists.iter().flat_map(|list| list.iter()).map(|option| option.name);
    let names = source.names();
    let Some(unknown) = names.into_iter().find(|name| known().all(|known| known != name)) else {
        return Ok(());
    };
    let known: Vec<&str> = known().collect();
    let shown = nearest::cut(&unknown);
    let hint = match nearest::nearest(&unknown, &known) {
        Some(name) => ["did you mean `", name, "`?"].concat(),
        None => ["known options: ", &known.join(", ")].concat(),
    };
    let message = ["`", &shown, "` is no option of this call: ", &hint].concat();
    let mut refused = Error::new(Kind::Invalid, message).with_hint(hint);
    refused.field = Some(unknown.into());
    Err(refused)
}

// Native only, like the texts that it reads.
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::options::Given;
    use crate::values::{CUSTOM_INFO_BYTES, CallsPerSecond, NAME_CARD_BYTES, TimeoutMs, Ttl};

    #[test]
    fn an_unknown_name_is_refused_with_the_nearest_known_one() {
        let source: &[(&str, Given)] = &[("sdkAppID", Given::Number(1.0))];
        let error = check_names(&source, &[CLIENT, PER_CALL]).unwrap_err();
        assert_eq!(error.field.as_deref(), Some("sdkAppID"));
        assert_eq!(error.message, "`sdkAppID` is no option of this call: did you mean `sdkAppId`?");
    }

    #[test]
    fn a_name_like_no_other_is_refused_with_the_list() {
        let source: &[(&str, Given)] = &[("colour", Given::Absent)];
        let error = check_names(&source, &[MINT]).unwrap_err();
        assert_eq!(error.hint.as_deref(), Some("known options: ttl"));
    }

    #[test]
    fn the_docs_name_the_limits_and_defaults_that_are_in_force() {
        for (option, number) in [
            (NAME_CARD, NAME_CARD_BYTES as u32),
            (CUSTOM_INFO, CUSTOM_INFO_BYTES as u32),
            (TIMEOUT_MS, TimeoutMs::default().milliseconds()),
            (MAX_RETRIES, crate::values::MaxRetries::default().number()),
            (CALLS_PER_SECOND, CallsPerSecond::DOCUMENTED),
            (TTL, Ttl::default().seconds()),
            (USER_SIG_TTL, Ttl::default().seconds()),
        ] {
            assert!(option.doc.contains(&number.to_string()), "{}: {number}", option.name);
        }
    }
}

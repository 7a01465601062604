//! The TypeScript declarations of the package.

use crate::error::Kind;
use crate::operations::OPERATIONS;
use crate::options::Opt;
use crate::options::catalog::{
    BASE_URL, CALLS_PER_SECOND, CLIENT, ENDPOINT, HEADERS, IDENTIFIER, INSPECT, MINT, PER_CALL,
    REGION, SDK_APP_ID, SECRET_KEY, SIGN, USER_SIG, USER_SIG_TTL,
};
use crate::region::Region;
use crate::values::{LogLevel, Role};

/// The text of `types/index.d.ts`.
pub fn type_declarations() -> String {
    let mut text = String::from(
        "// Generated from the Rust sources by `cargo xtask fix`; reviewed like any other file.\n\n\
         /// <reference lib=\"esnext.disposable\" />\n\n",
    );
    text.push_str(&names());
    text.push_str(&unions());
    text.push_str(&interface(
        "How calls are made, whoever makes them.",
        "CallingOptions",
        CLIENT.iter().filter(|option| !is_of_service(option)),
    ));
    text.push_str(&interface(
        "Who calls and where, whatever proves it.",
        "ConnectionOptions extends CallingOptions",
        CLIENT.iter().filter(|option| is_of_service(option) && !is_one_of_several(option)),
    ));
    text.push_str(&endpoint_options());
    text.push_str(
        "/** Who calls the service itself, and where. */\n\
         export type ServiceOptions = ConnectionOptions &\n  Destination &\n  \
         Credentials & { endpoint?: undefined; headers?: undefined };\n\n\
         /** Who calls and where: what {@link RoomEngineAdmin} takes. */\n\
         export type ClientOptions = ServiceOptions | EndpointOptions;\n\n",
    );
    text.push_str(&interface("What concerns one call.", "RequestOptions", PER_CALL.iter()));
    for operation in OPERATIONS {
        text.push_str(&interface(
            &["What {@link ", operation.name, "} takes."].concat(),
            &options_type(operation.name),
            operation.options.iter(),
        ));
    }
    text.push_str(REPLY);
    text.push_str(ATTEMPT);
    text.push_str(LOGGER);
    text.push_str(&handler_call());
    text.push_str(&interface("What {@link signUserSig} takes.", "SignUserSigOptions", SIGN.iter()));
    text.push_str(&interface(
        "What {@link RoomEngineAdmin.signUserSig} takes.",
        "MintOptions",
        MINT.iter(),
    ));
    text.push_str(&interface(
        "What {@link inspectUserSig} takes.",
        "InspectUserSigOptions",
        INSPECT.iter(),
    ));
    text.push_str(CLAIMS);
    text.push_str(&error());
    text.push_str(&functions());
    text
}

fn names() -> String {
    let kinds: Vec<String> = Kind::ALL
        .iter()
        .map(|(kind, meaning)| ["  /** ", meaning, " */\n  | \"", kind.name(), "\""].concat())
        .collect();
    [
        "/** The data centre of an application; the first is the default. */\nexport type Region = ",
        &choice(&Region::names()),
        ";\n\n/** A member's role in a room. */\nexport type MemberRole = ",
        &choice(&Role::NAMES),
        ";\n\n/** From which level on lines are logged: each includes those before it. */\n\
         export type LogLevel = ",
        &choice(&LogLevel::NAMES),
        ";\n\n/** Which step of a call failed. */\nexport type ErrorKind =\n",
        &kinds.join("\n"),
        ";\n\n/** What makes an HTTP exchange: `globalThis.fetch`, or a function of its kind. */\n\
         export type Fetch = (url: string, init: FetchInit) => PromiseLike<FetchResponse>;\n\n\
         /** What a {@link Fetch} is called with. */\n\
         export interface FetchInit {\n  method: \"POST\";\n  headers: Record<string, string>;\n  \
         body: string;\n  redirect: \"manual\";\n  signal: AbortSignal;\n  \
         /** In a page that calls a handler. */\n  credentials?: \"same-origin\";\n}\n\n\
         /** What a {@link Fetch} answers with: the part of a `Response` that is read. */\n\
         export interface FetchResponse {\n  readonly status: number;\n  \
         readonly headers: { get(name: string): string | null };\n  \
         text(): PromiseLike<string>;\n}\n\n",
    ]
    .concat()
}

fn choice(names: &[&str]) -> String {
    names.iter().map(|name| ["\"", name, "\""].concat()).collect::<Vec<_>>().join(" | ")
}

/// What a handler knows by itself.
fn is_of_service(option: &Opt) -> bool {
    let names = [SDK_APP_ID, IDENTIFIER, USER_SIG_TTL, CALLS_PER_SECOND].map(|option| option.name);
    names.contains(&option.name) || is_one_of_several(option)
}

/// Those of which one excludes the other stand in a union.
fn is_one_of_several(option: &Opt) -> bool {
    [SECRET_KEY.name, USER_SIG.name, REGION.name, BASE_URL.name].contains(&option.name)
}

fn endpoint_options() -> String {
    let mut text = String::from(
        "/** A page's calls, which a handler of this package makes on a server. */\n\
         export interface EndpointOptions extends CallingOptions {\n",
    );
    text.push_str(&property(&ENDPOINT));
    text.push_str(&property(&HEADERS));
    for option in CLIENT.iter().filter(|option| is_of_service(option)) {
        text.push_str(&["  ", option.name, "?: undefined;\n"].concat());
    }
    text.push_str("}\n\n");
    text
}

/// Every call there is, as a page asks a handler for it.
fn handler_call() -> String {
    let calls: Vec<String> = OPERATIONS
        .iter()
        .map(|operation| {
            let options = options_type(operation.name);
            ["  | { operation: \"", operation.name, "\"; options: ", &options, " }"].concat()
        })
        .collect();
    let doc = "/** A call that a page asks a handler for, checked. */\nexport type HandlerCall =\n";
    [doc, &calls.join("\n"), ";\n\n"].concat()
}

/// Unions, so that what excludes each other does not compile together.
fn unions() -> String {
    [
        "/** What proves who calls: a secret key, or a UserSig made elsewhere. */\n\
         export type Credentials = SecretKeyCredentials | UserSigCredentials;\n\n",
        &one_of_two("SecretKeyCredentials", "A key to sign with.", &SECRET_KEY, &USER_SIG),
        &one_of_two("UserSigCredentials", "A UserSig made elsewhere.", &USER_SIG, &SECRET_KEY),
        "/** Where calls go: to a data centre, or elsewhere. */\n\
         export type Destination = RegionDestination | BaseUrlDestination;\n\n",
        &one_of_two("RegionDestination", "The service itself.", &REGION, &BASE_URL),
        &one_of_two("BaseUrlDestination", "Another host.", &BASE_URL, &REGION),
    ]
    .concat()
}

fn one_of_two(name: &str, doc: &str, given: &Opt, other: &Opt) -> String {
    let absent = ["  ", other.name, "?: undefined;\n"].concat();
    ["/** ", doc, " */\nexport interface ", name, " {\n", &property(given), &absent, "}\n\n"]
        .concat()
}

fn interface<'a>(doc: &str, name: &str, options: impl Iterator<Item = &'a Opt>) -> String {
    let properties: String = options.map(property).collect();
    ["/** ", doc, " */\nexport interface ", name, " {\n", &properties, "}\n\n"].concat()
}

pub(super) fn property(option: &Opt) -> String {
    let mark = if option.required { "" } else { "?" };
    // A caller's `undefined` means the same as leaving it out.
    let undefined = if option.required { "" } else { " | undefined" };
    [&doc_comment(option.doc, "  "), "  ", option.name, mark, ": ", option.ts, undefined, ";\n"]
        .concat()
}

fn doc_comment(doc: &str, margin: &str) -> String {
    let lines: Vec<&str> = doc.trim().lines().map(str::trim).collect();
    match lines.as_slice() {
        [line] => [margin, "/** ", line, " */\n"].concat(),
        lines => {
            let body: String =
                lines.iter().map(|line| [margin, " * ", line, "\n"].concat()).collect();
            [margin, "/**\n", &body, margin, " */\n"].concat()
        }
    }
}

fn options_type(operation: &str) -> String {
    let mut letters = operation.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase()).unwrap_or_default();
    [&first.to_string(), letters.as_str(), "Options"].concat()
}

fn error() -> String {
    ["/** A call that failed, in any way but by an abort. Holds neither a secret key nor a UserSig. */\n\
      export declare class RoomEngineError extends Error {\n  \
      /** Whether `value` is such an error, of this or any other copy of the package. */\n  \
      static is(value: unknown): value is RoomEngineError;\n  \
      private constructor();\n  \
      readonly name: \"RoomEngineError\";\n  \
      /** Which step failed. */\n  readonly kind: ErrorKind;\n  \
      /** The service's ErrorCode (kind `api`). */\n  readonly code?: number;\n  \
      /** The HTTP status (kind `http`); 0 for a redirect that a browser hides. */\n  readonly status?: number;\n  \
      /** The service's own name of the exchange, to quote to its support. */\n  readonly requestId?: string;\n  \
      /** The option at fault, as it was written (kind `invalid`). */\n  readonly field?: string;\n  \
      /** What to do about it. */\n  readonly hint?: string;\n  \
      /** Whether the same call may succeed later. */\n  readonly retryable: boolean;\n  \
      /** How many attempts were made. */\n  readonly attempts: number;\n  \
      /** What the platform said, free of secrets. */\n  readonly cause?: unknown;\n}\n\n"]
    .concat()
}

fn functions() -> String {
    let mut methods = String::new();
    let mut functions = String::new();
    for operation in OPERATIONS {
        let options = options_type(operation.name);
        let name = operation.name;
        methods.push_str(&doc_comment(operation.doc, "  "));
        methods.push_str(
            &[
                "  ",
                name,
                "(\n    options: ",
                &options,
                ",\n    requestOptions?: RequestOptions,\n  ): Promise<Reply>;\n",
            ]
            .concat(),
        );
        functions.push_str(&doc_comment(operation.doc, ""));
        functions.push_str(
            &[
                "export declare function ",
                name,
                "(\n  options: ClientOptions & ",
                &options,
                " & RequestOptions,\n): Promise<Reply>;\n\n",
            ]
            .concat(),
        );
    }
    [ADMIN_START, &methods, ADMIN_END, &functions, SIGNATURES].concat()
}

const REPLY: &str = r#"/** What the service answered to a call that it carried out. */
export interface Reply {
  /** `"OK"`. */
  actionStatus: string;
  /** 0: a call that was refused rejects. */
  errorCode: number;
  /** Empty, but for remarks. */
  errorInfo: string;
  /** The service's own name of the exchange, to quote to its support. */
  requestId?: string;
}

"#;

const ATTEMPT: &str = r#"/** An attempt that has ended, as `onAttempt` is told of it. */
export interface Attempt {
  /** Which one of the call, from 1 on. */
  attempt: number;
  /** The host, and the port if it was given. */
  host: string;
  /** The HTTP status, if there was an answer. */
  status?: number;
  /** The service's ErrorCode, 0 for success, if it was its answer. */
  code?: number;
  /** The service's own name of the exchange. */
  requestId?: string;
  /** How long it took, in milliseconds. */
  elapsedMs: number;
  /** In how many milliseconds the next attempt of the call is to follow, if one is. */
  willRetryInMs?: number;
}

"#;

const LOGGER: &str = r#"/** Where log lines go: `console`, or what has functions of the same names. */
export interface Logger {
  debug?(line: string, attempt?: Attempt): void;
  info?(line: string, attempt: Attempt): void;
  warn?(line: string, attempt: Attempt): void;
  error?(line: string, attempt: unknown): void;
}

"#;

const CLAIMS: &str = r#"/** What a UserSig says of itself. */
export interface UserSigClaims {
  /** The application. */
  sdkAppId: number;
  /** The account that it is for. */
  identifier: string;
  /** From when it is valid. */
  issuedAt: Date;
  /** The last moment at which it is valid. */
  expiresAt: Date;
  /** Whether that moment has passed. */
  expired: boolean;
  /** Whether it was signed with the `secretKey` that was given; absent without one. */
  verified?: boolean;
}

"#;

const ADMIN_START: &str = r#"/**
 * Who calls and where, kept for many calls: one UserSig serves them all until it is about to end.
 * The options are checked by the first call.
 */
export declare class RoomEngineAdmin {
  constructor(options: ClientOptions);
"#;

const ADMIN_END: &str = r#"  /**
   * Signs for an account of the application with the client's key, which is kept ready. Rejects
   * with kind `invalid` where the client has a `userSig` instead of a `secretKey`.
   */
  signUserSig(userId: string, options?: MintOptions): Promise<string>;
  /** Forgets the key and everything else; calls under way go on, later ones reject. */
  free(): void;
  /** The same as {@link RoomEngineAdmin.free}, for `using`. */
  [Symbol.dispose](): void;
}

"#;

const SIGNATURES: &str = r#"/**
 * Signs for an account of an application. To sign many, make a {@link RoomEngineAdmin} and use its
 * `signUserSig`, which keeps the key ready.
 */
export declare function signUserSig(options: SignUserSigOptions): Promise<string>;

/**
 * Tells what a UserSig says, whether it has expired, and, given the key, whether it is right. A
 * text that is no UserSig rejects with kind `invalid`.
 */
export declare function inspectUserSig(
  userSig: string,
  options?: InspectUserSigOptions,
): Promise<UserSigClaims>;

/**
 * What the WebAssembly module can be made of: a URL or its text, a Response, bytes (an ArrayBuffer
 * or a view), or a WebAssembly.Module. Not named one by one: programs for servers know no such types.
 */
export type ModuleSource = string | object;

/**
 * Loads the WebAssembly module, which the first call does by itself. Of use where that cannot find
 * it: with `room-engine-admin/slim`, or on a host that needs the module from elsewhere. Harmless
 * when it is loaded already; rejects with kind `load` when it cannot be, and may be tried again.
 */
export declare function init(source?: ModuleSource | PromiseLike<ModuleSource>): Promise<void>;

/** The most bytes of UTF-8 that an option may have, for a form that counts them while one types. */
export declare const LIMITS: { readonly nameCard: number; readonly customInfo: number };

/** The version of this package. */
export declare const VERSION: string;
"#;

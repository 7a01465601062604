// Generated from the Rust sources by `cargo xtask fix`; reviewed like any other file.

/// <reference lib="esnext.disposable" />

/** The data centre of an application; the first is the default. */
export type Region = "singapore" | "china" | "seoul" | "tokyo" | "frankfurt" | "silicon-valley" | "jakarta";

/** A member's role in a room. */
export type MemberRole = "Admin" | "Member";

/** From which level on lines are logged: each includes those before it. */
export type LogLevel = "off" | "error" | "warn" | "info" | "debug";

/** Which step of a call failed. */
export type ErrorKind =
  /** an option is wrong; nothing was sent */
  | "invalid"
  /** the service refused the call; see `code` */
  | "api"
  /** the HTTP status was not 200; see `status` */
  | "http"
  /** no HTTP answer arrived */
  | "network"
  /** no whole answer arrived within `timeoutMs` */
  | "timeout"
  /** HTTP 200 with a body that is no reply of the service */
  | "protocol"
  /** the WebAssembly module could not be loaded */
  | "load";

/** What makes an HTTP exchange: `globalThis.fetch`, or a function of its kind. */
export type Fetch = (url: string, init: FetchInit) => PromiseLike<FetchResponse>;

/** What a {@link Fetch} is called with. */
export interface FetchInit {
  method: "POST";
  headers: Record<string, string>;
  body: string;
  redirect: "manual";
  signal: AbortSignal;
  /** In a page that calls a handler. */
  credentials?: "same-origin";
}

/** What a {@link Fetch} answers with: the part of a `Response` that is read. */
export interface FetchResponse {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  text(): PromiseLike<string>;
}

/** What proves who calls: a secret key, or a UserSig made elsewhere. */
export type Credentials = SecretKeyCredentials | UserSigCredentials;

/** A key to sign with. */
export interface SecretKeyCredentials {
  /**
   * The application's secret key, as the console shows it. It signs every call; it belongs on
   * servers only. Exactly one of `secretKey`, `userSig` and `endpoint`.
   */
  secretKey: string;
  userSig?: undefined;
}

/** A UserSig made elsewhere. */
export interface UserSigCredentials {
  /**
   * A UserSig made elsewhere for `identifier`, or a function that returns one. The function is
   * asked once for any number of concurrent calls, and again when the UserSig ends or is
   * refused as expired. Exactly one of `secretKey`, `userSig` and `endpoint`.
   */
  userSig: string | (() => string | Promise<string>);
  secretKey?: undefined;
}

/** Where calls go: to a data centre, or elsewhere. */
export type Destination = RegionDestination | BaseUrlDestination;

/** The service itself. */
export interface RegionDestination {
  /** The data centre of the application. Not together with `baseUrl`. */
  region?: Region | undefined;
  baseUrl?: undefined;
}

/** Another host. */
export interface BaseUrlDestination {
  /** Where calls go instead of a region's host: `https:`, or `http:` to a loopback host. */
  baseUrl?: string | undefined;
  region?: undefined;
}

/** How calls are made, whoever makes them. */
export interface CallingOptions {
  /**
   * How long one attempt may take, in milliseconds (default 5000), the body included. The
   * service itself gives up after 3000.
   */
  timeoutMs?: number | undefined;
  /** How often a call is repeated at the most (default 2); 0 for never. */
  maxRetries?: number | undefined;
  /** What makes the HTTP exchange, called as `fetch(url, init)` (default `globalThis.fetch`). */
  fetch?: Fetch | undefined;
  /**
   * Told of each attempt when it has ended, without URL, body or credential. What it throws is
   * ignored.
   */
  onAttempt?: ((attempt: Attempt) => void) | undefined;
  /** Where log lines go (default `console`): they tell of attempts as `onAttempt` does. */
  logger?: Logger | undefined;
  /** From which level on lines are logged. Default `"off"`, and `"warn"` where there is a `logger`. */
  logLevel?: LogLevel | undefined;
  /**
   * A `secretKey` in a browser page is refused, since every visitor can read it there. `true`
   * allows it all the same, for a page that only you can open.
   */
  dangerouslyAllowBrowser?: boolean | undefined;
}

/** Who calls and where, whatever proves it. */
export interface ConnectionOptions extends CallingOptions {
  /** The application's number, as the console shows it: 1 to 4294967295. */
  sdkAppId: number;
  /** An App admin of the application, named in the console (`administrator` by default). */
  identifier: string;
  /**
   * How long a UserSig made from `secretKey` is valid, in seconds (default 86400). A new one is
   * made well before it ends.
   */
  userSigTtl?: number | undefined;
  /**
   * How many calls of one `sdkAppId` go out in a second (default 200, the vendor's limit), over
   * all clients in the process; 0 for no limit.
   */
  callsPerSecond?: number | undefined;
}

/** A page's calls, which a handler of this package makes on a server. */
export interface EndpointOptions extends CallingOptions {
  /**
   * A handler of this package, which signs and calls the service: a path of this page's own site,
   * or an `https:` URL (`http:` to a loopback host). Exactly one of `secretKey`, `userSig` and
   * `endpoint`.
   */
  endpoint: string;
  /** Headers to send to the handler beside the usual ones, say `authorization`. */
  headers?: Readonly<Record<string, string>> | undefined;
  sdkAppId?: undefined;
  identifier?: undefined;
  secretKey?: undefined;
  userSig?: undefined;
  region?: undefined;
  baseUrl?: undefined;
  userSigTtl?: undefined;
  callsPerSecond?: undefined;
}

/** Who calls the service itself, and where. */
export type ServiceOptions = ConnectionOptions &
  Destination &
  Credentials & { endpoint?: undefined; headers?: undefined };

/** Who calls and where: what {@link RoomEngineAdmin} takes. */
export type ClientOptions = ServiceOptions | EndpointOptions;

/** What concerns one call. */
export interface RequestOptions {
  /** Ends the call: it rejects with `signal.reason`, as `fetch` does. */
  signal?: AbortSignal | undefined;
}

/** What {@link updateRoomMemberInfo} takes. */
export interface UpdateRoomMemberInfoOptions {
  /** The room, not empty. */
  roomId: string;
  /** The member's account, not empty. */
  memberAccount: string;
  /**
   * The name that the member goes by in this room: at most 32 bytes of UTF-8 (10 Chinese
   * characters, 8 emoji). `""` is sent; `undefined` or `null` leaves it as it is.
   */
  nameCard?: string | null | undefined;
  /**
   * The member's role in this room. `undefined` or `null` leaves it as it is; the owner's is not
   * set this way.
   */
  role?: MemberRole | null | undefined;
  /**
   * A text of your own about the member: at most 60 bytes of UTF-8. `""` is sent; `undefined`
   * or `null` leaves it as it is.
   */
  customInfo?: string | null | undefined;
}

/** What the service answered to a call that it carried out. */
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

/** An attempt that has ended, as `onAttempt` is told of it. */
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

/** Where log lines go: `console`, or what has functions of the same names. */
export interface Logger {
  debug?(line: string, attempt?: Attempt): void;
  info?(line: string, attempt: Attempt): void;
  warn?(line: string, attempt: Attempt): void;
  error?(line: string, attempt: unknown): void;
}

/** A call that a page asks a handler for, checked. */
export type HandlerCall =
  | { operation: "updateRoomMemberInfo"; options: UpdateRoomMemberInfoOptions };

/** What {@link signUserSig} takes. */
export interface SignUserSigOptions {
  /** The application's number, as the console shows it: 1 to 4294967295. */
  sdkAppId: number;
  /** The account that the UserSig is for, not empty. */
  identifier: string;
  /** The application's secret key, as the console shows it. It belongs on servers only. */
  secretKey: string;
  /** How long the UserSig is valid, in seconds (default 86400). */
  ttl?: number | undefined;
  /** The moment to take for now, as a `Date` or as milliseconds (default `Date.now()`). */
  now?: Date | number | undefined;
}

/** What {@link RoomEngineAdmin.signUserSig} takes. */
export interface MintOptions {
  /** How long the UserSig is valid, in seconds (default 86400). */
  ttl?: number | undefined;
}

/** What {@link inspectUserSig} takes. */
export interface InspectUserSigOptions {
  /** The application's secret key, to check the signature with. */
  secretKey?: string | undefined;
  /** The moment to take for now, as a `Date` or as milliseconds (default `Date.now()`). */
  now?: Date | number | undefined;
}

/** What a UserSig says of itself. */
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

/** A call that failed, in any way but by an abort. Holds neither a secret key nor a UserSig. */
export declare class RoomEngineError extends Error {
  /** Whether `value` is such an error, of this or any other copy of the package. */
  static is(value: unknown): value is RoomEngineError;
  private constructor();
  readonly name: "RoomEngineError";
  /** Which step failed. */
  readonly kind: ErrorKind;
  /** The service's ErrorCode (kind `api`). */
  readonly code?: number;
  /** The HTTP status (kind `http`); 0 for a redirect that a browser hides. */
  readonly status?: number;
  /** The service's own name of the exchange, to quote to its support. */
  readonly requestId?: string;
  /** The option at fault, as it was written (kind `invalid`). */
  readonly field?: string;
  /** What to do about it. */
  readonly hint?: string;
  /** Whether the same call may succeed later. */
  readonly retryable: boolean;
  /** How many attempts were made. */
  readonly attempts: number;
  /** What the platform said, free of secrets. */
  readonly cause?: unknown;
}

/**
 * Who calls and where, kept for many calls: one UserSig serves them all until it is about to end.
 * The options are checked by the first call.
 */
export declare class RoomEngineAdmin {
  constructor(options: ClientOptions);
  /**
   * Changes one member of one room: name card, role, custom info.
   * What is left out, `undefined` or `null` stays as it is; `""` is sent, and
   * what the service makes of it is not documented.
   * Vendor page: https://trtc.io/document/60714
   */
  updateRoomMemberInfo(
    options: UpdateRoomMemberInfoOptions,
    requestOptions?: RequestOptions,
  ): Promise<Reply>;
  /**
   * Signs for an account of the application with the client's key, which is kept ready. Rejects
   * with kind `invalid` where the client has a `userSig` instead of a `secretKey`.
   */
  signUserSig(userId: string, options?: MintOptions): Promise<string>;
  /** Forgets the key and everything else; calls under way go on, later ones reject. */
  free(): void;
  /** The same as {@link RoomEngineAdmin.free}, for `using`. */
  [Symbol.dispose](): void;
}

/**
 * Changes one member of one room: name card, role, custom info.
 * What is left out, `undefined` or `null` stays as it is; `""` is sent, and
 * what the service makes of it is not documented.
 * Vendor page: https://trtc.io/document/60714
 */
export declare function updateRoomMemberInfo(
  options: ClientOptions & UpdateRoomMemberInfoOptions & RequestOptions,
): Promise<Reply>;

/**
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

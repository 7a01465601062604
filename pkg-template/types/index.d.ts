import type {
  BaseUrlDestination,
  CallingOptions,
  ConnectionOptions,
  EndpointDestination,
  ErrorKind,
  InspectUserSigOptions,
  Operations,
  RegionDestination,
  SecretKeyCredentials,
  SignOptions,
  SignUserSigOptions,
  UserSigCredentials,
} from "./generated.js";

export * from "./generated.js";

declare global {
  // For `using`, where TypeScript's own library does not name it yet.
  interface SymbolConstructor {
    readonly dispose: unique symbol;
  }
}

/** The platform's AbortSignal, where its types are known. */
export type AbortSignal = typeof globalThis extends { AbortSignal: { prototype: infer T } }
  ? T
  : { readonly aborted: boolean; readonly reason?: unknown };

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

/** Where calls go: to a data centre, or elsewhere. */
export type Destination = RegionDestination | BaseUrlDestination;

/** Who calls the service itself, and where. */
export type ServiceOptions = ConnectionOptions &
  Destination &
  Credentials & { endpoint?: undefined; headers?: undefined };

/** A page's calls, which a handler of this package makes on a server. */
export type EndpointOptions = CallingOptions & EndpointDestination;

/** Who calls and where: what {@link RoomEngineAdmin} takes. */
export type ClientOptions = ServiceOptions | EndpointOptions;

/** A rate that several machines share, as `docs/scale.md` shows. */
export interface SharedLimiter {
  /**
   * Resolves when one attempt may go out, which then goes out in the same turn of the event loop. It
   * is asked once for each attempt, and `timeoutMs` does not count meanwhile. When it rejects,
   * nothing is sent, and the call fails.
   */
  acquire(attempt: {
    sdkAppId: number;
    /** Which attempt of the call it is for, from 1 on. */
    attempt: number;
    /** Aborted when the call is given up. */
    signal: AbortSignal;
  }): PromiseLike<void>;
  /** Told when the service says that calls come too fast: HTTP 429, 60007, 60011, 60018, 60019. */
  slowDown?(answer: {
    sdkAppId: number;
    code?: number;
    status?: number;
    retryAfterMs?: number;
  }): void;
}

/** What the service answered to a call that it carried out. */
export interface Reply {
  /** `"OK"`; absent where the answer had none. */
  actionStatus?: string;
  /** 0: a call that was refused rejects. */
  errorCode: number;
  /** Empty, but for remarks. */
  errorInfo: string;
  /** The service's own name of the exchange, to quote to its support. */
  requestId?: string;
}

/** `await` gives one page; `for await` goes through all pages, item by item. */
export type Paged<Page, Item> = Promise<Page> & AsyncIterable<Item>;

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
  /**
   * The error again, of what {@link RoomEngineError.toJSON} or `JSON.stringify` made of it. An error is
   * given back as it is.
   *
   * @throws {TypeError} where `kind` or `message` is no string. Of an error that was itself sent by
   *   `postMessage`, or copied by `structuredClone`, the platform keeps no `kind`
   */
  static from(plain: unknown): RoomEngineError;
  private constructor();
  readonly name: "RoomEngineError";
  /** Which step failed. */
  readonly kind: ErrorKind;
  /** The service's ErrorCode (kind `api`). */
  readonly code?: number;
  /** All that the service said beside the code; the message has its beginning (kind `api`). */
  readonly info?: string;
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
  /** Its fields, `message` and `name`, without `cause`: for `JSON.stringify`, `postMessage` and `structuredClone`. */
  toJSON(): Record<string, unknown>;
}

/** What a command that the package does not know yet does when it is repeated. */
export interface CommandOptions {
  /**
   * `"read"` changes nothing, `"set"` is as good twice as once; `"once"` (the default) is not
   * repeated when no answer arrived.
   */
  effect?: "read" | "set" | "once" | undefined;
  /** Ends the call: it rejects with `signal.reason`, as `fetch` does. */
  signal?: AbortSignal | undefined;
}

/** How {@link RoomEngineAdmin.bulk} goes about it. */
export interface BulkOptions {
  /** How many items may be read and not yet taken at the most (default 256). */
  concurrency?: number | undefined;
  /** Ends all of it: the iteration rejects with `signal.reason`. */
  signal?: AbortSignal | undefined;
}

/** What became of an item of {@link RoomEngineAdmin.bulk}. */
export type BulkOutcome<Item> =
  | { index: number; update: Item; ok: true; reply: Reply }
  | { index: number; update: Item; ok: false; error: RoomEngineError };

/** What can be done with {@link RoomEngineAdmin}: a method for each operation. */
export interface RoomEngineAdmin extends Operations {}

/**
 * Who calls and where, kept for many calls: one UserSig serves them all until it is about to end.
 * The options are checked by the first call.
 */
export declare class RoomEngineAdmin {
  constructor(options: ClientOptions);
  /**
   * Sends what the package does not know yet, as `"live_engine_http_srv/get_room_list"`: signed, in
   * order of its rate, with the service's own `Response` as it came. On servers only.
   */
  request(command: string, body: object, options?: CommandOptions): Promise<unknown>;
  /**
   * Makes many calls, in the order of `items` for each member, and gives their outcomes as they end.
   * An item is what {@link updateRoomMemberInfo} takes, or `{ operation, options }`. An item that
   * fails does not end the run; a source that throws does.
   */
  bulk<Item extends object>(
    items: Iterable<Item> | AsyncIterable<Item>,
    options?: BulkOptions,
  ): AsyncIterableIterator<BulkOutcome<Item>>;
  /**
   * Signs for an account of the application with the client's key, which is kept ready. Rejects
   * with kind `invalid` where the client has a `userSig` instead of a `secretKey`.
   */
  signUserSig(userId: string, options?: SignOptions): Promise<string>;
  /** Forgets the key and everything else; calls under way go on, later ones reject. */
  free(): void;
  /** The same as {@link RoomEngineAdmin.free}, for `using`. */
  [Symbol.dispose](): void;
}

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

/** The version of this package. */
export declare const VERSION: string;

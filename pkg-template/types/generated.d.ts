// Generated from the Rust sources by `cargo xtask fix`; reviewed like any other file.

import type {
  AbortSignal,
  Attempt,
  EndpointOptions,
  Fetch,
  Logger,
  Paged,
  Reply,
  ServiceOptions,
  SharedLimiter,
} from "./index.js";

/** The data centre of an application; the first is the default. */
export type Region =
  "singapore"
  | "china"
  | "seoul"
  | "tokyo"
  | "frankfurt"
  | "silicon-valley"
  | "jakarta";

/** A role that a member can be given. */
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

/** What can be done. */
export type OperationName =
  | "createRoom"
  | "destroyRoom"
  | "updateRoomInfo"
  | "getRoomInfo"
  | "getRoomMemberList"
  | "updateRoomMemberInfo"
  | "changeRoomOwner"
  | "markRoomMember"
  | "banRoomMember"
  | "unbanRoomMember"
  | "getBannedMemberList"
  | "kickUserOut"
  | "addRobot"
  | "deleteRobot"
  | "getSeatList"
  | "pickUserOnSeat"
  | "kickUserOffSeat"
  | "lockSeat"
  | "switchSeat"
  | "moveUserToSeat"
  | "setCallback"
  | "updateCallback"
  | "getCallback"
  | "deleteCallback";

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
  /**
   * A rate that several machines share: asked before each attempt, in addition to
   * `callsPerSecond`.
   */
  limiter?: SharedLimiter | undefined;
}

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
  userSig: string | (() => string | PromiseLike<string>);
  secretKey?: undefined;
}

/** The service itself. */
export interface RegionDestination {
  /** The data centre of the application (default `"singapore"`). Not together with `baseUrl`. */
  region?: Region | undefined;
  baseUrl?: undefined;
}

/** Another host. */
export interface BaseUrlDestination {
  /** Where calls go instead of a region's host: `https:`, or `http:` to a loopback host. */
  baseUrl?: string | undefined;
  region?: undefined;
}

/** How to come to a handler of this package. */
export interface EndpointDestination {
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
  limiter?: undefined;
}

/** What concerns one call. */
export interface RequestOptions {
  /** Ends the call: it rejects with `signal.reason`, as `fetch` does. */
  signal?: AbortSignal | undefined;
}

/** Who may call a handler, and what for. */
export interface HandlerAccessOptions<Request> {
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
  /**
   * The operations that the handler serves (default: `updateRoomMemberInfo` alone). Any other is
   * answered with status 403.
   */
  operations?: readonly OperationName[] | undefined;
  /**
   * The hosts that the handler answers to, as they stand in the address bar
   * (`console.example.com`, with the port if there is one); every host without it. Set it where
   * the handler runs inside a network that its users' browsers can reach: it keeps a foreign
   * name that was pointed at this machine (DNS rebinding) out.
   */
  hosts?: readonly string[] | undefined;
  /**
   * How long a request may take to send its body, and `authorize` to answer, in milliseconds
   * (default 10000): then 408 or 504 is answered.
   */
  requestTimeoutMs?: number | undefined;
  /**
   * How many calls of this handler may be under way (default 1000): above it 503 is answered,
   * with `Retry-After`.
   */
  maxPending?: number | undefined;
}

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
export interface SignOptions {
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

/** What {@link createRoom} takes. */
export interface CreateRoomOptions {
  /**
   * The new room's id: 1 to 48 bytes of printable ASCII. Letters, digits, `_` and `-` are safe
   * everywhere.
   */
  roomId: string;
  /** The room's name: at most 100 bytes of UTF-8. One that is made without has its id. */
  roomName?: string | null | undefined;
  /** The owner's account, which must exist (default: the `identifier` that calls). */
  ownerAccount?: string | null | undefined;
  /** How many members the room may have (default: what the plan allows at that moment). */
  maxMemberCount?: number | null | undefined;
  /** When the meeting starts. Given as a `Date` or as Unix seconds; one that is made without starts now. */
  scheduleStartTime?: Date | number | null | undefined;
  /**
   * When the meeting ends, as a `Date` or as Unix seconds: at least 300 s after the start
   * (default: an hour after it).
   */
  scheduleEndTime?: Date | number | null | undefined;
  /** Whether ordinary members may not use their cameras. */
  isVideoDisabled?: boolean | null | undefined;
  /** Whether ordinary members may not use their microphones. */
  isAudioDisabled?: boolean | null | undefined;
  /** Whether ordinary members may not send messages. */
  isMessageDisabled?: boolean | null | undefined;
  /** Whether ordinary members may not share their screens. */
  isScreenSharingDisabled?: boolean | null | undefined;
  /** Whether the room may not be recorded in the cloud. */
  isCloudRecordingDisabled?: boolean | null | undefined;
  /** A text of your own about the room: at most 500 bytes of UTF-8. */
  customInfo?: string | null | undefined;
  /** Whether the room has seats. */
  isSeatEnabled?: boolean | null | undefined;
  /** How many seats there are. */
  maxSeatCount?: number | null | undefined;
  /** How members come to a seat: freely, or by asking the owner. */
  takeSeatMode?: "FreeToTake" | "ApplyToTake" | null | undefined;
  /** Whether a password is asked for. */
  isPasswordEnabled?: boolean | null | undefined;
  /** The password. */
  password?: string | null | undefined;
  /** The accounts that are invited. */
  scheduleInviteeAccounts?: readonly string[] | null | undefined;
}

/** What {@link destroyRoom} takes. */
export interface DestroyRoomOptions {
  /** The room, not empty. */
  roomId: string;
}

/** What {@link updateRoomInfo} takes. */
export interface UpdateRoomInfoOptions {
  /** The room, not empty. */
  roomId: string;
  /** The room's name: at most 100 bytes of UTF-8. One that is made without has its id. */
  roomName?: string | null | undefined;
  /** How many members the room may have (default: what the plan allows at that moment). */
  maxMemberCount?: number | null | undefined;
  /** Whether ordinary members may not use their cameras. */
  isVideoDisabled?: boolean | null | undefined;
  /** Whether ordinary members may not use their microphones. */
  isAudioDisabled?: boolean | null | undefined;
  /** Whether ordinary members may not send messages. */
  isMessageDisabled?: boolean | null | undefined;
  /** Whether ordinary members may not share their screens. */
  isScreenSharingDisabled?: boolean | null | undefined;
  /** Whether the room may not be recorded in the cloud. */
  isCloudRecordingDisabled?: boolean | null | undefined;
  /** A text of your own about the room: at most 500 bytes of UTF-8. */
  customInfo?: string | null | undefined;
  /** How members come to a seat: freely, or by asking the owner. */
  takeSeatMode?: "FreeToTake" | "ApplyToTake" | null | undefined;
  /** Whether a password is asked for. */
  isPasswordEnabled?: boolean | null | undefined;
  /** The password. */
  password?: string | null | undefined;
}

/** The room, as the service knows it. */
export interface RoomInfo {
  /** The room, not empty. */
  roomId: string;
  /** The room's name: at most 100 bytes of UTF-8. One that is made without has its id. */
  roomName: string;
  /** `"Conference"`. */
  roomType: "Conference" | (string & {});
  /** The owner's account, which must exist (default: the `identifier` that calls). */
  ownerAccount: string;
  /** How many members the room may have (default: what the plan allows at that moment). */
  maxMemberCount: number;
  /** How many seats there are. */
  maxSeatCount: number;
  /** Whether ordinary members may not use their cameras. */
  isVideoDisabled: boolean;
  /** Whether ordinary members may not use their microphones. */
  isAudioDisabled: boolean;
  /** Whether ordinary members may not send messages. */
  isMessageDisabled: boolean;
  /** Whether ordinary members may not share their screens. */
  isScreenSharingDisabled: boolean;
  /** Whether the room may not be recorded in the cloud. */
  isCloudRecordingDisabled: boolean;
  /** A text of your own about the room: at most 500 bytes of UTF-8. */
  customInfo: string;
  /** When the meeting starts. Given as a `Date` or as Unix seconds; one that is made without starts now. */
  scheduleStartTime: Date;
  /**
   * When the meeting ends, as a `Date` or as Unix seconds: at least 300 s after the start
   * (default: an hour after it).
   */
  scheduleEndTime: Date;
  /** Whether it has begun: `"None"`, `"NotStarted"`, `"Running"`. */
  roomStatus: "None" | "NotStarted" | "Running" | (string & {});
  /** Whether the room has seats. */
  isSeatEnabled: boolean;
  /** How members come to a seat. */
  takeSeatMode: "None" | "FreeToTake" | "ApplyToTake" | (string & {});
  /** When the room was made. */
  createTime: Date;
  /** How many members there are; the vendor says that it may lag. */
  memberCount: number;
}

/** What {@link getRoomInfo} takes. */
export interface GetRoomInfoOptions {
  /** The room, not empty. */
  roomId: string;
}

/** What {@link getRoomInfo} resolves with. */
export interface GetRoomInfoReply extends Reply {
  /** The room, as the service knows it. */
  roomInfo: RoomInfo;
}

/** One of `members`. */
export interface RoomMember {
  /** The member's account, not empty. */
  memberAccount: string;
  /**
   * The name that the member goes by in this room: at most 32 bytes of UTF-8 (10 Chinese
   * characters, 8 emoji). `""` is sent; `undefined` or `null` leaves it as it is.
   */
  nameCard: string;
  /** The member's role. */
  role: "Owner" | "Admin" | "Member" | (string & {});
  /** The member's marks. */
  marks: number[];
  /**
   * A text of your own about the member: at most 60 bytes of UTF-8. `""` is sent; `undefined`
   * or `null` leaves it as it is.
   */
  customInfo: string;
}

/** What {@link getRoomMemberList} takes. */
export interface GetRoomMemberListOptions {
  /** The room, not empty. */
  roomId: string;
  /** How many members a page may have (the service's default is 50). */
  count?: number | null | undefined;
  /** Where the page begins: `next` of the page before. */
  next?: string | null | undefined;
}

/** What {@link getRoomMemberList} resolves with. */
export interface GetRoomMemberListReply extends Reply {
  /** The members of this page. */
  members: RoomMember[];
  /** Where the next page begins; `""` at the end. */
  next: string;
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

/** What {@link changeRoomOwner} takes. */
export interface ChangeRoomOwnerOptions {
  /** The room, not empty. */
  roomId: string;
  /** The owner as it is. */
  fromAccount: string;
  /** The member who becomes the owner. */
  newOwnerAccount: string;
}

/** One of `memberList`. */
export interface MemberMarks {
  /** The member's account, not empty. */
  memberAccount: string;
  /** 1 to 3 marks, each a number from 1000 on; a room has at most 10 different ones. */
  marks: readonly number[];
}

/** What {@link markRoomMember} takes. */
export interface MarkRoomMemberOptions {
  /** The room, not empty. */
  roomId: string;
  /** Whether the marks are set or deleted. */
  commandType: "set" | "delete";
  /** Whose marks: 1 to 10 members. */
  memberList: readonly MemberMarks[];
}

/** What {@link banRoomMember} takes. */
export interface BanRoomMemberOptions {
  /** The room, not empty. */
  roomId: string;
  /** 1 to 20 accounts. */
  memberAccounts: readonly string[];
  /** The reason, which those concerned are shown: at most 1000 bytes of UTF-8. */
  reason: string;
  /** For how long, in seconds. */
  duration: number;
}

/** What {@link unbanRoomMember} takes. */
export interface UnbanRoomMemberOptions {
  /** The room, not empty. */
  roomId: string;
  /** 1 to 20 accounts. */
  memberAccounts: readonly string[];
}

/** One of `bannedMembers`. */
export interface BannedMember {
  /** The member's account, not empty. */
  memberAccount: string;
  /** Until when. */
  bannedUntil: Date;
}

/** What {@link getBannedMemberList} takes. */
export interface GetBannedMemberListOptions {
  /** The room, not empty. */
  roomId: string;
  /** How many a page may have: 1 to 100. */
  limit?: number | null | undefined;
  /** How many to leave out before the page: `nextOffset` of the page before. */
  offset?: number | null | undefined;
}

/** What {@link getBannedMemberList} resolves with. */
export interface GetBannedMemberListReply extends Reply {
  /** Who may not come in. */
  bannedMembers: BannedMember[];
  /** Where the next page begins; 0 at the end. */
  nextOffset: number;
}

/** What {@link kickUserOut} takes. */
export interface KickUserOutOptions {
  /** The room, not empty. */
  roomId: string;
  /** 1 to 20 accounts. */
  memberAccounts: readonly string[];
  /** The reason, which those concerned are shown: at most 1000 bytes of UTF-8. */
  reason: string;
}

/** What {@link addRobot} takes. */
export interface AddRobotOptions {
  /** The room, not empty. */
  roomId: string;
  /** The robot's account, which must exist. */
  memberAccount: string;
}

/** What {@link deleteRobot} takes. */
export interface DeleteRobotOptions {
  /** The room, not empty. */
  roomId: string;
  /** The robot's account, which must exist. */
  memberAccount: string;
}

/** One of `seats`. */
export interface Seat {
  /** The seat's number, from 0 on. */
  index: number;
  /** Who sits there; absent where nobody does. */
  memberAccount?: string;
  /** Whether the seat is locked. */
  isTakenDisabled: boolean;
  /** Whether video is disabled on the seat. */
  isVideoDisabled: boolean;
  /** Whether audio is disabled on the seat. */
  isAudioDisabled: boolean;
}

/** What {@link getSeatList} takes. */
export interface GetSeatListOptions {
  /** The room, not empty. */
  roomId: string;
}

/** What {@link getSeatList} resolves with. */
export interface GetSeatListReply extends Reply {
  /** The room's seats. */
  seats: Seat[];
}

/** What {@link pickUserOnSeat} takes. */
export interface PickUserOnSeatOptions {
  /** The room, not empty. */
  roomId: string;
  /** The member's account, not empty. */
  memberAccount: string;
  /** The seat's number, from 0 on. */
  index: number;
}

/** What {@link kickUserOffSeat} takes. */
export interface KickUserOffSeatOptions {
  /** The room, not empty. */
  roomId: string;
  /** The member's account, not empty. */
  memberAccount: string;
  /** A text that is passed on to the member (default `""`). */
  data?: string | null | undefined;
}

/** What {@link lockSeat} takes. */
export interface LockSeatOptions {
  /** The room, not empty. */
  roomId: string;
  /** The seat's number, from 0 on. */
  index: number;
  /** Whether nobody may take the seat; who sits there is taken off it. */
  forbidTaken?: boolean | null | undefined;
  /** Whether video is disabled on the seat. */
  forbidVideo?: boolean | null | undefined;
  /** Whether audio is disabled on the seat. */
  forbidAudio?: boolean | null | undefined;
}

/** What {@link switchSeat} takes. */
export interface SwitchSeatOptions {
  /** The room, not empty. */
  roomId: string;
  /** The member's account, not empty. */
  memberAccount: string;
  /** The number of the free seat to move to, from 0 on. */
  toIndex: number;
}

/** What {@link moveUserToSeat} takes. */
export interface MoveUserToSeatOptions {
  /** The room, not empty. */
  roomId: string;
  /** The member's account, not empty. */
  memberAccount: string;
  /** The number of the seat to move to, from 0 on; a locked one is unlocked. */
  seatIndex: number;
  /**
   * What happens where somebody sits there: nothing, they are put off the seat, or both change
   * seats.
   */
  policy: "giveUp" | "forceOut" | "swap";
}

/** What {@link setCallback} takes. */
export interface SetCallbackOptions {
  /** Where the service sends its events: an `http:` or `https:` URL. There is one for an application. */
  url: string;
  /** Which events are sent, as `Room.CallbackAfterCreateRoom`. */
  callbackCommands: readonly string[];
}

/** What {@link updateCallback} takes. */
export interface UpdateCallbackOptions {
  /** Where the service sends its events: an `http:` or `https:` URL. There is one for an application. */
  url: string;
  /** Which events are sent, as `Room.CallbackAfterCreateRoom`. */
  callbackCommands: readonly string[];
}

/** Where the service sends its events, and which. */
export interface CallbackSettings {
  /** Where the service sends its events. */
  url: string;
  /** Which events are sent. */
  callbackCommands: string[];
}

/** What {@link getCallback} takes. */
export interface GetCallbackOptions {
}

/** What {@link getCallback} resolves with. */
export interface GetCallbackReply extends Reply {
  /** Where the service sends its events, and which. */
  callback: CallbackSettings;
}

/** What {@link deleteCallback} takes. */
export interface DeleteCallbackOptions {
}

/** A call: what is to be done, and with what. A handler's `authorize` sees it checked. */
export type HandlerCall =
  | { operation: "createRoom"; options: CreateRoomOptions }
  | { operation: "destroyRoom"; options: DestroyRoomOptions }
  | { operation: "updateRoomInfo"; options: UpdateRoomInfoOptions }
  | { operation: "getRoomInfo"; options: GetRoomInfoOptions }
  | { operation: "getRoomMemberList"; options: GetRoomMemberListOptions }
  | { operation: "updateRoomMemberInfo"; options: UpdateRoomMemberInfoOptions }
  | { operation: "changeRoomOwner"; options: ChangeRoomOwnerOptions }
  | { operation: "markRoomMember"; options: MarkRoomMemberOptions }
  | { operation: "banRoomMember"; options: BanRoomMemberOptions }
  | { operation: "unbanRoomMember"; options: UnbanRoomMemberOptions }
  | { operation: "getBannedMemberList"; options: GetBannedMemberListOptions }
  | { operation: "kickUserOut"; options: KickUserOutOptions }
  | { operation: "addRobot"; options: AddRobotOptions }
  | { operation: "deleteRobot"; options: DeleteRobotOptions }
  | { operation: "getSeatList"; options: GetSeatListOptions }
  | { operation: "pickUserOnSeat"; options: PickUserOnSeatOptions }
  | { operation: "kickUserOffSeat"; options: KickUserOffSeatOptions }
  | { operation: "lockSeat"; options: LockSeatOptions }
  | { operation: "switchSeat"; options: SwitchSeatOptions }
  | { operation: "moveUserToSeat"; options: MoveUserToSeatOptions }
  | { operation: "setCallback"; options: SetCallbackOptions }
  | { operation: "updateCallback"; options: UpdateCallbackOptions }
  | { operation: "getCallback"; options: GetCallbackOptions }
  | { operation: "deleteCallback"; options: DeleteCallbackOptions };

/**
 * The most that an option may have, by operation: bytes of UTF-8 of a text, items of a list. For a form that
 * counts while one types.
 */
export declare const LIMITS: {
  readonly createRoom: {
    readonly roomId: number;
    readonly roomName: number;
    readonly customInfo: number;
  };
  readonly updateRoomInfo: {
    readonly roomName: number;
    readonly customInfo: number;
  };
  readonly updateRoomMemberInfo: {
    readonly nameCard: number;
    readonly customInfo: number;
  };
  readonly markRoomMember: {
    readonly memberList: number;
  };
  readonly banRoomMember: {
    readonly memberAccounts: number;
    readonly reason: number;
  };
  readonly unbanRoomMember: {
    readonly memberAccounts: number;
  };
  readonly kickUserOut: {
    readonly memberAccounts: number;
    readonly reason: number;
  };
};

/** What can be done with a {@link RoomEngineAdmin}. */
export interface Operations {
  /**
   * Makes a room, or schedules a meeting.
   *
   * ErrorCodes: 100001, 100002, 100003, 100007, 100010, 100011, 100012, 100013, 100015, 100024, 100026.
   * Vendor page: https://trtc.io/document/60707
   */
  createRoom(
    options: CreateRoomOptions,
    requestOptions?: RequestOptions,
  ): Promise<Reply>;
  /**
   * Ends a room: everybody has to leave it, and its id can be used again.
   *
   * ErrorCodes: 100001, 100002, 100004, 100006.
   * Vendor page: https://trtc.io/document/60706
   */
  destroyRoom(
    options: DestroyRoomOptions,
    requestOptions?: RequestOptions,
  ): Promise<Reply>;
  /**
   * Changes a room's settings. What is left out stays as it is.
   *
   * ErrorCodes: 100001, 100002, 100004, 100006, 100013, 100025, 100026.
   * Vendor page: https://trtc.io/document/60705
   */
  updateRoomInfo(
    options: UpdateRoomInfoOptions,
    requestOptions?: RequestOptions,
  ): Promise<Reply>;
  /**
   * Reads a room: name, owner, times, settings, how many are in it.
   *
   * ErrorCodes: 100001, 100002, 100004, 100005, 100006.
   * Vendor page: https://trtc.io/document/60704
   */
  getRoomInfo(
    options: GetRoomInfoOptions,
    requestOptions?: RequestOptions,
  ): Promise<GetRoomInfoReply>;
  /**
   * Reads the members of a room, a page at a time; `for await` goes through all pages.
   *
   * ErrorCodes: 100001, 100002, 100004, 100005, 100006.
   * Vendor page: https://trtc.io/document/60715
   */
  getRoomMemberList(
    options: GetRoomMemberListOptions,
    requestOptions?: RequestOptions,
  ): Paged<GetRoomMemberListReply, RoomMember>;
  /**
   * Changes one member of one room: name card, role, custom info.
   * What is left out, `undefined` or `null` stays as it is; `""` is sent, and
   * what the service makes of it is not documented.
   *
   * ErrorCodes: 100001, 100002, 100004, 100005, 100006.
   * Vendor page: https://trtc.io/document/60714
   */
  updateRoomMemberInfo(
    options: UpdateRoomMemberInfoOptions,
    requestOptions?: RequestOptions,
  ): Promise<Reply>;
  /**
   * Makes another member the owner; the owner becomes an ordinary member.
   *
   * ErrorCodes: 100001, 100002, 100004, 100005.
   * Vendor page: https://trtc.io/document/60713
   */
  changeRoomOwner(
    options: ChangeRoomOwnerOptions,
    requestOptions?: RequestOptions,
  ): Promise<Reply>;
  /**
   * Sets or deletes marks of members.
   *
   * ErrorCodes: 100001, 100002, 100004, 100005, 100006, 100009.
   * Vendor page: https://trtc.io/document/60712
   */
  markRoomMember(
    options: MarkRoomMemberOptions,
    requestOptions?: RequestOptions,
  ): Promise<Reply>;
  /**
   * Removes members from a room and keeps them out for a time.
   *
   * ErrorCodes: 100001, 100002, 100004, 100005, 100006.
   * Vendor page: https://trtc.io/document/60711
   */
  banRoomMember(
    options: BanRoomMemberOptions,
    requestOptions?: RequestOptions,
  ): Promise<Reply>;
  /**
   * Lets banned members in again.
   *
   * ErrorCodes: 100001, 100002, 100004, 100005, 100006.
   * Vendor page: https://trtc.io/document/60710
   */
  unbanRoomMember(
    options: UnbanRoomMemberOptions,
    requestOptions?: RequestOptions,
  ): Promise<Reply>;
  /**
   * Reads who is banned from a room, a page at a time; `for await` goes through all pages.
   *
   * ErrorCodes: 100001, 100002, 100004.
   * Vendor page: https://trtc.io/document/60709
   */
  getBannedMemberList(
    options: GetBannedMemberListOptions,
    requestOptions?: RequestOptions,
  ): Paged<GetBannedMemberListReply, BannedMember>;
  /**
   * Removes members from a room; they may come back.
   *
   * ErrorCodes: 100001, 100002, 100004, 100005, 100006.
   * Vendor page: https://trtc.io/document/60708
   */
  kickUserOut(
    options: KickUserOutOptions,
    requestOptions?: RequestOptions,
  ): Promise<Reply>;
  /**
   * Adds a robot to a room.
   *
   * ErrorCodes: 100001, 100002, 100004, 100005, 100006, 100700.
   * Vendor page: https://trtc.io/document/70467
   */
  addRobot(
    options: AddRobotOptions,
    requestOptions?: RequestOptions,
  ): Promise<Reply>;
  /**
   * Removes a robot from a room.
   *
   * ErrorCodes: 100001, 100002, 100004, 100005, 100006.
   * Vendor page: https://trtc.io/document/70468
   */
  deleteRobot(
    options: DeleteRobotOptions,
    requestOptions?: RequestOptions,
  ): Promise<Reply>;
  /**
   * Reads a room's seats.
   *
   * ErrorCodes: 100001, 100002, 100004.
   * Vendor page: https://trtc.io/document/60719
   */
  getSeatList(
    options: GetSeatListOptions,
    requestOptions?: RequestOptions,
  ): Promise<GetSeatListReply>;
  /**
   * Puts a member on a seat.
   *
   * ErrorCodes: 100001, 100002, 100004, 100005, 100200, 100202, 100203, 100205, 100210, 100211.
   * Vendor page: https://trtc.io/document/60718
   */
  pickUserOnSeat(
    options: PickUserOnSeatOptions,
    requestOptions?: RequestOptions,
  ): Promise<Reply>;
  /**
   * Takes a member off their seat.
   *
   * ErrorCodes: 100001, 100002, 100004, 100206.
   * Vendor page: https://trtc.io/document/60717
   */
  kickUserOffSeat(
    options: KickUserOffSeatOptions,
    requestOptions?: RequestOptions,
  ): Promise<Reply>;
  /**
   * Locks a seat, or disables video or audio on it. The vendor does not say what becomes of a
   * flag that is left out.
   *
   * ErrorCodes: 100001, 100002, 100004, 100211.
   * Vendor page: https://trtc.io/document/60716
   */
  lockSeat(
    options: LockSeatOptions,
    requestOptions?: RequestOptions,
  ): Promise<Reply>;
  /**
   * Moves a member to a free seat.
   *
   * ErrorCodes: 100001, 100002, 100004, 100210.
   * Vendor page: https://trtc.io/document/72552
   */
  switchSeat(
    options: SwitchSeatOptions,
    requestOptions?: RequestOptions,
  ): Promise<Reply>;
  /**
   * Moves a member to a seat, whether it is free or not.
   *
   * ErrorCodes: 100001, 100002, 100004, 100005, 100200, 100206, 100210, 100211.
   * Vendor page: https://trtc.io/document/72685
   */
  moveUserToSeat(
    options: MoveUserToSeatOptions,
    requestOptions?: RequestOptions,
  ): Promise<Reply>;
  /**
   * Says for the first time where the service sends its events.
   *
   * ErrorCodes: 100001, 100002, 100300.
   * Vendor page: https://trtc.io/document/60729
   */
  setCallback(
    options: SetCallbackOptions,
    requestOptions?: RequestOptions,
  ): Promise<Reply>;
  /**
   * Changes where the service sends its events.
   *
   * ErrorCodes: 100001, 100002, 100301.
   * Vendor page: https://trtc.io/document/60728
   */
  updateCallback(
    options: UpdateCallbackOptions,
    requestOptions?: RequestOptions,
  ): Promise<Reply>;
  /**
   * Reads where the service sends its events.
   *
   * ErrorCodes: 100001, 100002, 100301.
   * Vendor page: https://trtc.io/document/60730
   */
  getCallback(
    options?: GetCallbackOptions,
    requestOptions?: RequestOptions,
  ): Promise<GetCallbackReply>;
  /**
   * Ends the sending of events.
   *
   * ErrorCodes: 100001, 100002.
   * Vendor page: https://trtc.io/document/60727
   */
  deleteCallback(
    options?: DeleteCallbackOptions,
    requestOptions?: RequestOptions,
  ): Promise<Reply>;
}

/**
 * Makes a room, or schedules a meeting.
 *
 * ErrorCodes: 100001, 100002, 100003, 100007, 100010, 100011, 100012, 100013, 100015, 100024, 100026.
 * Vendor page: https://trtc.io/document/60707
 */
export declare function createRoom(
  options: (ServiceOptions | EndpointOptions) & CreateRoomOptions & RequestOptions,
): Promise<Reply>;

/**
 * Ends a room: everybody has to leave it, and its id can be used again.
 *
 * ErrorCodes: 100001, 100002, 100004, 100006.
 * Vendor page: https://trtc.io/document/60706
 */
export declare function destroyRoom(
  options: (ServiceOptions | EndpointOptions) & DestroyRoomOptions & RequestOptions,
): Promise<Reply>;

/**
 * Changes a room's settings. What is left out stays as it is.
 *
 * ErrorCodes: 100001, 100002, 100004, 100006, 100013, 100025, 100026.
 * Vendor page: https://trtc.io/document/60705
 */
export declare function updateRoomInfo(
  options: (ServiceOptions | EndpointOptions) & UpdateRoomInfoOptions & RequestOptions,
): Promise<Reply>;

/**
 * Reads a room: name, owner, times, settings, how many are in it.
 *
 * ErrorCodes: 100001, 100002, 100004, 100005, 100006.
 * Vendor page: https://trtc.io/document/60704
 */
export declare function getRoomInfo(
  options: (ServiceOptions | EndpointOptions) & GetRoomInfoOptions & RequestOptions,
): Promise<GetRoomInfoReply>;

/**
 * Reads the members of a room, a page at a time; `for await` goes through all pages.
 *
 * ErrorCodes: 100001, 100002, 100004, 100005, 100006.
 * Vendor page: https://trtc.io/document/60715
 */
export declare function getRoomMemberList(
  options: (ServiceOptions | EndpointOptions) & GetRoomMemberListOptions & RequestOptions,
): Paged<GetRoomMemberListReply, RoomMember>;

/**
 * Changes one member of one room: name card, role, custom info.
 * What is left out, `undefined` or `null` stays as it is; `""` is sent, and
 * what the service makes of it is not documented.
 *
 * ErrorCodes: 100001, 100002, 100004, 100005, 100006.
 * Vendor page: https://trtc.io/document/60714
 */
export declare function updateRoomMemberInfo(
  options: (ServiceOptions | EndpointOptions) & UpdateRoomMemberInfoOptions & RequestOptions,
): Promise<Reply>;

/**
 * Makes another member the owner; the owner becomes an ordinary member.
 *
 * ErrorCodes: 100001, 100002, 100004, 100005.
 * Vendor page: https://trtc.io/document/60713
 */
export declare function changeRoomOwner(
  options: (ServiceOptions | EndpointOptions) & ChangeRoomOwnerOptions & RequestOptions,
): Promise<Reply>;

/**
 * Sets or deletes marks of members.
 *
 * ErrorCodes: 100001, 100002, 100004, 100005, 100006, 100009.
 * Vendor page: https://trtc.io/document/60712
 */
export declare function markRoomMember(
  options: (ServiceOptions | EndpointOptions) & MarkRoomMemberOptions & RequestOptions,
): Promise<Reply>;

/**
 * Removes members from a room and keeps them out for a time.
 *
 * ErrorCodes: 100001, 100002, 100004, 100005, 100006.
 * Vendor page: https://trtc.io/document/60711
 */
export declare function banRoomMember(
  options: (ServiceOptions | EndpointOptions) & BanRoomMemberOptions & RequestOptions,
): Promise<Reply>;

/**
 * Lets banned members in again.
 *
 * ErrorCodes: 100001, 100002, 100004, 100005, 100006.
 * Vendor page: https://trtc.io/document/60710
 */
export declare function unbanRoomMember(
  options: (ServiceOptions | EndpointOptions) & UnbanRoomMemberOptions & RequestOptions,
): Promise<Reply>;

/**
 * Reads who is banned from a room, a page at a time; `for await` goes through all pages.
 *
 * ErrorCodes: 100001, 100002, 100004.
 * Vendor page: https://trtc.io/document/60709
 */
export declare function getBannedMemberList(
  options: (ServiceOptions | EndpointOptions) & GetBannedMemberListOptions & RequestOptions,
): Paged<GetBannedMemberListReply, BannedMember>;

/**
 * Removes members from a room; they may come back.
 *
 * ErrorCodes: 100001, 100002, 100004, 100005, 100006.
 * Vendor page: https://trtc.io/document/60708
 */
export declare function kickUserOut(
  options: (ServiceOptions | EndpointOptions) & KickUserOutOptions & RequestOptions,
): Promise<Reply>;

/**
 * Adds a robot to a room.
 *
 * ErrorCodes: 100001, 100002, 100004, 100005, 100006, 100700.
 * Vendor page: https://trtc.io/document/70467
 */
export declare function addRobot(
  options: (ServiceOptions | EndpointOptions) & AddRobotOptions & RequestOptions,
): Promise<Reply>;

/**
 * Removes a robot from a room.
 *
 * ErrorCodes: 100001, 100002, 100004, 100005, 100006.
 * Vendor page: https://trtc.io/document/70468
 */
export declare function deleteRobot(
  options: (ServiceOptions | EndpointOptions) & DeleteRobotOptions & RequestOptions,
): Promise<Reply>;

/**
 * Reads a room's seats.
 *
 * ErrorCodes: 100001, 100002, 100004.
 * Vendor page: https://trtc.io/document/60719
 */
export declare function getSeatList(
  options: (ServiceOptions | EndpointOptions) & GetSeatListOptions & RequestOptions,
): Promise<GetSeatListReply>;

/**
 * Puts a member on a seat.
 *
 * ErrorCodes: 100001, 100002, 100004, 100005, 100200, 100202, 100203, 100205, 100210, 100211.
 * Vendor page: https://trtc.io/document/60718
 */
export declare function pickUserOnSeat(
  options: (ServiceOptions | EndpointOptions) & PickUserOnSeatOptions & RequestOptions,
): Promise<Reply>;

/**
 * Takes a member off their seat.
 *
 * ErrorCodes: 100001, 100002, 100004, 100206.
 * Vendor page: https://trtc.io/document/60717
 */
export declare function kickUserOffSeat(
  options: (ServiceOptions | EndpointOptions) & KickUserOffSeatOptions & RequestOptions,
): Promise<Reply>;

/**
 * Locks a seat, or disables video or audio on it. The vendor does not say what becomes of a
 * flag that is left out.
 *
 * ErrorCodes: 100001, 100002, 100004, 100211.
 * Vendor page: https://trtc.io/document/60716
 */
export declare function lockSeat(
  options: (ServiceOptions | EndpointOptions) & LockSeatOptions & RequestOptions,
): Promise<Reply>;

/**
 * Moves a member to a free seat.
 *
 * ErrorCodes: 100001, 100002, 100004, 100210.
 * Vendor page: https://trtc.io/document/72552
 */
export declare function switchSeat(
  options: (ServiceOptions | EndpointOptions) & SwitchSeatOptions & RequestOptions,
): Promise<Reply>;

/**
 * Moves a member to a seat, whether it is free or not.
 *
 * ErrorCodes: 100001, 100002, 100004, 100005, 100200, 100206, 100210, 100211.
 * Vendor page: https://trtc.io/document/72685
 */
export declare function moveUserToSeat(
  options: (ServiceOptions | EndpointOptions) & MoveUserToSeatOptions & RequestOptions,
): Promise<Reply>;

/**
 * Says for the first time where the service sends its events.
 *
 * ErrorCodes: 100001, 100002, 100300.
 * Vendor page: https://trtc.io/document/60729
 */
export declare function setCallback(
  options: (ServiceOptions | EndpointOptions) & SetCallbackOptions & RequestOptions,
): Promise<Reply>;

/**
 * Changes where the service sends its events.
 *
 * ErrorCodes: 100001, 100002, 100301.
 * Vendor page: https://trtc.io/document/60728
 */
export declare function updateCallback(
  options: (ServiceOptions | EndpointOptions) & UpdateCallbackOptions & RequestOptions,
): Promise<Reply>;

/**
 * Reads where the service sends its events.
 *
 * ErrorCodes: 100001, 100002, 100301.
 * Vendor page: https://trtc.io/document/60730
 */
export declare function getCallback(
  options: (ServiceOptions | EndpointOptions) & GetCallbackOptions & RequestOptions,
): Promise<GetCallbackReply>;

/**
 * Ends the sending of events.
 *
 * ErrorCodes: 100001, 100002.
 * Vendor page: https://trtc.io/document/60727
 */
export declare function deleteCallback(
  options: (ServiceOptions | EndpointOptions) & DeleteCallbackOptions & RequestOptions,
): Promise<Reply>;

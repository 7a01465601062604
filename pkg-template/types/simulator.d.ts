/**
 * A stand-in for the Room Engine service, for tests and for trying things out without an account.
 *
 * It carries out all operations on one state: it checks a call as the service does (query, UserSig, admin
 * rights, fields, rate), holds its state open to look at and to change, and injects faults when told to.
 * Web-standard JavaScript without a dependency: it runs in Node, Deno, Bun, workers and browsers.
 *
 * @example
 * import { updateRoomMemberInfo } from "room-engine-admin";
 * import { createSimulator } from "room-engine-admin/simulator";
 *
 * const simulator = createSimulator({
 *   sdkAppId: 1400000000,
 *   secretKey: "any text",
 *   rooms: { "room-test": { members: ["user4"] } },
 * });
 * await updateRoomMemberInfo({
 *   sdkAppId: 1400000000, identifier: "administrator", secretKey: "any text",
 *   roomId: "room-test", memberAccount: "user4", nameCard: "jack",
 *   fetch: simulator.fetch,
 * });
 * simulator.rooms["room-test"].members["user4"].nameCard; // "jack"
 *
 * @throws {TypeError} naming the option at fault
 */
export function createSimulator(options: SimulatorOptions): Simulator;

export interface SimulatorOptions {
  /** The application the simulator serves: an integer in 1..4294967295. Any other gets 70020. */
  sdkAppId: number;
  /** The key that UserSigs are checked with. Any text that is not empty will do for a test. */
  secretKey: string;
  /**
   * The identifiers that are App admins; any other gets 60010.
   * @default ["administrator"] the vendor's own default
   */
  admins?: readonly string[];
  /**
   * The rooms there are, by RoomId. Copied: later changes go through {@link Simulator.rooms}.
   * @default {}
   */
  rooms?: RoomsInit;
  /**
   * What belongs to the application: its plan, its accounts, where its webhooks go. Copied, as `rooms`.
   * @default {} an active plan, any account
   */
  app?: AppInit;
  /**
   * What goes wrong, as {@link FaultQueue.push} takes it.
   * @default []
   */
  faults?: Fault | FaultRule | readonly (Fault | FaultRule)[];
  /**
   * The service's clock, in milliseconds since 1970: for expiry, the `Date` header and the rate. One
   * that differs from the client's simulates a skew. With a clock that stands still all calls fall
   * into the same second, so set {@link callsPerSecond} to 0 when there are many.
   * @default Date.now
   */
  now?: () => number;
  /**
   * How a `delay` or a `drip` waits, for tests on a virtual clock.
   * @default setTimeout
   */
  sleep?: (ms: number) => Promise<void>;
  /**
   * Calls let through in any one second; more get 60007. 0 for no limit.
   * @default 200 the documented rate
   */
  callsPerSecond?: number;
  /**
   * How many entries {@link Simulator.calls} holds; beyond it the oldest go.
   * @default 10000
   */
  maxCalls?: number;
  /**
   * The hosts of the application's data centre, such as `["adminapisgp.im.qcloud.com"]`; a call to
   * any other gets 60026. A host may be given with or without its port.
   * @default every host
   */
  hosts?: readonly string[];
  /**
   * Whether pages of other origins may call: preflights are answered, replies carry
   * `Access-Control-Allow-Origin: *`. What the real service does is not documented.
   * @default true
   */
  cors?: boolean;
}

/** Called and answering as the platform's `fetch`, where its types are known. */
export type SimulatedFetch = typeof globalThis extends {
  fetch: (...given: infer Given) => infer Answer;
}
  ? (...given: Given) => Answer
  : (
      url: string,
      init?: object,
    ) => Promise<{
      readonly status: number;
      readonly headers: { get(name: string): string | null };
      text(): Promise<string>;
    }>;

export interface Simulator {
  /**
   * The service, in the shape of the platform's `fetch` and of a `(Request) => Promise<Response>`
   * handler alike: pass it as a client's `fetch` option, or put it behind any server.
   *
   * An abort of the signal rejects with its reason at once. Like a real service, the simulator may
   * still carry out a call whose client has left.
   */
  readonly fetch: SimulatedFetch;
  /**
   * The state, as the service sees it now. Plain objects, yours to change at any time:
   * `delete simulator.rooms["room-test"]` ends a room.
   */
  readonly rooms: Rooms;
  /** What belongs to the application and not to one of its rooms, as the service sees it now. */
  readonly app: App;
  /**
   * Puts a room there without a call, in place of one of this id.
   *
   * @throws {TypeError} naming what is wrong
   */
  addRoom(roomId: string, room?: RoomInit): Room;
  /**
   * Lets somebody enter a room as a client does. Who is in it already stays as they are.
   *
   * @throws an Error whose `code` is 100004 (no such room), 100008 (the room is full), 100016 (banned),
   *   100018 (a password is needed) or 100019 (it is another)
   */
  enter(roomId: string, memberAccount: string, options?: { password?: string }): void;
  /**
   * Lets somebody leave a room, and their seat, as a client does.
   *
   * @throws an Error whose `code` is 100004 (no such room) or 100005 (not in it)
   */
  leave(roomId: string, memberAccount: string): void;
  /**
   * Every request that arrived, oldest first; preflights and reachability checks are not in it.
   * Empty it with `simulator.calls.length = 0`. It holds UserSigs, so keep it out of logs.
   */
  readonly calls: SimulatedCall[];
  /** What goes wrong next. */
  readonly faults: FaultQueue;
  /** Back to the beginning: rooms, application and faults as given, no calls, nothing counted against the rate. */
  reset(): void;
}

/** Rooms by RoomId. Has no prototype: a room named `constructor` is there only if you put it there. */
export type Rooms = Record<string, Room>;

/** What a room can be given. Whatever is left out gets its default as soon as the room is looked at. */
export interface RoomSettings {
  /** @default the RoomId */
  roomName: string;
  /**
   * Calls for rooms refuse a room of the Live product with 100006, as the service does.
   * @default "Conference"
   */
  roomType: "Conference" | "Live";
  /**
   * Who need not be in the room.
   * @default the member with the role `"Owner"`, otherwise `""`
   */
  ownerAccount: string;
  /** @default 300 */
  maxMemberCount: number;
  isVideoDisabled: boolean;
  isAudioDisabled: boolean;
  isMessageDisabled: boolean;
  isScreenSharingDisabled: boolean;
  isCloudRecordingDisabled: boolean;
  customInfo: string;
  /** @default true when there is a password */
  isPasswordEnabled: boolean;
  /** @default "" none */
  password: string;
  /**
   * Unix time in seconds, as all moments here.
   * @default when the room was put there
   */
  createTime: number;
  /** @default `createTime` */
  scheduleStartTime: number;
  /** @default an hour after the start */
  scheduleEndTime: number;
  /** @default true when there are seats */
  isSeatEnabled: boolean;
  /** @default as many as there are in `seats`, otherwise 16 */
  maxSeatCount: number;
  /** @default "FreeToTake" */
  takeSeatMode: "FreeToTake" | "ApplyToTake";
}

export interface Room extends RoomSettings {
  /** By account. */
  members: Record<string, Member>;
  /** The moment each ban ends, by account. A ban that is over may still be here. */
  bans: Record<string, number>;
  /** As many as `maxSeatCount`, or none while `isSeatEnabled` is false. */
  seats: Seat[];
  /** Who asked for a seat and has none yet. */
  seatQueue: string[];
  /** Who was invited when the room was scheduled. */
  inviteeAccounts: string[];
}

export interface Member {
  nameCard: string;
  role: MemberRole;
  customInfo: string;
  /** Not there before the first mark. */
  marks?: number[];
  isRobot?: boolean;
}

/** `"Owner"` cannot be given or taken by `update_room_member_info`. */
export type MemberRole = "Owner" | "Admin" | "Member";

export interface Seat {
  /** `undefined` while it is free. */
  memberAccount: string | undefined;
  isTakenDisabled: boolean;
  isVideoDisabled: boolean;
  isAudioDisabled: boolean;
}

/** Rooms as an option: members may be a list of accounts, and what is not said gets its default. */
export type RoomsInit = Readonly<Record<string, RoomInit>>;

export interface RoomInit extends Readonly<Partial<RoomSettings>> {
  /** Defaults per member: no name card, role `"Member"`, no custom info, no marks. */
  readonly members?: readonly string[] | Readonly<Record<string, Readonly<Partial<Member>>>>;
  readonly bans?: Readonly<Record<string, number>>;
  /** By index. Defaults per seat: free, nothing disabled. */
  readonly seats?: readonly Readonly<Partial<Seat>>[];
  readonly seatQueue?: readonly string[];
  readonly inviteeAccounts?: readonly string[];
}

/** What belongs to the application and not to one of its rooms. */
export interface App {
  plan: Plan;
  /** The accounts that were imported, for owners, invitees and robots; `undefined` for any. */
  accounts: string[] | undefined;
  /** Ids that are groups of Chat: a room cannot be created with one, 100011. */
  chatGroups: string[];
  /** A room whose name or custom info holds one of these is refused with 100026. */
  sensitiveWords: string[];
  /** Where the service would send what happens in rooms. The simulator only keeps it. */
  callback: Callback | undefined;
}

/** What the application has paid for. `Infinity` is no limit. */
export interface Plan {
  /**
   * While it is not `"active"`, every call is refused: with 100007 for `"none"`, 100024 for `"expired"`.
   * @default "active"
   */
  status: "active" | "none" | "expired";
  /**
   * The default of rooms that are created; a room for more is refused with 100013.
   * @default 300
   */
  maxMemberCount: number;
  /**
   * The same for seats.
   * @default 16
   */
  maxSeatCount: number;
  /**
   * Robots in one room; one more is refused with 100700.
   * @default 10
   */
  maxRobotCount: number;
  /**
   * Admins in one room; one more is refused with 100020.
   * @default Infinity
   */
  maxAdminCount: number;
}

export interface Callback {
  url: string;
  callbackCommands: string[];
}

/** The application as an option; what is not said gets its default. */
export interface AppInit {
  readonly plan?: Readonly<Partial<Plan>>;
  readonly accounts?: readonly string[];
  readonly chatGroups?: readonly string[];
  readonly sensitiveWords?: readonly string[];
  readonly callback?: { readonly url: string; readonly callbackCommands: readonly string[] };
}

/**
 * Rooms to try things out with: a full one of 300 with bans, marks and a robot (`"town-hall"`), one
 * with locked seats (`"class-7b"`), one that is scheduled and has a password (`"board-meeting"`), and
 * one with a single member, `user4` (`"room-test"`).
 *
 * @param now milliseconds; when bans and the schedule count from. The present moment by default
 */
export function demoRooms(now?: number): RoomsInit;

/** One HTTP request that arrived, and what became of it. Filled in while it is being worked on. */
export interface SimulatedCall {
  /** Arrival on the simulator's clock, in milliseconds. */
  at: number;
  method: string;
  /** With the port, unless it is the scheme's own. */
  host: string;
  path: string;
  /** All query parameters, `usersig` included, decoded. */
  query: Record<string, string>;
  /** Names in lower case. */
  headers: Record<string, string>;
  /** The JSON value; the text when it is none; `undefined` when it was too long or never read. */
  body: unknown;
  /** The operation at this path, such as `"updateRoomMemberInfo"`. */
  operation: string | undefined;
  /** Whether the call was carried out, whatever its client got to see. */
  applied: boolean;
  /** HTTP status sent; `undefined` when nothing was. */
  status: number | undefined;
  /** What the reply says; `undefined` when no reply of the service was sent. */
  reply: SimulatedReply | undefined;
  /** The reply's RequestId. */
  requestId: string | undefined;
  /** What was made to go wrong with this request. */
  fault: Fault | undefined;
}

/** The service's reply, in its own words. */
export interface SimulatedReply {
  ActionStatus: "OK" | "FAIL";
  /** 0 is success. */
  ErrorCode: number;
  ErrorInfo: string;
  RequestId: string;
  /** The payload of operations that read. */
  Response?: object;
}

/** The faults to come: each request meets the first. */
export interface FaultQueue {
  /**
   * Adds faults at the end. A plain fault is used up by its `times` requests; a function stays until
   * {@link clear}, is asked about every request that gets to it, and passes those it returns nothing
   * for on to what is behind it.
   *
   * @throws {TypeError} at once when one is unknown or wrong
   */
  push(...faults: (Fault | FaultRule)[]): void;
  /** Forgets all of them. */
  clear(): void;
  /** How many are left, functions included. */
  readonly size: number;
}

/**
 * Decides on each request. `number` counts the requests from 1. What it throws is what
 * `simulator.fetch` rejects with.
 */
export type FaultRule = (call: SimulatedCall, number: number) => Fault | undefined;

/** Something that goes wrong with a request. */
export type Fault =
  | DelayFault
  | ResetFault
  | HangFault
  | StatusFault
  | RedirectFault
  | CodeFault
  | GarbageFault
  | TruncateFault
  | DripFault;

interface FaultBase {
  /**
   * How many requests meet it; `Infinity` for all that follow.
   * @default 1
   */
  times?: number;
}

interface ApplicableFault extends FaultBase {
  /**
   * Whether the call is carried out before the fault hits, so that its change stays though the client
   * is told otherwise. When the service would refuse the call, there is nothing to apply.
   * @default false
   */
  applied?: boolean;
}

/**
 * The reply is late. With `applied` the change is made at once and only the reply waits; without, both
 * wait, and the change is made then even if the client has left.
 */
export interface DelayFault extends ApplicableFault {
  kind: "delay";
  ms: number;
}

/** The connection is dropped: `fetch` rejects, a socket is reset. */
export interface ResetFault extends ApplicableFault {
  kind: "reset";
  /**
   * `false` drops it before the request's body is read.
   * @default true
   */
  read?: boolean;
}

/** No answer, until the client gives up. */
export interface HangFault extends ApplicableFault {
  kind: "hang";
  /**
   * What never comes: the status line and all after it, or only the body.
   * @default "headers"
   */
  at?: "headers" | "body";
}

/** An HTTP status instead of a reply, as a gateway sends it. */
export interface StatusFault extends ApplicableFault {
  kind: "status";
  /** 200..599. */
  status: number;
  /** For instance `{ "retry-after": "1" }`. */
  headers?: Record<string, string>;
  body?: string | Uint8Array;
}

/** An HTTP redirect. */
export interface RedirectFault extends ApplicableFault {
  kind: "redirect";
  /** @default 307 */
  status?: 301 | 302 | 303 | 307 | 308;
  /** @default "/elsewhere" */
  location?: string;
}

/** A reply with this ErrorCode, whatever was asked. */
export interface CodeFault extends ApplicableFault {
  kind: "code";
  code: number;
  /** ErrorInfo; by default the code's documented meaning. */
  info?: string;
}

/** HTTP 200 with a body that is no reply of the service. */
export interface GarbageFault extends ApplicableFault {
  kind: "garbage";
  /** By default the sign-in page of a captive portal. */
  body?: string | Uint8Array;
  /** @default "text/html" */
  contentType?: string;
}

/** The call is served, but the connection ends within the reply's body. */
export interface TruncateFault extends FaultBase {
  kind: "truncate";
  /** How much of the body gets through; by default half of it. */
  bytes?: number;
}

/** The call is served, but the reply's body comes drop by drop. */
export interface DripFault extends FaultBase {
  kind: "drip";
  /**
   * Milliseconds before each drop.
   * @default 10
   */
  ms?: number;
  /**
   * Bytes in a drop.
   * @default 16
   */
  bytes?: number;
}

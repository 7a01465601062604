// Everything that the package exports, as a strict ES module of Node uses it, without DOM types.

import {
  type ClientOptions,
  type ConnectionOptions,
  type Credentials,
  type ErrorKind,
  type Fetch,
  type FetchInit,
  type FetchResponse,
  type InspectUserSigOptions,
  init,
  inspectUserSig,
  type MemberRole,
  type ModuleSource,
  type Region,
  type Reply,
  type RequestOptions,
  RoomEngineAdmin,
  RoomEngineError,
  type SecretKeyCredentials,
  type SharedLimiter,
  type SignOptions,
  type SignUserSigOptions,
  signUserSig,
  type UpdateRoomMemberInfoOptions,
  type UserSigClaims,
  type UserSigCredentials,
  updateRoomMemberInfo,
  VERSION,
} from "room-engine-admin";
import { nodeFetch } from "room-engine-admin/node";

declare function show(...values: (string | number | boolean | undefined)[]): void;

const account: ConnectionOptions = { sdkAppId: 1_400_000_000, identifier: "administrator" };
const secretKey: SecretKeyCredentials = { secretKey: "secret" };
const userSig: UserSigCredentials = { userSig: "eJx" };
const anyOfBoth: Credentials[] = [secretKey, userSig];

const regions: Record<Region, true> = {
  singapore: true,
  china: true,
  seoul: true,
  tokyo: true,
  frankfurt: true,
  "silicon-valley": true,
  jakarta: true,
};

const client: ClientOptions = {
  ...account,
  ...secretKey,
  region: "silicon-valley",
  userSigTtl: 3600,
  timeoutMs: 5000,
  maxRetries: 0,
  callsPerSecond: 0.5,
  dangerouslyAllowBrowser: false,
};
export const withProvider: ClientOptions = { ...account, userSig: async () => "eJx" };
export const withSyncProvider: ClientOptions = { ...account, userSig: () => "eJx" };
export const withAbsent: ClientOptions = {
  ...account,
  secretKey: "secret",
  userSig: undefined,
  region: undefined,
  baseUrl: undefined,
  fetch: undefined,
};

const member: UpdateRoomMemberInfoOptions = { roomId: "room-test", memberAccount: "user4" };
export const cleared: UpdateRoomMemberInfoOptions = {
  ...member,
  nameCard: null,
  role: undefined,
  customInfo: "",
};
const role: MemberRole = "Admin";

export async function calls(signal: AbortSignal): Promise<Reply> {
  const flat = await updateRoomMemberInfo({ ...client, ...member, role, signal });
  const admin: RoomEngineAdmin = new RoomEngineAdmin(client);
  const requestOptions: RequestOptions = { signal };
  const reply = await admin.updateRoomMemberInfo(member, requestOptions);
  await admin.updateRoomMemberInfo({ ...member, nameCard: "jack" }, { signal: undefined });
  const requestId: string | undefined = flat.requestId;
  show(reply.actionStatus, reply.errorCode.toFixed(), reply.errorInfo, requestId, VERSION);
  admin.free();
  admin[Symbol.dispose]();
  return reply;
}

export async function many(admin: RoomEngineAdmin): Promise<number> {
  const { members } = await admin.getRoomMemberList({ roomId: "room-test" });
  for await (const { memberAccount } of admin.getRoomMemberList({ roomId: "room-test" })) {
    show(memberAccount);
  }
  for await (const outcome of admin.bulk([member], { concurrency: 8 })) {
    const { memberAccount }: UpdateRoomMemberInfoOptions = outcome.update;
    show(outcome.index, memberAccount, outcome.ok ? outcome.reply.errorInfo : outcome.error.hint);
  }
  const answer: unknown = await admin.request("live_engine_http_srv/get_room_list", {});
  return members.length + Object.keys(Object(answer)).length;
}

export async function signatures(): Promise<string> {
  const options: SignUserSigOptions = { ...account, secretKey: "secret", ttl: 60, now: new Date() };
  const inspected: InspectUserSigOptions = { secretKey: "secret", now: Date.now() };
  const claims: UserSigClaims = await inspectUserSig(await signUserSig(options), inspected);
  await inspectUserSig("eJx");
  const verified: boolean | undefined = claims.verified;
  show(claims.sdkAppId, claims.identifier, claims.expired, verified);
  show(claims.issuedAt.getTime(), claims.expiresAt.toISOString());
  const mint: SignOptions = { ttl: 60 };
  return new RoomEngineAdmin({ ...account, ...userSig }).signUserSig("user4", mint);
}

/** Every kind there is: a new one is an error here until this project handles it. */
export function explain(error: unknown): string {
  if (!RoomEngineError.is(error)) return "unknown";
  const { code, status, requestId, field, hint, retryable, attempts, cause } = error;
  show(code, status, requestId, field, hint, retryable, attempts, String(cause), error.name);
  const kind: ErrorKind = error.kind;
  switch (kind) {
    case "invalid":
    case "api":
    case "http":
    case "network":
    case "timeout":
    case "protocol":
    case "load":
      return error.message;
    default:
      return kind satisfies never;
  }
}

export const own: Fetch = async (url: string, init: FetchInit): Promise<FetchResponse> => {
  const method: "POST" = init.method;
  show(url, method, init.body, init.redirect, init.headers["Content-Type"], init.signal.aborted);
  return { status: 200, headers: { get: () => null }, text: async () => "{}" };
};
export const withOwnFetch: ClientOptions = { ...account, ...secretKey, fetch: own };
export const withPlatformFetch: ClientOptions = { ...account, ...secretKey, fetch };
export const withNodeFetch: ClientOptions = { ...account, ...secretKey, fetch: nodeFetch };
export const withInlineFetch: ClientOptions = {
  ...account,
  ...secretKey,
  fetch: (url, init) => fetch(url, init),
};

export const turn: SharedLimiter = {
  acquire: async ({ sdkAppId, attempt, signal }) => show(sdkAppId, attempt, signal.aborted),
  slowDown: ({ sdkAppId, code, status, retryAfterMs }) => {
    show(sdkAppId, code, status, retryAfterMs);
  },
};
export const withLimiter: ClientOptions = { ...account, ...secretKey, limiter: turn };

export async function load(bytes: Uint8Array): Promise<void> {
  const source: ModuleSource = bytes;
  await init();
  await init(source);
  await init(new URL("https://example.com/core_bg.wasm"));
  await init(Promise.resolve(bytes));
  await init(fetch("https://example.com/core_bg.wasm"));
}

show(Object.keys(regions).length, anyOfBoth.length);

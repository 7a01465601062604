// What must not compile. Each line stands after a directive that is an error itself when the line
// compiles.

import {
  type ClientOptions,
  inspectUserSig,
  RoomEngineAdmin,
  RoomEngineError,
  signUserSig,
  updateRoomMemberInfo,
} from "room-engine-admin";

const account = { sdkAppId: 1_400_000_000, identifier: "administrator" };
const who = { ...account, secretKey: "secret" };
const member = { roomId: "room-test", memberAccount: "user4" };
const admin = new RoomEngineAdmin(who);

// @ts-expect-error: both credentials
export const both: ClientOptions = { ...account, secretKey: "secret", userSig: "eJx" };
// @ts-expect-error: no credential
export const none: ClientOptions = account;
// @ts-expect-error: a credential that is undefined is none
export const absent: ClientOptions = { ...account, secretKey: undefined };
// @ts-expect-error: no identifier
export const nobody: ClientOptions = { sdkAppId: 1, secretKey: "secret" };
// @ts-expect-error: no application
export const nowhere: ClientOptions = { identifier: "administrator", secretKey: "secret" };
// @ts-expect-error: an application in letters
export const lettered: ClientOptions = { ...who, sdkAppId: "1400000000" };
// @ts-expect-error: no such region
export const lost: ClientOptions = { ...who, region: "mumbai" };
// @ts-expect-error: no such option
export const misspelt: ClientOptions = { ...who, secretkey: "secret" };
// @ts-expect-error: an option of the call
export const misplaced: ClientOptions = { ...who, roomId: "room-test" };
// @ts-expect-error: a function for a UserSig gives a text
export const numbered: ClientOptions = { ...account, userSig: () => 42 };
// @ts-expect-error: a function for a UserSig is called without anything
export const asking: ClientOptions = { ...account, userSig: (name: string) => name };
// @ts-expect-error: no fetch at all
export const fetchless: ClientOptions = { ...who, fetch: "https://example.com" };
// @ts-expect-error: a fetch gives a response
export const mute: ClientOptions = { ...who, fetch: async () => ({ status: 200 }) };
// @ts-expect-error: seconds in letters
export const timed: ClientOptions = { ...who, timeoutMs: "5s" };
// @ts-expect-error: either region or baseUrl
export const twice: ClientOptions = { ...who, region: "china", baseUrl: "https://example.com" };

export function calls(signal: AbortSignal): void {
  // @ts-expect-error: no options
  void updateRoomMemberInfo();
  // @ts-expect-error: no member
  void updateRoomMemberInfo({ ...who, roomId: "room-test" });
  // @ts-expect-error: no room
  void updateRoomMemberInfo({ ...who, memberAccount: "user4" });
  // @ts-expect-error: no credential
  void updateRoomMemberInfo({ ...account, ...member });
  // @ts-expect-error: no such option
  void updateRoomMemberInfo({ ...who, ...member, namecard: "jack" });
  // @ts-expect-error: no such role
  void updateRoomMemberInfo({ ...who, ...member, role: "Owner" });
  // @ts-expect-error: a role in another case
  void updateRoomMemberInfo({ ...who, ...member, role: "admin" });
  // @ts-expect-error: a name card that is a number
  void updateRoomMemberInfo({ ...who, ...member, nameCard: 7 });
  // @ts-expect-error: no room
  void admin.updateRoomMemberInfo({ memberAccount: "user4" });
  // @ts-expect-error: null is no room
  void admin.updateRoomMemberInfo({ roomId: null, memberAccount: "user4" });
  // @ts-expect-error: an option of the client
  void admin.updateRoomMemberInfo({ ...member, region: "china" });
  // @ts-expect-error: a signal stands in the second argument
  void admin.updateRoomMemberInfo({ ...member, signal });
  // @ts-expect-error: a signal is named
  void admin.updateRoomMemberInfo(member, signal);
  // @ts-expect-error: a controller is no signal
  void admin.updateRoomMemberInfo(member, { signal: new AbortController() });
  // @ts-expect-error: a client needs options
  new RoomEngineAdmin();
}

export async function signatures(): Promise<void> {
  // @ts-expect-error: no key
  await signUserSig(account);
  // @ts-expect-error: the vendor's word for ttl
  await signUserSig({ ...who, expire: 60 });
  // @ts-expect-error: a moment in letters
  await signUserSig({ ...who, now: "2026-01-01" });
  // @ts-expect-error: no UserSig
  await inspectUserSig();
  // @ts-expect-error: no such option
  await inspectUserSig("eJx", { key: "secret" });
  // @ts-expect-error: no account
  await admin.signUserSig();
  // @ts-expect-error: a ttl stands in an object
  await admin.signUserSig("user4", 60);
  const claims = await inspectUserSig("eJx");
  // @ts-expect-error: it is absent without a key
  export_(claims.verified satisfies boolean);
  // @ts-expect-error: it is a Date
  export_(claims.issuedAt satisfies number);
  const reply = await admin.updateRoomMemberInfo(member);
  // @ts-expect-error: it may be missing
  export_(reply.requestId satisfies string);
  // @ts-expect-error: in the vendor's spelling
  export_(reply.RequestId);
}

declare function export_(value: unknown): void;

// @ts-expect-error: errors are made by the package
new RoomEngineError({ kind: "api", message: "made up" });

export function errors(error: RoomEngineError): void {
  // @ts-expect-error: it may be missing
  export_(error.code satisfies number);
  // @ts-expect-error: no such kind
  export_(error.kind === "abort");
  // @ts-expect-error: it is not to be changed
  error.kind = "api";
}

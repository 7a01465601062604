// Calls with the two secrets that no error may show, and with little else.

import { MEMBER, RoomEngineAdmin, signUserSig, updateRoomMemberInfo, WHO } from "../../subject.mjs";

export const KEY = WHO.secretKey;
export const USER_SIG = await signUserSig({ ...WHO, now: 1_700_000_000_000, ttl: 4_000_000_000 });

/** A client's options but for what proves who calls. */
export const ACCOUNT = { sdkAppId: WHO.sdkAppId, identifier: WHO.identifier };

/** One call with the key. */
export const callWithKey = (options) =>
  updateRoomMemberInfo({ ...WHO, ...MEMBER, maxRetries: 0, ...options });

/** One call with a UserSig, or a function for one. */
export const callWith = (userSig, options) =>
  updateRoomMemberInfo({ ...ACCOUNT, userSig, ...MEMBER, maxRetries: 0, ...options });

/** One call of a client. */
export const callThrough = (client, options) =>
  new RoomEngineAdmin(client).updateRoomMemberInfo(options);

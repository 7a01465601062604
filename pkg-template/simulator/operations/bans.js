// @ts-check
import { put } from "../records.js";
import { refuse } from "../refusal.js";
import { isBanned, OWNER, removeMember } from "../rooms.js";
import { conference, memberOf } from "./common.js";

/** @typedef {import("./index.js").Effect} Effect */
/** @typedef {import("../../types/simulator.js").Room} Room */

const MAX_LIMIT = 100;

/**
 * People go, and may come back. Serves rooms of Live too, as people use it.
 *
 * @type {Effect}
 */
export function kickUserOut({ body, state }) {
  const room = state.room(body.RoomId);
  for (const account of body.MemberList_Account) checkMayGo(room, account);
  for (const account of body.MemberList_Account) removeMember(room, account);
}

/**
 * People go, and do not come back before the ban is over. Who is banned already may be out.
 *
 * @type {Effect}
 */
export function banRoomMember({ body, state }) {
  const room = conference(state, body.RoomId);
  const { MemberList_Account: accounts, Duration } = body;
  for (const account of accounts) {
    if (!isBanned(room, account, state.now())) checkMayGo(room, account);
  }
  for (const account of accounts) {
    removeMember(room, account);
    put(room.bans, account, state.now() + Duration);
  }
}

/** @type {Effect} */
export function unbanRoomMember({ body, state }) {
  const room = conference(state, body.RoomId);
  for (const account of body.MemberList_Account) {
    if (!isBanned(room, account, state.now())) refuse(100005, `${account} is not banned`);
  }
  for (const account of body.MemberList_Account) delete room.bans[account];
}

/** @type {Effect} */
export function getBannedMemberList({ body, state }) {
  const room = conference(state, body.RoomId);
  const { Offset = 0, Limit = MAX_LIMIT } = body;
  if (Offset < 0 || Limit < 1) refuse(100002, "Offset begins at 0, Limit at 1");
  const all = Object.keys(room.bans).filter((account) => isBanned(room, account, state.now()));
  const end = Offset + Limit;
  return {
    BannedAccountList: all.slice(Offset, end).map((account) => {
      return { Member_Account: account, BannedUntil: room.bans[account] };
    }),
    NextOffset: end < all.length ? end : 0,
  };
}

/**
 * @param {Room} room
 * @param {string} account
 */
function checkMayGo(room, account) {
  const { role } = memberOf(room, account);
  if (role === OWNER) refuse(100006, `${account} is the owner of the room`);
}

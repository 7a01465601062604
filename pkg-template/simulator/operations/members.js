// @ts-check
import { refuse } from "../refusal.js";
import { findMember, membersOf, OWNER } from "../rooms.js";
import { conference, memberOf, settingsOf } from "./common.js";

/** @typedef {import("./index.js").Effect} Effect */
/** @typedef {import("../../types/simulator.js").Room} Room */
/** @typedef {import("../../types/simulator.js").Member} Member */

/** The vendor's word for an owner in every sample, whatever the table says. */
const OWNER_ON_WIRE = "RoomOwner";

const DEFAULT_COUNT = 50;
/** No page has a maximum; a page that ends early shows whether a client goes on to the next. */
const MAX_COUNT = 100;

const SET_MARKS = 1;
/** Different marks in one room, as documented. */
const MAX_MARKS = 10;

/** @type {Effect} */
export function getRoomMemberList({ body, state }) {
  const { Count = DEFAULT_COUNT, Next = "" } = body;
  const all = membersOf(conference(state, body.RoomId));
  if (Count < 1) refuse(100002, "Count must be 1 or more");
  if (!/^[0-9]{0,9}$/.test(Next)) refuse(100002, "Next is none that was given out");
  const start = Number(Next);
  const end = start + Math.min(Count, MAX_COUNT);
  return {
    Next: end < all.length ? String(end) : "",
    MemberList: all.slice(start, end).map(toWire),
  };
}

/** @param {[string, Member]} entry */
function toWire([account, { nameCard, role, marks = [], customInfo }]) {
  return {
    Member_Account: account,
    NameCard: nameCard,
    Role: role === OWNER ? OWNER_ON_WIRE : role,
    Marks: [...marks],
    CustomInfo: customInfo,
  };
}

/**
 * An absent field stays as it is, an empty text clears; a call that names no field changes nothing and
 * is good.
 *
 * @type {Effect}
 */
export function updateRoomMemberInfo({ body, state }) {
  const { Member_Account, ...fields } = body.MemberInfo;
  const room = conference(state, body.RoomId);
  const member = memberOf(room, Member_Account);
  const { Role } = fields;
  if (Role !== undefined && member.role === OWNER) {
    refuse(100006, "the role of the room's owner cannot be changed");
  }
  if (Role === "Admin" && member.role !== "Admin") {
    const admins = membersOf(room).filter(([, { role }]) => role === "Admin");
    if (admins.length >= state.app.plan.maxAdminCount) refuse(100020);
  }
  Object.assign(member, settingsOf(fields));
}

/** @type {Effect} */
export function changeRoomOwner({ body, state }) {
  const { RoomId, From_Account: from, NewOwner_Account: to } = body;
  const room = state.room(RoomId);
  // An owner need not be in the room.
  if (from !== room.ownerAccount) {
    memberOf(room, from);
    refuse(100002, `${from} is not the owner of the room`);
  }
  const next = memberOf(room, to);
  const before = findMember(room, from);
  if (before !== undefined) before.role = "Member";
  next.role = OWNER;
  room.ownerAccount = to;
}

/** @type {Effect} */
export function markRoomMember({ body, state }) {
  const room = conference(state, body.RoomId);
  const setting = body.CommandType === SET_MARKS;
  /** @type {Map<Member, Set<number>>} */
  const changes = new Map();
  for (const { Member_Account, Marks } of body.MemberList) {
    const member = memberOf(room, Member_Account);
    const marks = changes.get(member) ?? new Set(member.marks);
    for (const mark of Marks) setting ? marks.add(mark) : marks.delete(mark);
    changes.set(member, marks);
  }
  const all = membersOf(room).flatMap(([, member]) => [
    ...(changes.get(member) ?? member.marks ?? []),
  ]);
  if (setting && new Set(all).size > MAX_MARKS) refuse(100009);
  for (const [member, marks] of changes) member.marks = [...marks];
}

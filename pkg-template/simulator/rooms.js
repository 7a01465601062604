// @ts-check
/**
 * Rooms as they lie open. They belong to the test, which may have put anything there by now: what is
 * missing is filled in whenever a room is looked at, and what is no room is not found.
 */
import { isObject } from "./checks.js";
import { emptyRecord, own, put, toRecord } from "./records.js";

/** @typedef {import("../types/simulator.js").Rooms} Rooms */
/** @typedef {import("../types/simulator.js").Room} Room */
/** @typedef {import("../types/simulator.js").RoomInit} RoomInit */
/** @typedef {import("../types/simulator.js").Member} Member */

/** The role that makes a member the room's owner. */
export const OWNER = "Owner";

/** The vendor's default for the length of a meeting, in seconds. */
const DEFAULT_LENGTH = 3600;

/** What a room has that nobody said anything about; no page says most of it. */
const DEFAULTS = {
  roomType: "Conference",
  maxMemberCount: 300,
  isVideoDisabled: false,
  isAudioDisabled: false,
  isMessageDisabled: false,
  isScreenSharingDisabled: false,
  isCloudRecordingDisabled: false,
  customInfo: "",
  password: "",
  takeSeatMode: "FreeToTake",
};

/**
 * A copy of a room, so that neither knows of the other's changes.
 *
 * @param {RoomInit} given
 * @returns {RoomInit}
 */
export function copyRoom({ members, bans, seats, seatQueue, inviteeAccounts, ...settings }) {
  return /** @type {any} */ ({
    ...settings,
    members: toMembers(members),
    ...(bans && { bans: toRecord(bans) }),
    ...(seats && { seats: seats.map((seat) => ({ ...seat })) }),
    ...(seatQueue && { seatQueue: [...seatQueue] }),
    ...(inviteeAccounts && { inviteeAccounts: [...inviteeAccounts] }),
  });
}

/**
 * @param {Rooms} rooms
 * @param {string} roomId
 * @param {number} now Unix seconds
 * @returns {Room | undefined}
 */
export function findRoom(rooms, roomId, now) {
  const room = /** @type {any} */ (own(rooms, roomId));
  if (!isObject(room)) return undefined;
  const { members } = room;
  if (members === undefined || Array.isArray(members)) room.members = toMembers(members);
  return isObject(room.members) ? complete(room, roomId, now) : undefined;
}

/**
 * @param {any} room
 * @param {string} roomId
 * @param {number} now
 * @returns {Room}
 */
function complete(room, roomId, now) {
  for (const [name, value] of Object.entries(DEFAULTS)) room[name] ??= value;
  room.roomName ??= roomId;
  room.ownerAccount ??= ownerAmong(room.members) ?? "";
  room.isPasswordEnabled ??= room.password !== "";
  room.createTime ??= now;
  room.scheduleStartTime ??= room.createTime;
  room.scheduleEndTime ??= room.scheduleStartTime + DEFAULT_LENGTH;
  room.inviteeAccounts ??= [];
  room.bans ??= emptyRecord();
  room.isSeatEnabled ??= room.seats !== undefined;
  room.maxSeatCount ??= room.seats?.length ?? 16;
  room.seatQueue ??= [];
  room.seats = completeSeats(room.seats ?? [], room.isSeatEnabled ? room.maxSeatCount : 0);
  return room;
}

/**
 * @param {any[]} seats
 * @param {number} count
 */
function completeSeats(seats, count) {
  while (seats.length < count) seats.push({});
  // In place, as all of this: a test may hold on to the list.
  seats.length = count;
  for (const seat of seats) completeSeat(seat);
  return seats;
}

/** @param {any} seat */
function completeSeat(seat) {
  seat.memberAccount ??= undefined;
  seat.isTakenDisabled ??= false;
  seat.isVideoDisabled ??= false;
  seat.isAudioDisabled ??= false;
}

/** @param {Record<string, any>} members */
function ownerAmong(members) {
  return Object.keys(members).find((account) => members[account]?.role === OWNER);
}

/**
 * @param {Room} room
 * @param {string} memberAccount
 * @returns {Member | undefined}
 */
export function findMember(room, memberAccount) {
  const member = /** @type {any} */ (own(room.members, memberAccount));
  if (!isObject(member)) return undefined;
  member.nameCard ??= "";
  member.role ??= room.ownerAccount === memberAccount ? OWNER : "Member";
  member.customInfo ??= "";
  return /** @type {any} */ (member);
}

/**
 * @param {Room} room
 * @returns {[string, Member][]} by account, in the order in which they came
 */
export function membersOf(room) {
  /** @type {[string, Member | undefined][]} */
  const all = Object.keys(room.members).map((account) => [account, findMember(room, account)]);
  return /** @type {[string, Member][]} */ (all.filter(([, member]) => member !== undefined));
}

/**
 * @param {Room} room
 * @param {string} account
 * @param {Partial<Member>} [member]
 */
export function putMember(room, account, member = {}) {
  const role = room.ownerAccount === account ? OWNER : "Member";
  put(room.members, account, { nameCard: "", role, customInfo: "", ...member });
}

/**
 * Takes a member out, off the seat and out of the queue for one.
 *
 * @param {Room} room
 * @param {string} account
 */
export function removeMember(room, account) {
  delete room.members[account];
  const seat = seatOf(room, account);
  if (seat !== undefined) seat.memberAccount = undefined;
  room.seatQueue = room.seatQueue.filter((queued) => queued !== account);
}

/**
 * @param {Room} room
 * @param {string} account
 */
export function seatOf(room, account) {
  return room.seats.find(({ memberAccount }) => memberAccount === account);
}

/**
 * @param {Room} room
 * @param {string} account
 * @param {number} now Unix seconds
 */
export function isBanned(room, account, now) {
  return Number(own(room.bans, account) ?? 0) > now;
}

/**
 * @param {RoomInit["members"]} given
 * @returns {Record<string, Member>}
 */
function toMembers(given = {}) {
  const members = emptyRecord();
  if (Array.isArray(given)) for (const account of given) members[account] = toMember({});
  else for (const [account, member] of Object.entries(given)) members[account] = toMember(member);
  return members;
}

/** @param {Partial<Member>} given */
function toMember(given) {
  const member = { nameCard: "", role: "Member", customInfo: "", ...given };
  return given.marks === undefined ? member : { ...member, marks: [...given.marks] };
}

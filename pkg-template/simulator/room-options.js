// @ts-check
import { checkObject, isCount, isFlag, isNames, isObject, isText, optional } from "./checks.js";
import { emptyRecord } from "./records.js";
import { copyRoom, OWNER } from "./rooms.js";

/** @typedef {import("../types/simulator.js").RoomsInit} RoomsInit */
/** @typedef {import("../types/simulator.js").RoomInit} RoomInit */

const oneOf = (/** @type {string[]} */ ...words) =>
  optional(`one of ${words.join(", ")}`, (value) => words.includes(value));
const text = optional("a string", isText);
const flag = optional("a boolean", isFlag);
const count = optional("an integer, 0 or more", isCount);
const moment = optional("Unix time in whole seconds", isCount);
const accounts = optional("an array of accounts", isNames);

const ROOM_RULES = {
  members: optional(
    "an object of members, by account, or an array of accounts",
    (value) => isObject(value) || isNames(value),
  ),
  roomName: text,
  roomType: oneOf("Conference", "Live"),
  ownerAccount: text,
  maxMemberCount: count,
  isVideoDisabled: flag,
  isAudioDisabled: flag,
  isMessageDisabled: flag,
  isScreenSharingDisabled: flag,
  isCloudRecordingDisabled: flag,
  customInfo: text,
  isPasswordEnabled: flag,
  password: text,
  createTime: moment,
  scheduleStartTime: moment,
  scheduleEndTime: moment,
  inviteeAccounts: accounts,
  bans: optional(
    "an object of Unix times in seconds, by account",
    (value) => isObject(value) && Object.values(value).every(isCount),
  ),
  isSeatEnabled: flag,
  maxSeatCount: count,
  takeSeatMode: oneOf("FreeToTake", "ApplyToTake"),
  seats: optional("an array of seats", (value) => Array.isArray(value)),
  seatQueue: accounts,
};

const MEMBER_RULES = {
  nameCard: text,
  role: oneOf(OWNER, "Admin", "Member"),
  customInfo: text,
  marks: optional(
    "an array of integers",
    (value) => Array.isArray(value) && value.every(Number.isSafeInteger),
  ),
  isRobot: flag,
};

const SEAT_RULES = {
  memberAccount: text,
  isTakenDisabled: flag,
  isVideoDisabled: flag,
  isAudioDisabled: flag,
};

/**
 * @param {Record<string, unknown>} rooms
 * @returns {RoomsInit} a copy
 */
export function checkRooms(rooms) {
  const checked = emptyRecord();
  for (const [roomId, given] of Object.entries(rooms)) {
    checked[roomId] = checkRoom(given, `createSimulator: rooms[${JSON.stringify(roomId)}]`);
  }
  return checked;
}

/**
 * @param {unknown} given
 * @param {string} at where this room is, for the message
 * @returns {RoomInit} a copy
 * @throws {TypeError} naming what is wrong
 */
export function checkRoom(given, at) {
  const room = checkObject(given, ROOM_RULES, at);
  if (isObject(room.members)) {
    for (const [account, member] of Object.entries(room.members)) {
      checkObject(member, MEMBER_RULES, `${at}.members[${JSON.stringify(account)}]`);
    }
  }
  for (const [index, seat] of (room.seats ?? []).entries()) {
    checkObject(seat, SEAT_RULES, `${at}.seats[${index}]`);
  }
  return copyRoom(room);
}

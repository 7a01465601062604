// @ts-check
import { refuse } from "../refusal.js";
import { seatOf } from "../rooms.js";
import { memberOf } from "./common.js";

/** @typedef {import("./index.js").Effect} Effect */
/** @typedef {import("../../types/simulator.js").Room} Room */

/** What `moveUserToSeat` does when somebody sits there. */
const FORCE_OUT = 1;
const SWAP = 2;

/** @type {Effect} */
export function getSeatList({ body, state }) {
  const { seats } = state.room(body.RoomId);
  return {
    SeatList: seats.map(({ memberAccount, ...flags }, index) => ({
      Index: index,
      ...(memberAccount === undefined ? {} : { Member_Account: memberAccount }),
      IsTakenDisabled: flags.isTakenDisabled,
      IsVideoDisabled: flags.isVideoDisabled,
      IsAudioDisabled: flags.isAudioDisabled,
    })),
  };
}

/** @type {Effect} */
export function pickUserOnSeat({ body, state }) {
  const room = state.room(body.RoomId);
  const { Member_Account: account, Index } = body;
  memberOf(room, account);
  checkHasSeats(room);
  if (seatOf(room, account)) refuse(100203);
  if (room.seatQueue.includes(account)) refuse(100202);
  const seat = seatAt(room, Index);
  if (room.seats.every(({ memberAccount }) => memberAccount !== undefined)) refuse(100205);
  if (seat.memberAccount !== undefined) refuse(100210);
  if (seat.isTakenDisabled) refuse(100200);
  seat.memberAccount = account;
}

/** @type {Effect} */
export function kickUserOffSeat({ body, state }) {
  const room = state.room(body.RoomId);
  const seat = seatOf(room, body.Member_Account) ?? refuse(100206);
  seat.memberAccount = undefined;
}

/**
 * A flag that is absent stays as it is.
 *
 * @type {Effect}
 */
export function lockSeat({ body, state }) {
  const room = state.room(body.RoomId);
  checkHasSeats(room);
  const seat = seatAt(room, body.Index);
  const { ForbidTaken, ForbidVideo, ForbidAudio } = body;
  if (ForbidTaken) seat.memberAccount = undefined;
  seat.isTakenDisabled = ForbidTaken ?? seat.isTakenDisabled;
  seat.isVideoDisabled = ForbidVideo ?? seat.isVideoDisabled;
  seat.isAudioDisabled = ForbidAudio ?? seat.isAudioDisabled;
}

/**
 * The older way to change seats: its page knows no codes for seats.
 *
 * @type {Effect}
 */
export function switchSeat({ body, state }) {
  const room = state.room(body.RoomId);
  const from = seatOf(room, body.Member_Account) ?? refuse(100002, "that person is on no seat");
  const to = seatAt(room, body.ToIndex);
  if (to === from) return;
  if (to.memberAccount !== undefined || to.isTakenDisabled) refuse(100002, "the seat is not free");
  [from.memberAccount, to.memberAccount] = [undefined, from.memberAccount];
}

/**
 * A seat that is locked is unlocked by it.
 *
 * @type {Effect}
 */
export function moveUserToSeat({ body, state }) {
  const room = state.room(body.RoomId);
  const { Member_Account: account, SeatIndex, Policy } = body;
  memberOf(room, account);
  checkHasSeats(room);
  const from = seatOf(room, account) ?? refuse(100206);
  const to = seatAt(room, SeatIndex);
  if (to === from) return;
  const sitter = to.memberAccount;
  if (sitter !== undefined && Policy !== FORCE_OUT && Policy !== SWAP) refuse(100210);
  from.memberAccount = Policy === SWAP ? sitter : undefined;
  to.memberAccount = account;
  to.isTakenDisabled = false;
}

/** @param {Room} room */
function checkHasSeats({ seats }) {
  if (seats.length === 0) refuse(100211);
}

/**
 * @param {Room} room
 * @param {number} index
 */
function seatAt({ seats }, index) {
  return seats[index] ?? refuse(100002, `the room has ${seats.length} seats, counted from 0`);
}

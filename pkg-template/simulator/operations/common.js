// @ts-check
import { refuse } from "../refusal.js";
import { findMember } from "../rooms.js";

/** @typedef {import("../../types/simulator.js").Room} Room */

/**
 * A room of the product that these operations are for. The seats' operations serve those of Live too.
 *
 * @param {import("../state.js").State} state
 * @param {string} roomId
 * @throws {import("../refusal.js").Refusal} 100004, 100006
 */
export function conference(state, roomId) {
  const room = state.room(roomId);
  if (room.roomType !== "Conference") refuse(100006, `the room is one of ${room.roomType}`);
  return room;
}

/**
 * @param {Room} room
 * @param {string} account
 * @throws {import("../refusal.js").Refusal} 100005
 */
export function memberOf(room, account) {
  return findMember(room, account) ?? refuse(100005, `${account} is not a member of the room`);
}

/**
 * The service's fields in the words of the state: `RoomName` is `roomName` there.
 *
 * @param {Record<string, unknown>} fields
 */
export function settingsOf(fields) {
  const named = Object.entries(fields).map(([name, value]) => [toCamelCase(name), value]);
  return Object.fromEntries(named);
}

/** @param {string} name */
export const toCamelCase = (name) => name[0].toLowerCase() + name.slice(1);

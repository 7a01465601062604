// @ts-check
import { isObject } from "./checks.js";

/** @typedef {import("../types/simulator.js").Rooms} Rooms */
/** @typedef {import("../types/simulator.js").Room} Room */
/** @typedef {import("../types/simulator.js").Member} Member */
/** @typedef {import("../types/simulator.js").RoomsInit} RoomsInit */

/** The role that makes a member the room's owner; no call of this API hands it out. */
export const OWNER = "Owner";

/**
 * Makes `rooms` hold a copy of `given` and nothing else.
 *
 * @param {Rooms} rooms
 * @param {RoomsInit} given
 */
export function fillRooms(rooms, given) {
  for (const roomId of Object.keys(rooms)) delete rooms[roomId];
  for (const [roomId, room] of Object.entries(given)) {
    rooms[roomId] = { members: toMembers(room.members ?? []) };
  }
  return rooms;
}

/**
 * The rooms are open to their owner, the test, who may have put anything there by now: look, never
 * trust. Ids come from the wire, so inherited names such as `constructor` are no rooms.
 *
 * @param {Rooms} rooms
 * @param {string} roomId
 * @returns {Room | undefined}
 */
export function findRoom(rooms, roomId) {
  const room = own(rooms, roomId);
  if (!isObject(room)) return undefined;
  if (Array.isArray(room.members)) room.members = toMembers(room.members);
  return /** @type {Room | undefined} */ (isObject(room.members) ? room : undefined);
}

/**
 * @param {Room} room
 * @param {string} memberAccount
 * @returns {Member | undefined}
 */
export function findMember(room, memberAccount) {
  const member = own(room.members, memberAccount);
  return isObject(member) ? /** @type {any} */ (member) : undefined;
}

/**
 * @param {NonNullable<RoomsInit[string]["members"]>} given
 * @returns {Record<string, Member>}
 */
function toMembers(given) {
  const entries = Array.isArray(given) ? given.map((name) => [name, {}]) : Object.entries(given);
  const members = Object.create(null);
  for (const [name, member] of entries) {
    members[name] = { nameCard: "", role: "Member", customInfo: "", ...member };
  }
  return members;
}

/**
 * @param {object} record
 * @param {string} name
 * @returns {unknown}
 */
function own(record, name) {
  return Object.hasOwn(record, name) ? /** @type {any} */ (record)[name] : undefined;
}

// @ts-check
import { isName, isText } from "./checks.js";
import { refuse } from "./refusal.js";
import { checkRoom } from "./room-options.js";
import { findMember, isBanned, membersOf, putMember, removeMember } from "./rooms.js";

/** @typedef {import("../types/simulator.js").Simulator} Simulator */
/** @typedef {import("../types/simulator.js").Room} Room */

/**
 * What happens in rooms without a call to this API: people come and go by the clients they use.
 *
 * @param {import("./state.js").State} state
 * @returns {Pick<Simulator, "addRoom" | "enter" | "leave">}
 */
export function createClients(state) {
  return {
    addRoom(roomId, room = {}) {
      checkNames("addRoom", { roomId });
      return state.add(roomId, checkRoom(room, `addRoom: ${JSON.stringify(roomId)}`));
    },
    enter(roomId, memberAccount, { password } = {}) {
      checkNames("enter", { roomId, memberAccount });
      const room = state.room(roomId);
      if (isBanned(room, memberAccount, state.now())) refuse(100016);
      checkPassword(room, password);
      // Somebody who comes again, after a crash for instance, is still there.
      if (findMember(room, memberAccount)) return;
      if (membersOf(room).length >= room.maxMemberCount) refuse(100008);
      putMember(room, memberAccount);
    },
    leave(roomId, memberAccount) {
      checkNames("leave", { roomId, memberAccount });
      const room = state.room(roomId);
      if (!findMember(room, memberAccount)) refuse(100005);
      removeMember(room, memberAccount);
    },
  };
}

/**
 * @param {Room} room
 * @param {unknown} given
 */
function checkPassword({ isPasswordEnabled, password }, given) {
  if (!isPasswordEnabled || password === "") return;
  if (!isText(given)) refuse(100018);
  if (given !== password) refuse(100019);
}

/**
 * @param {string} what
 * @param {Record<string, unknown>} names
 */
function checkNames(what, names) {
  for (const [name, value] of Object.entries(names)) {
    if (!isName(value))
      throw new TypeError(`${what}: \`${name}\` must be a string that is not empty`);
  }
}

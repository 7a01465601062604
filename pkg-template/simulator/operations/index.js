// @ts-check
import { facts } from "#facts";
import { updateRoomMemberInfo } from "./update-room-member-info.js";

/**
 * One operation of the service. A new one is one file and one entry in {@link OPERATIONS}.
 *
 * @typedef {object} Operation
 * @property {string} name as in `facts.operations`
 * @property {(body: Record<string, unknown>, rooms: Rooms) => object | void} run carries the call out,
 *   or throws a `Refusal` before anything is changed; returns the reply's `Response`, if it has one
 */
/** @typedef {import("../../types/simulator.js").Rooms} Rooms */

/** @type {Operation[]} */
const OPERATIONS = [updateRoomMemberInfo];

/**
 * @param {string} path
 * @returns {Operation | undefined}
 */
export function operationAt(path) {
  return OPERATIONS.find(({ name }) => facts.operations[name] === path);
}

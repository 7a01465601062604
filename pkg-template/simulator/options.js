// @ts-check
import { facts } from "#facts";
import {
  checkObject,
  isAppId,
  isCount,
  isFlag,
  isFunction,
  isName,
  isNames,
  isObject,
  isPositive,
  isText,
  optional,
  required,
} from "./checks.js";
import { checkFaults } from "./faults.js";
import { fillRooms, OWNER } from "./rooms.js";

/**
 * Options after their check, with defaults filled in.
 *
 * @typedef {object} Settings
 * @property {number} sdkAppId
 * @property {string} secretKey
 * @property {readonly string[]} admins
 * @property {import("../types/simulator.js").RoomsInit} rooms
 * @property {readonly import("./faults.js").Planned[]} faults
 * @property {() => number} now
 * @property {((ms: number) => Promise<void>) | undefined} sleep
 * @property {number} callsPerSecond
 * @property {number} maxCalls
 * @property {readonly string[] | undefined} hosts
 * @property {boolean} cors
 */

const RULES = {
  sdkAppId: required("an integer in 1..4294967295", isAppId),
  secretKey: required("a string that is not empty", isName),
  admins: optional("an array of identifiers", isNames),
  rooms: optional("an object of rooms, by RoomId", isObject),
  faults: optional("a fault, a function, or an array of these", (value) => value !== null),
  now: optional("a function that returns milliseconds", isFunction),
  sleep: optional("a function that takes milliseconds and returns a promise", isFunction),
  callsPerSecond: optional("an integer, 0 for no limit", isCount),
  maxCalls: optional("an integer above 0", isPositive),
  hosts: optional("an array of host names", isNames),
  cors: optional("a boolean", isFlag),
};

const ROOM_RULES = {
  members: optional(
    "an object of members, by account, or an array of accounts",
    (value) => isObject(value) || isNames(value),
  ),
};

const ROLES = [OWNER, ...facts.roles];
const MEMBER_RULES = {
  nameCard: optional("a string", isText),
  role: optional(`one of ${ROLES.join(", ")}`, (value) => ROLES.includes(value)),
  customInfo: optional("a string", isText),
};

/**
 * @param {unknown} options
 * @returns {Settings}
 * @throws {TypeError} naming the option at fault
 */
export function checkOptions(options) {
  const given = checkObject(options, RULES, "createSimulator");
  checkRooms(given.rooms ?? {});
  const settings = {
    admins: ["administrator"],
    now: () => Date.now(),
    sleep: undefined,
    callsPerSecond: facts.callsPerSecond,
    maxCalls: 10_000,
    hosts: undefined,
    cors: true,
    ...given,
    // A copy, so that `reset` finds what was given and not what became of it.
    rooms: fillRooms(Object.create(null), given.rooms ?? {}),
    faults: checkFaults([given.faults ?? []].flat()),
  };
  return /** @type {any} */ (settings);
}

/** @param {Record<string, unknown>} rooms */
function checkRooms(rooms) {
  for (const [roomId, given] of Object.entries(rooms)) {
    const at = `createSimulator: rooms[${JSON.stringify(roomId)}]`;
    const { members } = checkObject(given, ROOM_RULES, at);
    if (!isObject(members)) continue;
    for (const [account, member] of Object.entries(members)) {
      checkObject(member, MEMBER_RULES, `${at}.members[${JSON.stringify(account)}]`);
    }
  }
}

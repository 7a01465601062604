// @ts-check
import { facts } from "#facts";
import { checkApp } from "./app.js";
import {
  checkObject,
  hostOf,
  isAppId,
  isCount,
  isFlag,
  isFunction,
  isHosts,
  isName,
  isNames,
  isObject,
  isPositive,
  optional,
  required,
} from "./checks.js";
import { checkFaults } from "./faults.js";
import { checkRooms } from "./room-options.js";

/**
 * Options after their check, with defaults filled in.
 *
 * @typedef {object} Settings
 * @property {number} sdkAppId
 * @property {string} secretKey
 * @property {readonly string[]} admins
 * @property {import("../types/simulator.js").RoomsInit} rooms
 * @property {import("../types/simulator.js").AppInit} app
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
  app: optional("an object", isObject),
  faults: optional("a fault, a function, or an array of these", (value) => value !== null),
  now: optional("a function that returns milliseconds", isFunction),
  sleep: optional("a function that takes milliseconds and returns a promise", isFunction),
  callsPerSecond: optional("an integer, 0 for no limit", isCount),
  maxCalls: optional("an integer above 0", isPositive),
  hosts: optional("an array of host names", isHosts),
  cors: optional("a boolean", isFlag),
};

/**
 * @param {unknown} options
 * @returns {Settings}
 * @throws {TypeError} naming the option at fault
 */
export function checkOptions(options) {
  const given = checkObject(options, RULES, "createSimulator");
  const settings = {
    admins: ["administrator"],
    now: () => Date.now(),
    sleep: undefined,
    callsPerSecond: facts.callsPerSecond,
    maxCalls: 10_000,
    cors: true,
    ...given,
    hosts: given.hosts?.map(hostOf),
    // Copies, so that `reset` finds what was given and not what became of it.
    rooms: checkRooms(given.rooms ?? {}),
    app: checkApp(given.app ?? {}),
    faults: checkFaults([given.faults ?? []].flat()),
  };
  return /** @type {any} */ (settings);
}

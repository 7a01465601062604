// @ts-check
import { facts } from "#facts";
import { refuse } from "../refusal.js";
import * as bans from "./bans.js";
import * as callbacks from "./callbacks.js";
import * as members from "./members.js";
import * as robots from "./robots.js";
import * as rooms from "./rooms.js";
import * as seats from "./seats.js";

/**
 * What a call has at hand when it is carried out. Its body has been checked against the operation's
 * fields, and holds nothing else.
 *
 * @typedef {object} Context
 * @property {Record<string, any>} body
 * @property {import("../state.js").State} state
 * @property {string} identifier the admin who calls
 */

/**
 * What an operation does to the state: either all of it, or it throws a `Refusal` before anything is
 * changed. Returns the reply's `Response`, if it has one.
 *
 * @typedef {(context: Context) => object | void} Effect
 */

/**
 * @typedef {object} Operation
 * @property {string} name
 * @property {readonly import("#facts").Field[]} body
 * @property {Effect} run
 */

/** By the names of `facts.operations`: a further operation is one function in one of these files. */
const EFFECTS = /** @type {Record<string, Effect>} */ ({
  ...rooms,
  ...members,
  ...bans,
  ...robots,
  ...seats,
  ...callbacks,
});

/** @type {Effect} */
const notHere = () => refuse(60009, "the simulator does not carry this operation out");

/** @type {Map<string, Operation>} */
const BY_PATH = new Map(
  Object.entries(facts.operations).map(([name, { path, body }]) => {
    return [path, { name, body, run: EFFECTS[name] ?? notHere }];
  }),
);

/** @param {string} path */
export function operationAt(path) {
  return BY_PATH.get(path);
}

// @ts-check
import { isFlag, isObject } from "./checks.js";
import { Refusal } from "./refusal.js";

/** @typedef {import("#facts").Shape} Shape */
/** @typedef {import("#facts").Field} Field */

const BAD_PARAMETER = 100002;
const ACCOUNT_NOT_TEXT = 60015;
const BAD_ROOM_TYPE = 100015;

/** Seconds of the year 5138. What is later was meant in milliseconds. */
const LAST_MOMENT = 100_000_000_000;

const PRINTABLE_ASCII = /^[\x20-\x7e]*$/;
const utf8 = new TextEncoder();

/**
 * Checks a body against the operation's fields.
 *
 * @param {readonly Field[]} fields
 * @param {Record<string, unknown>} body
 * @returns {Record<string, any>} the body without what the operation does not know
 * @throws {Refusal} for the first fault; accounts that are no text come first, as the gateway in front
 *   of the service looks at these
 */
export function checkBody(fields, body) {
  /** @type {Refusal[]} */
  const faults = [];
  const known = readFields(fields, body, "", faults);
  if (faults.length === 0) return known;
  throw faults.find(({ code }) => code === ACCOUNT_NOT_TEXT) ?? faults[0];
}

/**
 * @param {readonly Field[]} fields
 * @param {Record<string, unknown>} values
 * @param {string} at where these are
 * @param {Refusal[]} faults
 */
function readFields(fields, values, at, faults) {
  /** @type {Record<string, unknown>} */
  const known = {};
  for (const { name, required, shape } of fields) {
    if (Object.hasOwn(values, name)) {
      known[name] = read(shape, values[name], { name, at: `${at}${name}`, faults });
    } else if (required) {
      faults.push(new Refusal(BAD_PARAMETER, `${at}${name} is missing`));
    }
  }
  return known;
}

/**
 * @param {Shape} shape
 * @param {unknown} value
 * @param {{ name: string, at: string, faults: Refusal[] }} place
 * @returns {unknown}
 */
function read(shape, value, { name, at, faults }) {
  const problem = problemOf(shape, value);
  if (problem !== undefined) {
    faults.push(new Refusal(codeFor(name, shape, value), `${at} ${problem}`));
    return undefined;
  }
  if (shape.type === "object") {
    return readFields(shape.fields, /** @type {any} */ (value), `${at}.`, faults);
  }
  if (shape.type !== "list") return value;
  const entries = /** @type {unknown[]} */ (value);
  return entries.map((entry, i) => read(shape.of, entry, { name, at: `${at}[${i}]`, faults }));
}

/**
 * @param {string} name
 * @param {Shape} shape
 * @param {unknown} value
 */
function codeFor(name, shape, value) {
  if (name === "RoomType") return BAD_ROOM_TYPE;
  const isAccount = name.endsWith("_Account") && shape.type === "text";
  return isAccount && typeof value !== "string" ? ACCOUNT_NOT_TEXT : BAD_PARAMETER;
}

/**
 * @param {Shape} shape
 * @param {any} value
 * @returns {string | undefined} what it must be; of lists and objects without what is inside
 */
function problemOf(shape, value) {
  switch (shape.type) {
    case "text":
      return typeof value === "string" ? textProblem(shape, value) : "must be a string";
    case "int":
      return intProblem(shape, value);
    case "flag":
      return isFlag(value) ? undefined : "must be true or false";
    case "moment":
      return intProblem({ min: 0, max: LAST_MOMENT }, value);
    case "choice":
      return shape.values.includes(value) ? undefined : `must be one of ${shape.values.join(", ")}`;
    case "const":
      return value === shape.value ? undefined : `must be ${shape.value}`;
    case "list":
      return Array.isArray(value) ? listProblem(shape, value) : "must be a list";
    case "object":
      return isObject(value) ? undefined : "must be an object";
  }
}

/**
 * @param {Extract<Shape, { type: "text" }>} shape
 * @param {string} value
 */
function textProblem({ min = 0, max = Infinity, ascii }, value) {
  const size = utf8.encode(value).byteLength;
  if (size < min) return "must not be empty";
  if (size > max) return `has ${size} bytes, the limit is ${max}`;
  if (ascii && !PRINTABLE_ASCII.test(value)) return "must be printable ASCII";
  return undefined;
}

/**
 * @param {{ min?: number, max?: number }} bounds
 * @param {any} value
 */
function intProblem({ min = -Infinity, max = Infinity }, value) {
  const good = Number.isSafeInteger(value) && value >= min && value <= max;
  return good ? undefined : `must be an integer in ${min}..${max}`;
}

/**
 * @param {{ min?: number, max?: number }} bounds
 * @param {unknown[]} value
 */
function listProblem({ min = 0, max = Infinity }, { length }) {
  const good = length >= min && length <= max;
  return good ? undefined : `has ${length} entries, must have ${min}..${max}`;
}

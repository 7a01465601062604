// @ts-check
import { isObject } from "../checks.js";
import { refuse } from "../refusal.js";

/**
 * Readers of a body's fields; each refuses what the service would, saying which field and why.
 *
 * @typedef {Record<string, unknown>} Fields
 */

const BAD_PARAMETER = 100002;
const ACCOUNT_NOT_TEXT = 60015;
const utf8 = new TextEncoder();

/**
 * @param {Fields} fields
 * @param {string} name
 * @returns {Fields}
 */
export function object(fields, name) {
  const value = fields[name];
  return isObject(value) ? value : refuse(BAD_PARAMETER, `${name} must be an object`);
}

/**
 * @param {Fields} fields
 * @param {string} name
 * @returns {string} a text that is not empty
 */
export function text(fields, name) {
  const value = fields[name];
  const valid = typeof value === "string" && value !== "";
  return valid ? value : refuse(BAD_PARAMETER, `${name} must be a string that is not empty`);
}

/**
 * @param {Fields} fields
 * @param {string} name
 * @returns {string} a user's account; one that is no text has a code of its own
 */
export function account(fields, name) {
  const value = fields[name];
  if (value !== undefined && typeof value !== "string") {
    refuse(ACCOUNT_NOT_TEXT, `${name} must be a string`);
  }
  return text(fields, name);
}

/**
 * @param {Fields} fields
 * @param {string} name
 * @param {number} limit in bytes of UTF-8
 * @returns {string | undefined} `undefined` when the field is absent
 */
export function optionalText(fields, name, limit) {
  const value = fields[name];
  if (value === undefined) return undefined;
  if (typeof value !== "string") return refuse(BAD_PARAMETER, `${name} must be a string`);
  const size = utf8.encode(value).byteLength;
  if (size > limit) refuse(BAD_PARAMETER, `${name} has ${size} bytes, the limit is ${limit}`);
  return value;
}

/**
 * @param {Fields} fields
 * @param {string} name
 * @param {readonly string[]} allowed
 * @returns {string | undefined} `undefined` when the field is absent
 */
export function oneOf(fields, name, allowed) {
  const value = fields[name];
  if (value === undefined) return undefined;
  const found = allowed.find((one) => one === value);
  return found ?? refuse(BAD_PARAMETER, `${name} must be one of ${allowed.join(", ")}`);
}

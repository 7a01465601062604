// @ts-check
/**
 * Records by name, where names come from the wire: what is inherited, such as `constructor`, is not in
 * them, and `__proto__` is a name like any other.
 */
import { isObject } from "./checks.js";

/** @returns {Record<string, any>} */
export const emptyRecord = () => Object.create(null);

/**
 * @param {object} record
 * @param {string} name
 * @returns {unknown}
 */
export function own(record, name) {
  return Object.hasOwn(record, name) ? /** @type {any} */ (record)[name] : undefined;
}

/**
 * @template T
 * @param {Record<string, T>} record
 * @param {string} name
 * @param {T} value
 */
export function put(record, name, value) {
  // A plain object, which a test may have put there, would take an assigned `__proto__` for its own.
  Object.defineProperty(record, name, {
    value,
    writable: true,
    enumerable: true,
    configurable: true,
  });
}

/**
 * @param {unknown} given
 * @returns {Record<string, any>}
 */
export function toRecord(given) {
  const record = emptyRecord();
  for (const [name, value] of Object.entries(isObject(given) ? given : {})) record[name] = value;
  return record;
}

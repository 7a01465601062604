// @ts-check
import { facts } from "#facts";

/** A call the service turns down; thrown anywhere on its way, answered in one place. */
export class Refusal extends Error {
  /**
   * @param {number} code the service's ErrorCode
   * @param {string} info the reply's ErrorInfo
   */
  constructor(code, info) {
    super(info);
    this.name = `Refusal ${code}`;
    this.code = code;
  }
}

/**
 * @param {number} code
 * @param {string} [info] what exactly is wrong; without it the code's documented meaning
 * @returns {never}
 */
export function refuse(code, info) {
  throw new Refusal(code, info ?? meaning(code));
}

/**
 * What the vendor's table says about a code.
 *
 * @param {number} code
 */
export function meaning(code) {
  return Object.hasOwn(facts.errors, code) ? facts.errors[code] : `simulated error ${code}`;
}

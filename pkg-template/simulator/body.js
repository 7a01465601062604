// @ts-check
import { readBounded } from "./bounded.js";

/**
 * The simulator's own limit, far above any body of these operations; the service's is not documented.
 */
export const MAX_BODY_BYTES = 65_536;

/**
 * Reads a request's body, never more than {@link MAX_BODY_BYTES} of it.
 *
 * @param {import("./incoming.js").Incoming} incoming
 * @returns {Promise<unknown>} the JSON value; the text when it is none; `undefined` when too long
 */
export async function readBody({ request, headers, bytes: whole }) {
  if (Number(headers.get("content-length")) > MAX_BODY_BYTES) return undefined;
  const bytes = whole === undefined ? await readBytes(request) : bounded(whole);
  return bytes && (parse(bytes) ?? new TextDecoder().decode(bytes));
}

/** @param {Request} request */
async function readBytes(request) {
  // `null` is a request without a body; Firefox has no `Request.body` at all.
  if (request.body === null) return new Uint8Array();
  if (request.body !== undefined) return readBounded(request.body, MAX_BODY_BYTES);
  return bounded(new Uint8Array(await request.arrayBuffer()));
}

/** @param {Uint8Array} bytes */
const bounded = (bytes) => (bytes.byteLength > MAX_BODY_BYTES ? undefined : bytes);

/**
 * @param {Uint8Array} bytes
 * @returns {unknown} `undefined` when this is not JSON in UTF-8
 */
function parse(bytes) {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    const value = JSON.parse(text);
    return isWellFormed(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Whether every text in a JSON value is Unicode: an escape such as `"\ud800"` parses, yet names no
 * character. Walks with a list of its own, as a body may be nested deeper than the stack.
 *
 * @param {unknown} value
 */
function isWellFormed(value) {
  const pending = [value];
  while (pending.length > 0) {
    const next = pending.pop();
    if (typeof next === "string" && /\p{Surrogate}/u.test(next)) return false;
    if (typeof next !== "object" || next === null) continue;
    for (const [name, inner] of Object.entries(next)) pending.push(name, inner);
  }
  return true;
}

// @ts-check
const utf8 = new TextEncoder();

/**
 * A request as the simulator reads it, whichever way it was handed in.
 *
 * @typedef {object} Incoming
 * @property {string} method
 * @property {URL} url
 * @property {Headers} headers
 * @property {Request} request
 * @property {Uint8Array | undefined} bytes the body, where it was handed in whole
 * @property {AbortSignal | undefined} signal the client's
 */

/**
 * Takes the arguments of `fetch`, or the one argument of a handler.
 *
 * @param {string | URL | Request} input
 * @param {RequestInit} [init]
 * @returns {Incoming}
 */
export function openIncoming(input, init) {
  // The signal is kept out of `new Request`: Node ties a listener to it that lives as long as it.
  const { signal, ...rest } = init ?? {};
  const given = isRequest(input) ? input : undefined;
  const request = given !== undefined && !hasMembers(rest) ? given : new Request(input, rest);
  return {
    method: request.method,
    url: new URL(request.url),
    headers: request.headers,
    request,
    bytes: wholeBody(rest.body),
    signal: signal ?? given?.signal ?? undefined,
  };
}

/**
 * Runs an exchange; when the client gives up, only the waiting for it ends, as it would over a wire.
 *
 * @template T
 * @param {() => Promise<T>} run
 * @param {AbortSignal | undefined} signal
 * @returns {Promise<T>}
 */
export async function untilAborted(run, signal) {
  if (signal === undefined) return run();
  if (signal.aborted) throw signal.reason;
  let leave = () => {};
  /** @type {Promise<never>} */
  const left = new Promise((_, reject) => {
    leave = () => reject(signal.reason);
    signal.addEventListener("abort", leave, { once: true });
  });
  try {
    return await Promise.race([run(), left]);
  } finally {
    signal.removeEventListener("abort", leave);
  }
}

/**
 * What can be read without a stream of the platform, as `respond` has it for the other direction.
 *
 * @param {unknown} body
 */
function wholeBody(body) {
  if (typeof body === "string") return utf8.encode(body);
  // Copied: its owner may change it while the call is under way.
  if (ArrayBuffer.isView(body)) {
    return new Uint8Array(body.buffer, body.byteOffset, body.byteLength).slice();
  }
  return undefined;
}

/**
 * By shape, not by class: a test runner or another fetch library brings a `Request` of its own.
 *
 * @param {unknown} input
 * @returns {input is Request}
 */
function isRequest(input) {
  return typeof input === "object" && input !== null && "url" in input && "headers" in input;
}

/** @param {object} rest */
function hasMembers(rest) {
  return Object.keys(rest).length > 0;
}

// @ts-check
import { operationAt } from "./operations/index.js";

/** @typedef {import("../types/simulator.js").SimulatedCall} SimulatedCall */

/**
 * What the simulator saw. The list is an ordinary array for its reader, who may empty it at any
 * time; it never grows beyond `maxCalls`, the oldest entries go first.
 *
 * @param {number} maxCalls
 * @param {import("./clock.js").Clock} clock
 */
export function createCallLog(maxCalls, clock) {
  /** @type {SimulatedCall[]} */
  const calls = [];
  let seen = 0;
  return {
    calls,
    /**
     * Logs a request on arrival, so that one which never gets an answer is seen too.
     *
     * @param {import("./incoming.js").Incoming} incoming
     */
    open(incoming) {
      const call = describe(incoming, clock.now());
      calls.push(call);
      if (calls.length > maxCalls) calls.splice(0, calls.length - maxCalls);
      seen += 1;
      return { call, number: seen };
    },
    clear() {
      calls.length = 0;
      seen = 0;
    },
  };
}

/**
 * @param {import("./incoming.js").Incoming} incoming
 * @param {number} at
 * @returns {SimulatedCall}
 */
function describe({ method, url, headers }, at) {
  return {
    at,
    method,
    host: url.host,
    path: url.pathname,
    query: toRecord(url.searchParams),
    headers: toRecord(headers),
    body: undefined,
    operation: operationAt(url.pathname)?.name,
    status: undefined,
    reply: undefined,
    requestId: undefined,
    applied: false,
    fault: undefined,
  };
}

/**
 * Without a prototype, as names come from the wire.
 *
 * @param {Iterable<[string, string]>} entries
 * @returns {Record<string, string>}
 */
function toRecord(entries) {
  const record = Object.create(null);
  for (const [name, value] of entries) record[name] = value;
  return record;
}

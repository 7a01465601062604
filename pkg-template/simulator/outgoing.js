// @ts-check
import { meaning } from "./refusal.js";
import { respond } from "./respond.js";

/** @typedef {import("../types/simulator.js").SimulatedCall} SimulatedCall */
/** @typedef {import("../types/simulator.js").SimulatedReply} SimulatedReply */

/**
 * What goes back, before it becomes a `Response`.
 *
 * @typedef {object} Outgoing
 * @property {number} status
 * @property {Record<string, string>} [headers]
 * @property {string | Uint8Array | ReadableStream<Uint8Array>} [body]
 * @property {number} [size] of the body in bytes; needed only for a stream
 * @property {SimulatedReply} [reply] what the body says
 */

const utf8 = new TextEncoder();

/**
 * @param {{ cors: boolean }} settings
 * @param {import("./clock.js").Clock} clock
 */
export function createOutgoing({ cors }, clock) {
  let sequence = 100_000;

  /** @returns {string} an id in the vendor's format */
  function requestId() {
    sequence += 1;
    const random = crypto.getRandomValues(new Uint8Array(16));
    const hex = Array.from(random, (byte) => byte.toString(16).padStart(2, "0")).join("");
    return `Id-${hex}-O-Seq-${sequence}`;
  }

  return {
    /**
     * The service's reply to a call; its HTTP status is 200 whatever the code.
     *
     * @param {{ code: number, info?: string, payload?: object }} answer
     */
    reply({ code, info, payload }) {
      /** @type {SimulatedReply} */
      const reply = {
        ActionStatus: code === 0 ? "OK" : "FAIL",
        ErrorCode: code,
        ErrorInfo: info ?? (code === 0 ? "" : meaning(code)),
        RequestId: requestId(),
        ...(payload === undefined ? {} : { Response: payload }),
      };
      const body = utf8.encode(JSON.stringify(reply));
      return { status: 200, headers: { "content-type": "application/json" }, body, reply };
    },
    /**
     * @param {Outgoing} outgoing
     * @param {SimulatedCall} [call] whose log entry learns what was sent
     */
    send(outgoing, call) {
      if (call !== undefined) {
        call.status = outgoing.status;
        call.reply = outgoing.reply;
        call.requestId = outgoing.reply?.RequestId;
      }
      return toResponse(outgoing);
    },
  };

  /** @param {Outgoing} outgoing */
  function toResponse({ status, headers = {}, body, size }) {
    const bytes = typeof body === "string" ? utf8.encode(body) : body;
    const length = ArrayBuffer.isView(bytes) ? bytes.byteLength : size;
    const all = new Headers({ date: new Date(clock.now()).toUTCString() });
    if (length !== undefined) all.set("content-length", String(length));
    if (cors) {
      // Without these a page of another origin could read neither the reply nor these headers.
      all.set("access-control-allow-origin", "*");
      all.set("access-control-expose-headers", "Date, Retry-After");
    }
    for (const [name, value] of Object.entries(headers)) all.set(name, value);
    return respond(bytes, { status, headers: all });
  }
}

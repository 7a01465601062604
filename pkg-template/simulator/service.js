// @ts-check
import { checkPlan } from "./app.js";
import { MAX_BODY_BYTES } from "./body.js";
import { isObject } from "./checks.js";
import { operationAt } from "./operations/index.js";
import { readQuery } from "./query.js";
import { createRateLimit } from "./rate.js";
import { Refusal, refuse } from "./refusal.js";
import { checkBody } from "./shapes.js";
import { createVerifier } from "./usersig.js";

/** @typedef {import("../types/simulator.js").SimulatedCall} SimulatedCall */

/**
 * What the service makes of a call; becomes a reply in `outgoing.js`.
 *
 * @typedef {object} Answer
 * @property {number} code 0 is success
 * @property {string} info empty on success
 * @property {object} [payload] the reply's `Response`
 */

/**
 * The service itself: a call goes through every check, and the first that fails is the answer.
 *
 * @param {import("./options.js").Settings} settings
 * @param {import("./state.js").State} state
 * @param {import("./clock.js").Clock} clock
 */
export function createService(settings, state, clock) {
  const rate = createRateLimit(settings.callsPerSecond);
  const verifier = createVerifier(settings.secretKey);

  /**
   * @param {SimulatedCall} call
   * @param {URL} url
   * @returns {Promise<object | void>} the payload
   */
  async function carryOut(call, url) {
    if (call.method !== "POST") refuse(60002, "only POST is served");
    const operation = operationAt(url.pathname) ?? refuse(60009, "no such service or command");
    const query = readQuery(url.searchParams);
    if (query.sdkAppId !== settings.sdkAppId) refuse(70020);
    if (!isServedBy(url, settings.hosts)) refuse(60026);
    if (!rate.pass(clock.now())) refuse(60007);
    await verifier.check(query, clock.now());
    if (!settings.admins.includes(query.identifier)) refuse(60010);
    const body = checkBody(operation.body, callBody(call));
    checkPlan(state.app);
    return operation.run({ body, state, identifier: query.identifier });
  }

  return {
    /**
     * Never rejects because of what the client sent.
     *
     * @param {SimulatedCall} call
     * @param {URL} url
     * @returns {Promise<Answer>}
     */
    async answer(call, url) {
      try {
        const payload = await carryOut(call, url);
        call.applied = true;
        return { code: 0, info: "", payload: payload ?? undefined };
      } catch (error) {
        if (error instanceof Refusal) return { code: error.code, info: error.message };
        throw error;
      }
    },
    /** Forgets the calls that count against the rate. */
    forget: () => rate.clear(),
  };
}

/**
 * @param {URL} url
 * @param {readonly string[] | undefined} hosts every host, when not given
 */
function isServedBy({ protocol, hostname, port }, hosts) {
  const place = `${hostname}:${port || (protocol === "https:" ? 443 : 80)}`;
  return hosts === undefined || hosts.includes(hostname) || hosts.includes(place);
}

/** @param {SimulatedCall} call */
function callBody({ body }) {
  if (body === undefined) refuse(60003, `the body has more than ${MAX_BODY_BYTES} bytes`);
  return isObject(body) ? body : refuse(60003, "the body must be a JSON object in UTF-8");
}

// @ts-check
/**
 * A stand-in for the Room Engine service, in plain web-standard JavaScript.
 *
 * Independent of the package's Rust on purpose: it checks the UserSig with the platform's own crypto,
 * so that a call which passes here was signed right, not merely consistently. Neither timers nor
 * streams are in its way unless a fault asks for them: it has to work where a test has faked them.
 * A request travels through: incoming, preflight, calls, faults (inject-fault), service (query,
 * rate, usersig, shapes, operations), outgoing. State is in state, rooms and app.
 *
 * @module
 */
import { readBody } from "./body.js";
import { createCallLog } from "./calls.js";
import { createClients } from "./clients.js";
import { createClock } from "./clock.js";
import { createFaultQueue } from "./faults.js";
import { openIncoming, untilAborted } from "./incoming.js";
import { injectFault } from "./inject-fault.js";
import { checkOptions } from "./options.js";
import { createOutgoing } from "./outgoing.js";
import { preflight } from "./preflight.js";
import { createService } from "./service.js";
import { createState } from "./state.js";

export { demoRooms } from "./demo.js";

/** @typedef {import("../types/simulator.js").Simulator} Simulator */
/** @typedef {import("../types/simulator.js").SimulatorOptions} SimulatorOptions */

/**
 * Makes a simulator; `types/simulator.d.ts` documents it for users.
 *
 * @param {SimulatorOptions} options
 * @returns {Simulator}
 * @throws {TypeError} naming the option at fault
 */
export function createSimulator(options) {
  const settings = checkOptions(options);
  const clock = createClock(settings);
  const state = createState(settings, clock);
  const faults = createFaultQueue(settings.faults);
  const log = createCallLog(settings.maxCalls, clock);
  const service = createService(settings, state, clock);
  const outgoing = createOutgoing(settings, clock);

  /**
   * One request, from its arrival to what goes back.
   *
   * @param {import("./incoming.js").Incoming} incoming
   * @returns {Promise<Response>}
   */
  async function exchange(incoming) {
    const early = preflight(incoming, settings);
    if (early !== undefined) return outgoing.send(early);

    // Taken before the body is read, so that requests meet faults in the order they came in.
    const planned = faults.take();
    const { call, number } = log.open(incoming);
    if (!skipsBody(planned)) call.body = await readBody(incoming);
    const fault = planned === "ask" ? faults.choose(call, number) : planned;
    call.fault = fault;

    const carryOut = async () => outgoing.reply(await service.answer(call, incoming.url));
    const send = (/** @type {import("./outgoing.js").Outgoing} */ it) => outgoing.send(it, call);
    if (fault === undefined) return send(await carryOut());
    const wait = (/** @type {number} */ ms) => clock.wait(ms, incoming.signal);
    const { reply } = outgoing;
    return injectFault(fault, { carryOut, reply, send, wait, signal: incoming.signal });
  }

  return {
    rooms: state.rooms,
    app: state.app,
    ...createClients(state),
    faults,
    calls: log.calls,
    async fetch(input, init) {
      const incoming = openIncoming(input, init);
      return untilAborted(() => exchange(incoming), incoming.signal);
    },
    reset() {
      state.reset();
      faults.clear();
      faults.push(...settings.faults);
      log.clear();
      service.forget();
    },
  };
}

/** @param {ReturnType<ReturnType<typeof createFaultQueue>["take"]>} planned */
function skipsBody(planned) {
  return typeof planned === "object" && planned.kind === "reset" && planned.read === false;
}

// @ts-check
/**
 * Injects a fault. What happens to the connection is said in the terms of `fetch`: a promise that
 * rejects or never settles, a body that ends in an error. `node.js` turns these into what they are on
 * a socket.
 */

/** @typedef {import("../types/simulator.js").Fault} Fault */
/** @typedef {import("./outgoing.js").Outgoing} Outgoing */

/**
 * What a fault has at hand.
 *
 * @typedef {object} Stage
 * @property {() => Promise<Omit<Outgoing, "body"> & { body: Uint8Array }>} carryOut does what the call asks for
 * @property {(answer: { code: number, info?: string }) => Outgoing} reply
 * @property {(outgoing: Outgoing) => Response} send
 * @property {(ms: number) => Promise<void>} wait
 * @property {AbortSignal | undefined} signal the client's
 */

const PORTAL_PAGE = "<!DOCTYPE html>\n<title>Sign in</title>\n<h1>Sign in to this network</h1>\n";

/** @type {(...args: unknown[]) => Promise<never>} */
const never = () => new Promise(() => {});

/**
 * @param {Fault} fault
 * @param {Stage} stage
 * @returns {Promise<Response>}
 */
export async function injectFault(fault, stage) {
  switch (fault.kind) {
    case "delay":
      return delay(fault, stage);
    case "truncate":
      return truncate(fault, stage);
    case "drip":
      return drip(fault, stage);
  }
  if (fault.applied) await stage.carryOut();
  switch (fault.kind) {
    case "reset":
      throw connectionReset();
    case "hang":
      return fault.at === "body" ? stage.send(hangingBody(stage)) : never();
    case "code":
      return stage.send(stage.reply(fault));
    default:
      return stage.send(wrongReply(fault));
  }
}

/**
 * @param {Extract<Fault, { kind: "delay" }>} fault
 * @param {Stage} stage
 */
async function delay({ ms, applied }, { carryOut, send, wait }) {
  if (!applied) await wait(ms);
  const outgoing = await carryOut();
  if (applied) await wait(ms);
  return send(outgoing);
}

/**
 * @param {Extract<Fault, { kind: "truncate" }>} fault
 * @param {Stage} stage
 */
async function truncate({ bytes }, { carryOut, send, signal }) {
  const whole = await carryOut();
  const size = whole.body.byteLength;
  const part = whole.body.slice(0, Math.min(bytes ?? Math.floor(size / 2), size - 1));
  const pieces = [part].filter(({ byteLength }) => byteLength > 0);
  const body = stream(signal, async () => {
    const piece = pieces.shift();
    if (piece === undefined) throw connectionReset();
    return piece;
  });
  return send({ ...whole, body, size });
}

/**
 * @param {Extract<Fault, { kind: "drip" }>} fault
 * @param {Stage} stage
 */
async function drip({ ms = 10, bytes = 16 }, { carryOut, send, wait, signal }) {
  const whole = await carryOut();
  const size = whole.body.byteLength;
  let offset = 0;
  const body = stream(signal, async () => {
    if (offset >= size) return undefined;
    await wait(ms);
    offset += bytes;
    return whole.body.slice(offset - bytes, offset);
  });
  return send({ ...whole, body, size });
}

/**
 * @param {Stage} stage
 * @returns {Outgoing}
 */
function hangingBody({ signal }) {
  const headers = { "content-type": "application/json" };
  return { status: 200, headers, body: stream(signal, never), size: 100 };
}

/**
 * @param {Extract<Fault, { kind: "status" | "redirect" | "garbage" }>} fault
 * @returns {Outgoing}
 */
function wrongReply(fault) {
  switch (fault.kind) {
    case "status":
      return { status: fault.status, headers: fault.headers, body: fault.body };
    case "redirect":
      return { status: fault.status ?? 307, headers: { location: fault.location ?? "/elsewhere" } };
    case "garbage": {
      const { body = PORTAL_PAGE, contentType = "text/html" } = fault;
      return { status: 200, headers: { "content-type": contentType }, body };
    }
  }
}

/** What `fetch` rejects with when the other side drops the connection; the cause is Node's. */
function connectionReset() {
  const cause = Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" });
  return new TypeError("fetch failed", { cause });
}

/**
 * A body that is asked for one piece at a time, and ends in an error as soon as the client leaves.
 *
 * @param {AbortSignal | undefined} signal
 * @param {() => Promise<Uint8Array | undefined>} next `undefined` at the end
 * @returns {ReadableStream<Uint8Array>}
 */
function stream(signal, next) {
  let leave = () => {};
  const release = () => signal?.removeEventListener("abort", leave);
  return new ReadableStream(
    {
      start(controller) {
        leave = () => controller.error(signal?.reason);
        signal?.addEventListener("abort", leave, { once: true });
      },
      async pull(controller) {
        const piece = await next().catch((error) => {
          release();
          throw error;
        });
        if (signal?.aborted) return;
        if (piece !== undefined) return controller.enqueue(piece);
        controller.close();
        release();
      },
      cancel: release,
    },
    { highWaterMark: 0 },
  );
}

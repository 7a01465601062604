// The server-side guard for pages. All its rules are in the module, which the package's own entry
// loads: an app that uses both has one.

import { init } from "room-engine-admin";
import { collect } from "./collect.js";
import { quietly } from "./driver.js";
import { flagsOf } from "./environment.js";
import { invalid, RoomEngineError } from "./errors.js";
import { readOptions, textsOf } from "./options.js";
import { shared } from "./registry.js";
import { isSignal, onAbort } from "./signals.js";

/** What servers log where the client has left. */
const CLIENT_CLOSED_REQUEST = 499;
const LEVEL_ERROR = 1;

export function createHandler(options) {
  const given = readOptions(options, "options");
  let handler;

  return handle;

  async function handle(request) {
    if (typeof request?.headers?.get !== "function" || typeof request.method !== "string") {
      throw noRequest("must be a Request of the platform");
    }
    // The large module, wherever this is.
    if (!shared().server?.core) await init(undefined, true);
    const { core } = shared().server;
    if (handler?.generation !== core.generation) {
      handler = connected(core, given);
      collect(handle, release.bind(undefined, core, core.generation, handler.handler));
    }
    const response = await answer(handler, request);
    return core.run("respond", JSON.stringify(response));
  }
}

function release(core, generation, handler) {
  if (generation === core.generation) core.run("freeHandler", "", handler);
}

function connected(core, given) {
  const { generation } = core;
  const { kept } = given;
  const made = core.ask("handler", `[${textsOf(core, 0, [given])}]`, flagsOf(kept));
  if (made.error) throw new RoomEngineError(made.error);
  const say = (name, text, ...more) => {
    core.check(generation);
    return core.ask(name, text, made.handler, ...more);
  };
  return { ...made, core, generation, kept, shared: {}, say, pending: 0 };
}

/** What the engine answers to a request, with the headers that let a page read it. */
async function answer(handler, request) {
  const { core, say } = handler;
  const head = core.headOf(request);
  const { limit, headers, response } = say("admit", head);
  const answered = response ?? (await counted(handler, request, limit));
  return { ...answered, headers: [...answered.headers, ...headers] };
}

/** No more than so many at once, or the last of them would wait for longer than anybody does. */
async function counted(handler, request, limit) {
  const { core, maxPending, say } = handler;
  // In a worker nobody would count those down whose request was cancelled, and there are never many.
  if (core.isShared) return admittedAnswer(handler, request, limit);
  if (handler.pending >= maxPending) return say("refuse", "", 503).response;
  handler.pending += 1;
  try {
    return await admittedAnswer(handler, request, limit);
  } finally {
    handler.pending -= 1;
  }
}

async function admittedAnswer(handler, request, limit) {
  const { say } = handler;
  const signal = signalOf(request);
  const reading = { stop() {} };
  const body = await inTime(handler, signal, 408, bodyOf(request, limit, reading), reading);
  if (body.status) return say("refuse", "", body.status).response;
  const { call, response } = say("check", body.value);
  if (response) return response;
  const allowed = await inTime(handler, signal, 504, authorizes(handler, request, call));
  if (allowed.status) return say("refuse", "", allowed.status).response;
  return carryOut(handler, signal, call);
}

/**
 * What a part of the work gives, or the status to answer with where it takes too long or the client
 * leaves meanwhile; what is being read then is let go.
 */
function inTime({ requestTimeoutMs }, signal, late, work, reading) {
  let timer;
  let unlisten;
  const outcome = new Promise((resolve, reject) => {
    const end = (status) => () => {
      resolve({ status });
      quietly(() => reading?.stop());
    };
    const leave = end(CLIENT_CLOSED_REQUEST);
    timer = setTimeout(end(late), requestTimeoutMs);
    unlisten = signal && onAbort(signal, leave);
    if (signal?.aborted) leave();
    work.then(resolve, reject);
  });
  return outcome.finally(() => {
    clearTimeout(timer);
    unlisten?.();
  });
}

/** The body, or a status where it is too long or breaks off. */
async function bodyOf(request, limit, reading) {
  const { body } = request;
  // Firefox has no such property.
  if (body === undefined) return wholeBodyOf(request, limit);
  if (!body) return { value: "" };
  const reader = readerOf(body);
  reading.stop = () => reader.cancel();
  const chunks = [];
  let length = 0;
  for (;;) {
    const part = await reader.read().catch(() => undefined);
    if (!part) return { status: CLIENT_CLOSED_REQUEST };
    if (!part.value) return { value: joined(chunks, length) };
    chunks.push(part.value);
    length += part.value.length;
    if (length > limit) {
      quietly(reading.stop);
      return { status: 413 };
    }
  }
}

function joined(chunks, length) {
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}

async function wholeBodyOf(request, limit) {
  if (request.bodyUsed) throw hasBeenRead();
  const bytes = await request.arrayBuffer().catch(() => undefined);
  if (!bytes) return { status: CLIENT_CLOSED_REQUEST };
  return bytes.byteLength > limit ? { status: 413 } : { value: new Uint8Array(bytes) };
}

function readerOf(body) {
  try {
    return body.getReader();
  } catch {
    throw hasBeenRead();
  }
}

const hasBeenRead = () =>
  noRequest("has been read before", "give the handler a request whose body nobody has read");

/** Only `true` itself: what is merely truthy may be a user who may do other things. */
async function authorizes({ level, kept: { authorize, logger } }, request, call) {
  try {
    if ((await authorize?.(request, JSON.parse(call))) === true) return {};
  } catch (thrown) {
    if (level >= LEVEL_ERROR) {
      quietly(() => (logger ?? console).error?.("room-engine-admin: `authorize` failed", thrown));
    }
  }
  return { status: 403 };
}

/** Who asked may leave meanwhile, which ends the call. */
async function carryOut({ core, kept, shared: common, say }, signal, call) {
  const begin = () => say("beginHandled", call, ...core.chance());
  try {
    return await core.drive(kept, common, signal, begin);
  } catch (error) {
    // It is for nobody to read.
    if (signal?.aborted) return say("refuse", "", CLIENT_CLOSED_REQUEST).response;
    throw error;
  }
}

/** An adapter's request need not have one. */
const signalOf = ({ signal }) => (isSignal(signal) ? signal : undefined);

const noRequest = (
  message,
  hint = "in Node's http, make one of the IncomingMessage, or use an adapter such as @hono/node-server",
) => invalid("request", message, { hint });

// The server-side guard for pages. All its rules are in the module, which the package's own entry
// loads: an app that uses both has one.

import { init } from "room-engine-admin";
import { causeOf } from "./causes.js";
import { quietly } from "./driver.js";
import { flagsOf, now } from "./environment.js";
import { invalid, RoomEngineError } from "./errors.js";
import { readOptions, unreadable } from "./options.js";
import { shared } from "./registry.js";

/** What servers log where the client has left. */
const CLIENT_CLOSED_REQUEST = { status: 499, headers: [], body: "" };
const LEVEL_ERROR = 1;

export function createHandler(options) {
  const given = readOptions(options, "options");
  let handler;

  return async function handle(request) {
    if (typeof request?.headers?.get !== "function" || typeof request.method !== "string") {
      throw noRequest("must be a Request of the platform");
    }
    // The large module, wherever this is.
    if (!shared().server?.core) await init(undefined, true);
    const { core } = shared().server;
    if (handler?.generation !== core.generation) handler = connected(core, given);
    const response = await answer(handler, request);
    return core.run("respond", core.write(JSON.stringify(response)));
  };
}

function connected(core, { text, kept, failure }) {
  const quotes = (said) => core.run("quotes", 0, core.write(said)) === 1;
  if (failure) throw unreadable(failure.field, causeOf(failure.thrown, quotes));
  const { generation } = core;
  const { error, handler, level } = core.ask(
    "handler",
    core.write(`[${text}]`),
    flagsOf(kept),
    now(),
  );
  if (error) throw new RoomEngineError(error);
  const say = (name, ...more) => {
    core.check(generation);
    return core.ask(name, handler, ...more);
  };
  return { core, generation, level, kept, shared: {}, say };
}

/** What the engine answers to a request, with the headers that let a page read it. */
async function answer(handler, request) {
  const { core, say } = handler;
  const head = core.text("readHead", request);
  const { error } = JSON.parse(head);
  if (error) throw new RoomEngineError(error);
  const { limit, headers, response } = say("admit", core.write(head));
  if (response) return response;
  const admitted = await admittedAnswer(handler, request, limit);
  return { ...admitted, headers: [...admitted.headers, ...headers] };
}

async function admittedAnswer(handler, request, limit) {
  const { core, say } = handler;
  const body = await bodyOf(request, limit);
  if (body === undefined) return CLIENT_CLOSED_REQUEST;
  if (body.length > limit) return say("tooLong").response;
  const { call, response } = say("check", core.write(body));
  if (response) return response;
  if (!(await authorizes(handler, request, call))) return say("refused").response;
  return carryOut(handler, request, call);
}

/** The body, or its beginning where it is too long, or nothing where it breaks off. */
async function bodyOf({ body }, limit) {
  const reader = body ? readerOf(body) : { read: async () => ({}) };
  const chunks = [];
  let length = 0;
  while (length <= limit) {
    const part = await reader.read().catch(() => undefined);
    if (!part) return undefined;
    if (!part.value) break;
    chunks.push(part.value);
    length += part.value.length;
  }
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}

function readerOf(body) {
  try {
    return body.getReader();
  } catch {
    throw noRequest(
      "has been read before",
      "give the handler a request whose body nobody has read",
    );
  }
}

/** Only `true` itself: what is merely truthy may be a user who may do other things. */
async function authorizes({ level, kept: { authorize, logger } }, request, call) {
  try {
    return (await authorize?.(request, JSON.parse(call))) === true;
  } catch (thrown) {
    if (level >= LEVEL_ERROR) {
      quietly(() => (logger ?? console).error?.("room-engine-admin: `authorize` failed", thrown));
    }
    return false;
  }
}

/** Who asked may leave meanwhile, which ends the call. */
async function carryOut({ core, kept, shared: common, say }, request, call) {
  const signal = signalOf(request);
  const begin = () => say("beginHandled", core.write(call), ...core.chance());
  try {
    return await core.drive({ ...kept, signal }, common, begin);
  } catch (error) {
    // It is for nobody to read.
    if (signal?.aborted) return CLIENT_CLOSED_REQUEST;
    throw error;
  }
}

/** An adapter's request need not have one. */
function signalOf({ signal }) {
  const isSignal =
    typeof signal?.aborted === "boolean" && typeof signal.addEventListener === "function";
  return isSignal ? signal : undefined;
}

const noRequest = (
  message,
  hint = "in Node's http, make one of the IncomingMessage, or use an adapter such as @hono/node-server",
) => invalid("request", message, { hint });

// The console's server as a function of the platform's Request: nothing here knows of Node or of
// Workers. It signs operators in, and lets the package's handler make calls for those who are.

import { createHandler } from "room-engine-admin/handler";
import { isPassword } from "./password.mjs";
import { createLimiter } from "./rate.mjs";
import { isOwnSite, secured } from "./security.mjs";
import { createSessions } from "./session.mjs";
import { DEMO } from "./settings.mjs";
import { simulate } from "./simulated.mjs";

const MOST_BYTES = 2048;

/** Wrong passwords: of one operator from one address, and of anybody from there. */
const PER_OPERATOR = { times: 5, seconds: 300 };
const PER_ADDRESS = { times: 30, seconds: 300 };

/**
 * Makes the server. `settings` are those of `settingsFrom`, `files` answers for the page's files, and
 * `log` is told who has asked for which change.
 *
 * Returns `fetch(request, { address })`, and the `simulator` where there is one.
 */
export function createConsole({ settings, files, now = Date.now, log = console.log }) {
  const { operators, publicOrigin } = settings;
  const { simulator, service } = settings.service ? settings : simulate();
  const perOperator = createLimiter({ ...PER_OPERATOR, now });
  const perAddress = createLimiter({ ...PER_ADDRESS, now });
  const key = settings.sessionKey ?? crypto.randomUUID() + crypto.randomUUID();
  const decoy = [...operators.values()][0];

  const handler = createHandler({
    ...service,
    allowedOrigins: publicOrigin ? [publicOrigin] : undefined,
    async authorize(request, { operation, options }) {
      const session = await sessionsFor(request).read(request);
      if (session === undefined) return false;
      const { roomId, memberAccount } = options;
      const at = new Date(now()).toISOString();
      log(JSON.stringify({ at, operator: session.operator, operation, roomId, memberAccount }));
      return true;
    },
  });

  const routes = {
    "/api/session": { GET: session },
    "/api/sign-in": { POST: signIn },
    "/api/sign-out": { POST: signOut },
    ...(simulator && { "/api/simulator": { GET: rooms } }),
  };

  return { fetch, simulator };

  async function fetch(request, { address = "unknown" } = {}) {
    return secured(await route(request, address), { isSecure: isSecure(request) });
  }

  async function route(request, address) {
    const { pathname } = new URL(request.url);
    if (pathname === "/api/room-engine") return handler(request);
    if (Object.hasOwn(routes, pathname)) {
      const { [request.method]: answer } = routes[pathname];
      if (!answer)
        return json({ error: "method" }, 405, { allow: Object.keys(routes[pathname])[0] });
      return answer(request, address);
    }
    if (pathname.startsWith("/api/")) return json({ error: "path" }, 404);
    if (request.method !== "GET" && request.method !== "HEAD")
      return json({ error: "method" }, 405);
    return files(request);
  }

  /** Who is signed in, and where calls go. */
  async function session(request) {
    const found = await sessionsFor(request).read(request);
    return json({ ...place(), ...(found && { ...found, ...whereCallsGo() }) });
  }

  async function signIn(request, address) {
    if (!isOwnSite(request, publicOrigin)) return json({ error: "origin" }, 403);
    const given = await readCredentials(request);
    if (given === undefined) return json({ error: "body" }, 400);
    const { operator, password } = given;
    const from = settings.addressHeader ? request.headers.get(settings.addressHeader) : address;
    const keys = { operator: JSON.stringify([operator, from]), address: String(from) };
    const wait = perOperator.take(keys.operator) || perAddress.take(keys.address);
    if (wait > 0) return json({ error: "rate" }, 429, { "retry-after": String(wait) });
    if (!(await isRight(operator, password))) return json({ error: "credentials" }, 401);
    perOperator.forgive(keys.operator);
    perAddress.forgive(keys.address);
    const { cookie, ...opened } = await sessionsFor(request).open(operator);
    return json({ ...place(), ...opened, ...whereCallsGo() }, 200, { "set-cookie": cookie });
  }

  async function signOut(request) {
    if (!isOwnSite(request, publicOrigin)) return json({ error: "origin" }, 403);
    return json(place(), 200, { "set-cookie": sessionsFor(request).close() });
  }

  /** The simulator's rooms as the service sees them; only read. */
  async function rooms(request) {
    if ((await sessionsFor(request).read(request)) === undefined)
      return json({ error: "session" }, 401);
    return json({ rooms: simulator.rooms });
  }

  /** An unknown operator takes as long as a wrong password, so that names cannot be found out. */
  async function isRight(operator, password) {
    const isMatch = await isPassword(password, operators.get(operator) ?? decoy);
    return isMatch && operators.has(operator);
  }

  function sessionsFor(request) {
    const { sessionSeconds: seconds } = settings;
    return createSessions({ key, operators, seconds, isSecure: isSecure(request), now });
  }

  function isSecure(request) {
    return (publicOrigin ?? request.url).startsWith("https:");
  }

  /** What everybody may know. */
  function place() {
    const { operator, password } = DEMO;
    return {
      isSimulator: simulator !== undefined,
      ...(simulator && settings.isDemo && { demo: { operator, password } }),
    };
  }

  function whereCallsGo() {
    const { sdkAppId, identifier, region } = service;
    return { sdkAppId, identifier, region };
  }
}

function json(value, status = 200, headers = {}) {
  return Response.json(value, { status, headers: { "cache-control": "no-store", ...headers } });
}

/** The operator and the password of a request, if that is what it holds. */
async function readCredentials(request) {
  // No form of another site can send this type.
  if (!/^application\/json\b/i.test(request.headers.get("content-type") ?? "")) return undefined;
  try {
    const { operator, password } = JSON.parse(await readText(request));
    return typeof operator === "string" && typeof password === "string"
      ? { operator, password }
      : undefined;
  } catch {
    return undefined;
  }
}

async function readText(request) {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let bytes = 0;
  let text = "";
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MOST_BYTES) throw new Error("too long");
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

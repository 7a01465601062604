// The console's server as a function of the platform's Request: nothing here knows of Node or of
// Workers. It signs operators in, and lets the package's handler make calls for those who are.

import { createHandler } from "room-engine-admin/handler";
import { isOwnSite, secured } from "./security.mjs";
import { createSessions } from "./session.mjs";
import { DEMO } from "./settings.mjs";
import { createSignIn } from "./sign-in.mjs";
import { simulate } from "./simulated.mjs";

/**
 * Makes the server. `settings` are those of `settingsFrom`, `files` answers for the page's files, and
 * `log` is told who has asked for which change.
 *
 * Returns `fetch(request, { address })`, and the `simulator` where there is one.
 */
export function createConsole({ settings, files, now = Date.now, log = console.log }) {
  const { operators, publicOrigin, addressHeader } = settings;
  const { simulator, service } = settings.service ? settings : simulate();
  const key = settings.sessionKey ?? crypto.randomUUID() + crypto.randomUUID();
  const judge = createSignIn({ operators, now });
  const handler = createHandler({
    ...service,
    allowedOrigins: publicOrigin ? [publicOrigin] : undefined,
    authorize,
  });
  const routes = {
    "/api/session": { GET: tellSession },
    "/api/sign-in": { POST: signIn },
    "/api/sign-out": { POST: signOut },
    ...(simulator && { "/api/simulator": { GET: tellRooms } }),
  };

  return { fetch, simulator };

  async function fetch(request, { address = "unknown" } = {}) {
    return secured(await route(request, address), { isSecure: isSecure(request) });
  }

  function route(request, address) {
    const { pathname } = new URL(request.url);
    if (pathname === "/api/room-engine") return handler(request);
    if (Object.hasOwn(routes, pathname)) {
      const { [pathname]: methods } = routes;
      if (Object.hasOwn(methods, request.method)) return methods[request.method](request, address);
      return json({ error: "method" }, 405, { allow: Object.keys(methods).join() });
    }
    if (pathname.startsWith("/api/")) return json({ error: "path" }, 404);
    if (["GET", "HEAD"].includes(request.method)) return files(request);
    return json({ error: "method" }, 405, { allow: "GET, HEAD" });
  }

  /** Every operator may change every room: rights of each would be looked up here. */
  async function authorize(request, { operation, options }) {
    const session = await sessionsFor(request).read(request);
    if (session === undefined) return false;
    const { roomId, memberAccount } = options;
    const at = new Date(now()).toISOString();
    log(JSON.stringify({ at, operator: session.operator, operation, roomId, memberAccount }));
    return true;
  }

  async function signIn(request, address) {
    if (!isOwnSite(request, publicOrigin)) return json({ error: "origin" }, 403);
    const from = addressHeader ? request.headers.get(addressHeader) : address;
    const { operator, error, status, wait } = await judge(request, String(from));
    if (error) return json({ error }, status, wait && { "retry-after": String(wait) });
    const { cookie, ...session } = await sessionsFor(request).open(operator);
    return json(told(session), 200, { "set-cookie": cookie });
  }

  function signOut(request) {
    if (!isOwnSite(request, publicOrigin)) return json({ error: "origin" }, 403);
    return json(told(), 200, { "set-cookie": sessionsFor(request).close() });
  }

  async function tellSession(request) {
    return json(told(await sessionsFor(request).read(request)));
  }

  /** The simulator's rooms as the service sees them; only read. */
  async function tellRooms(request) {
    const session = await sessionsFor(request).read(request);
    return session ? json({ rooms: simulator.rooms }) : json({ error: "session" }, 401);
  }

  /** What everybody may know, and for operators who they are and where calls go. */
  function told(session) {
    const { operator, password } = DEMO;
    const { sdkAppId, identifier, region } = service;
    return {
      isSimulator: simulator !== undefined,
      ...(simulator && settings.isDemo && { demo: { operator, password } }),
      ...(session && { ...session, sdkAppId, identifier, region }),
    };
  }

  function sessionsFor(request) {
    const { sessionSeconds: seconds } = settings;
    return createSessions({ key, operators, seconds, isSecure: isSecure(request), now });
  }

  function isSecure(request) {
    return (publicOrigin ?? request.url).startsWith("https:");
  }
}

function json(value, status = 200, headers = {}) {
  return Response.json(value, { status, headers: { "cache-control": "no-store", ...headers } });
}

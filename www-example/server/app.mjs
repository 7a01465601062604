// The console's server as a function of the platform's Request: nothing here knows of Node or of
// Workers. It signs operators in, and lets the package's handler make the calls that they may make.

import { createHandler } from "room-engine-admin/handler";
import { createAudit } from "./audit.mjs";
import { createGate, isSecure, json } from "./gate.mjs";
import { isAllowed, isRoomOf, OPERATIONS, operationsOf } from "./rights.mjs";
import { knownRooms } from "./rooms.mjs";
import { createSessions } from "./session.mjs";
import { DEMO } from "./settings.mjs";
import { createSignIn } from "./sign-in.mjs";
import { simulate } from "./simulated.mjs";

/**
 * Makes the server. `settings` are those of `settingsFrom`, `files` answers for the page's files, and
 * `log` gets a line of JSON for each call and each wrong sign-in. `isLoopback` says that only this
 * machine can reach it, at `hostname` and its own addresses; `queue` and `sleep` are those of the sign-in.
 *
 * Returns `fetch(request, { address })`, of which the address may be missing, and the `simulator` where
 * there is one.
 */
export function createConsole({ settings, files, isLoopback, hostname, queue, sleep, ...more }) {
  const { now = Date.now, log = console.log } = more;
  const { operators, publicOrigin, addressHeader } = settings;
  const { simulator, service } = settings.service ? settings : simulate();
  const key = settings.sessionKey ?? crypto.randomUUID() + crypto.randomUUID();
  const write = (entry) => log(JSON.stringify({ at: new Date(now()).toISOString(), ...entry }));
  const judge = createSignIn({ operators, now, log: write, queue, sleep });
  const audit = createAudit({ log: write, now });
  const asked = new WeakMap();
  const handler = createHandler({
    ...service,
    allowedOrigins: publicOrigin ? [publicOrigin] : undefined,
    operations: OPERATIONS,
    authorize,
  });
  const routes = {
    "/api/session": { GET: tellSession },
    "/api/sign-in": { POST: signIn },
    "/api/sign-out": { POST: signOut },
    "/api/room-engine": { POST: call },
    "/api/rooms": { GET: tellRooms },
    "/api/audit": { GET: tellAudit },
  };
  const fetch = createGate({ routes, files, publicOrigin, isLoopback, hostname, log: write });
  return { fetch, simulator };

  async function call(request) {
    let response;
    try {
      response = await handler(request);
    } finally {
      // Nobody is in it who has not signed in, or whose call was none.
      const entry = asked.get(request);
      if (entry) await audit.keep(entry, response);
    }
    return response;
  }

  async function authorize(request, { operation, options }) {
    const operator = await operatorOf(request);
    if (operator === undefined) return false;
    asked.set(request, { operator: operator.name, operation, options });
    return isAllowed(operator, { operation, options });
  }

  async function operatorOf(request) {
    const session = await sessionsFor(request).read(request);
    return session && { name: session.operator, ...operators.get(session.operator) };
  }

  async function signIn(request, address) {
    const from = addressHeader ? request.headers.get(addressHeader) : address;
    const { operator, error, status, wait } = await judge(request, from);
    if (error) return json({ error }, status, wait && { "retry-after": String(wait) });
    write({ event: "sign-in", operator });
    const { cookie, ...session } = await sessionsFor(request).open(operator);
    return json(told(session), 200, { "set-cookie": cookie });
  }

  function signOut(request) {
    return json(told(), 200, { "set-cookie": sessionsFor(request).close() });
  }

  async function tellSession(request) {
    return json(told(await sessionsFor(request).read(request)));
  }

  async function tellRooms(request) {
    const operator = await operatorOf(request);
    if (!operator) return json({ error: "session" }, 401);
    const rooms = await knownRooms({ settings, simulator });
    return json({ rooms: rooms.filter(({ roomId }) => isRoomOf(operator.rooms, roomId)) });
  }

  async function tellAudit(request) {
    const operator = await operatorOf(request);
    if (!operator) return json({ error: "session" }, 401);
    if (operator.role !== "owner") return json({ error: "rights" }, 403);
    return json({ entries: audit.newest((roomId) => isRoomOf(operator.rooms, roomId)) });
  }

  function told(session) {
    return tellAbout(session, { settings, simulator, service });
  }

  function sessionsFor(request) {
    const { sessionSeconds: seconds } = settings;
    const secure = isSecure(request, publicOrigin);
    return createSessions({ key, operators, seconds, isSecure: secure, now });
  }
}

/** What everybody may know, and for operators who they are, what they may do and where calls go. */
function tellAbout(session, { settings, simulator, service }) {
  const { operator, password } = DEMO;
  const { sdkAppId, identifier, region } = service;
  const { role, rooms } = settings.operators.get(session?.operator) ?? {};
  const rights = { role, rooms, may: operationsOf(role) };
  return {
    isSimulator: simulator !== undefined,
    ...(simulator && settings.isDemo && { demo: { operator, password } }),
    ...(session && { ...session, ...rights, sdkAppId, identifier, region }),
  };
}

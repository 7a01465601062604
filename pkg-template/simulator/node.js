// @ts-check
/**
 * The simulator behind a real socket, for clients in another process or another runtime, and for
 * faults that only a socket can show.
 *
 * @module
 */
import { createServer as createHttpServer } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { checkObject, isHosts, isName, isNames, isObject, optional, siteOf } from "./checks.js";

/** @typedef {import("node:http").IncomingMessage} IncomingMessage */
/** @typedef {import("node:http").ServerResponse} ServerResponse */
/** @typedef {import("../types/simulator-node.js").Handler} Handler */

/** How much of a body that nobody wants is read off, so that the client gets to read the reply. */
const MAX_DRAINED_BYTES = 1_048_576;

const isPort = (/** @type {unknown} */ port) =>
  Number.isInteger(port) && Number(port) >= 0 && Number(port) <= 65_535;

/** Names that no other site can take for itself: those of this machine, and addresses. */
const HARMLESS_HOST = /^(?:localhost|.+\.localhost|[0-9.]+|\[.*\])$/;

const isHostsOrAll = (/** @type {unknown} */ value) => value === "*" || isHosts(value);

const isOriginsOrAll = (/** @type {unknown} */ value) =>
  value === "*" || (isNames(value) && value.every(originOf));

const RULES = {
  port: optional("an integer in 0..65535", isPort),
  hostname: optional("a string that is not empty", isName),
  tls: optional("an object with `key` and `cert`", isObject),
  allowedOrigins: optional(
    'an array of origins as "http://127.0.0.1:5173", or "*"',
    isOriginsOrAll,
  ),
  hosts: optional('an array of host names, or "*"', isHostsOrAll),
};

/**
 * Starts a server; `types/simulator-node.d.ts` documents it for users.
 *
 * @type {typeof import("../types/simulator-node.js").listen}
 */
export async function listen(simulator, options = {}) {
  if (typeof simulator?.fetch !== "function") {
    throw new TypeError("listen: the first argument must be a simulator");
  }
  const checked = checkObject(options, RULES, "listen");
  const { port = 0, hostname = "127.0.0.1", tls, allowedOrigins = [], hosts = [] } = checked;
  const access = {
    allowedOrigins: allowedOrigins === "*" ? allowedOrigins : allowedOrigins.map(originOf),
    hosts: hosts === "*" ? hosts : [...hosts, hostname].map(nameOf),
  };
  const serve = (/** @type {IncomingMessage} */ req, /** @type {ServerResponse} */ res) => {
    const stranger = strangerIn(req.headers, access);
    if (stranger === undefined) exchange(simulator, req, res).catch((error) => fail(res, error));
    else
      res.writeHead(stranger.status, { connection: "close" }).end(`Simulator: ${stranger.why}\n`);
  };
  const server = tls ? createHttpsServer(tls, serve) : createHttpServer(serve);
  const sockets = trackSockets(server);
  await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, hostname, () => resolve(server.off("error", reject)));
  });
  const address = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    url: `${tls ? "https" : "http"}://${urlHost(hostname)}:${address.port}`,
    port: address.port,
    server,
    close: () => close(server, sockets),
  };
}

/** @param {string} origin as browsers write it; `null` is that of pages that have none */
function originOf(origin) {
  const site = siteOf(origin);
  return origin === "null" ? origin : site && `${site.protocol}//${site.host}`;
}

/** @param {string} host */
const nameOf = (host) => siteOf(`http://${host}`)?.hostname;

/**
 * A page of any site can send requests to this machine, and would change what is on it: by its own
 * name, or by one of its names that it lets point here. Clients other than browsers send no `Origin`.
 *
 * @param {import("node:http").IncomingHttpHeaders} headers
 * @param {{ allowedOrigins: readonly string[] | "*", hosts: readonly string[] | "*" }} access
 */
function strangerIn({ origin, host = "localhost" }, { allowedOrigins, hosts }) {
  const name = host.replace(/:[0-9]*$/, "").toLowerCase();
  if (hosts !== "*" && !HARMLESS_HOST.test(name) && !hosts.includes(name)) {
    return { status: 421, why: "it does not answer to this host; see the option `hosts`" };
  }
  if (origin === undefined || allowedOrigins === "*" || allowedOrigins.includes(origin)) return;
  // What the server itself has served may call it.
  if (origin === `http://${host}` || origin === `https://${host}`) return;
  return { status: 403, why: "pages may not call it; see the option `allowedOrigins`" };
}

/**
 * @param {Handler} simulator
 * @param {IncomingMessage} req
 * @param {ServerResponse} res
 */
async function exchange(simulator, req, res) {
  const gone = new AbortController();
  res.once("close", () => {
    if (!res.writableFinished) gone.abort(new DOMException("The client has left", "AbortError"));
  });
  // Not `Readable.toWeb(req)`: that destroys the socket, and the reply with it, when its reader stops.
  const chunks = req[Symbol.asyncIterator]();
  let request;
  try {
    request = toRequest(req, chunks, gone.signal);
  } catch {
    res.writeHead(400, { connection: "close" }).end();
    return;
  }
  const response = await simulator.fetch(request);
  await write(response, res);
  await drain(chunks);
  res.end();
}

/**
 * @param {IncomingMessage} req
 * @param {AsyncIterator<Uint8Array>} chunks of the body
 * @param {AbortSignal} signal
 */
function toRequest(req, chunks, signal) {
  const scheme = "encrypted" in req.socket ? "https" : "http";
  const headers = new Headers();
  for (const [name, values] of Object.entries(req.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value);
  }
  const bodiless = req.method === "GET" || req.method === "HEAD";
  const body = bodiless ? null : toStream(chunks);
  const init = { method: req.method, headers, signal, body, duplex: "half" };
  const url = `${scheme}://${req.headers.host ?? "localhost"}${req.url}`;
  return new Request(url, /** @type {RequestInit} */ (init));
}

/**
 * @param {AsyncIterator<Uint8Array>} chunks
 * @returns {ReadableStream<Uint8Array>} which reads no further than it is asked for
 */
function toStream(chunks) {
  return new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = await chunks.next();
        if (done) controller.close();
        else controller.enqueue(new Uint8Array(value));
      },
    },
    { highWaterMark: 0 },
  );
}

/**
 * @param {Response} response
 * @param {ServerResponse} res
 */
async function write(response, res) {
  res.writeHead(response.status, Object.fromEntries(response.headers));
  res.flushHeaders();
  if (response.body === null) return;
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    // Flushed piece by piece, so that a piece before a broken end arrives.
    await new Promise((resolve) => res.write(value, resolve));
  }
}

/**
 * Reads off what is left of a body, within reason: a socket closed over unread bytes is reset, and the
 * client would lose the reply.
 *
 * @param {AsyncIterator<Uint8Array>} chunks
 */
async function drain(chunks) {
  let size = 0;
  while (size <= MAX_DRAINED_BYTES) {
    const { done, value } = await chunks.next();
    if (done) return;
    size += value.byteLength;
  }
  throw new Error("The client sends more than anybody wants");
}

/**
 * Ends an exchange that did not get to its end: by a fault, by the client, or by an error in a test's
 * own fault function, which its author should see.
 *
 * @param {ServerResponse} res
 * @param {any} error
 */
function fail(res, error) {
  const { socket } = res;
  if (socket === null || socket.destroyed) return;
  if (!res.headersSent && error?.cause?.code !== "ECONNRESET") {
    res.writeHead(500, { connection: "close" }).end(`Simulator: ${error}\n`);
    return;
  }
  // Within a body the client is to get what was sent, and a TLS socket knows no reset.
  if (res.headersSent || "encrypted" in socket) socket.destroy();
  else socket.resetAndDestroy();
}

/**
 * `server.closeAllConnections()` knows no socket that is still shaking hands.
 *
 * @param {import("node:http").Server} server
 */
function trackSockets(server) {
  /** @type {Set<import("node:net").Socket>} */
  const sockets = new Set();
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  return sockets;
}

/**
 * @param {import("node:http").Server} server
 * @param {Set<import("node:net").Socket>} sockets
 * @returns {Promise<void>}
 */
function close(server, sockets) {
  return new Promise((resolve) => {
    server.close(() => resolve());
    for (const socket of sockets) socket.destroy();
  });
}

/** @param {string} hostname what to listen on, which is not always a place to connect to */
function urlHost(hostname) {
  if (hostname === "0.0.0.0") return "127.0.0.1";
  if (hostname === "::") return "[::1]";
  return hostname.includes(":") ? `[${hostname}]` : hostname;
}

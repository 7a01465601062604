// A server on bare sockets that does one thing wrong, as often as it is told, and counts the attempts.
//
// `wire` says what it does: `at` a connection, before anything of it is read, or once a request has
// been read; it sends `raw` text, or an `answer` of HTTP, whose `length` may promise more than there
// is; at the `end` it closes the connection, resets it, drips, or hangs.

import { once } from "node:events";
import { createServer } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { readRequest } from "./request.mjs";

const REPLY = {
  status: 200,
  headers: { "content-type": "application/json" },
  body: '{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":"","RequestId":"Id-1"}',
};

/** A page's way in from another origin: it may read all that clients elsewhere read. */
const CORS = {
  "access-control-allow-origin": "*",
  "access-control-allow-headers": "content-type",
  "access-control-expose-headers": "retry-after, date",
};

/**
 * Starts it. `isHeld` stops in the midst of the fault; `during` resolves when that is so.
 *
 * @param {{ wire: object, times: number, isHeld?: boolean, elsewhere?: string, tls?: object }} options
 */
export async function startFaulty({ wire, times, isHeld, elsewhere, tls }) {
  const seen = { attempts: 0, connections: 0 };
  const open = new Set();
  const during = Promise.withResolvers?.() ?? withResolvers();
  const isOfConnections = wire.at === "connection" || wire.isUntrusted;
  const server = createServer({ pauseOnConnect: true }, (socket) => {
    seen.connections += 1;
    open.add(socket);
    socket.on("error", () => {}).on("close", () => open.delete(socket));
    const isSpoilt = isOfConnections && seen.connections <= times;
    if (isSpoilt) seen.attempts += 1;
    if (isSpoilt && wire.at === "connection") return act(wire, socket);
    if (!wire.isTls) return serve(socket);
    secure(socket, isSpoilt ? tls.untrusted : tls.trusted, serve);
  });

  async function serve(socket) {
    const request = await readRequest(socket);
    if (request === undefined) return;
    if (request.method === "OPTIONS") return socket.end(bytesOf({ status: 204 }));
    seen.attempts += 1;
    if (!isOfConnections && seen.attempts <= times) act(wire, socket);
    else socket.end(bytesOf(REPLY));
  }

  function act({ raw, answer, end }, socket) {
    const text = raw ?? (answer ? bytesOf(answer, elsewhere) : "");
    if (isHeld) {
      // What is wrong from its first byte on has to wait with that.
      const begun = raw ? "" : text.slice(0, end === "drip" ? undefined : text.length / 2);
      socket.write(begun, "latin1", during.resolve);
      return socket.resume();
    }
    if (end === "reset") return socket.resetAndDestroy();
    socket.resume();
    if (end === "hang") return;
    if (end !== "drip") return socket.end(text, "latin1");
    socket.write(text, "latin1");
    const timer = setInterval(() => socket.write(" "), 20);
    socket.once("close", () => clearInterval(timer));
  }

  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: server.address().port,
    /** What it has seen of attempts: requests that it read, and connections that it spoilt. */
    seen,
    /** The connections that are not closed. */
    open,
    during: during.promise,
    close() {
      during.resolve();
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}

function secure(socket, identity, serve) {
  const server = createTlsServer(identity, serve);
  // A client that refuses the certificate says so, or leaves.
  server.on("tlsClientError", () => socket.destroy());
  server.emit("connection", socket);
}

function bytesOf({ status, headers = {}, body = "", length = body.length }, elsewhere) {
  const all = { ...CORS, "content-length": length, connection: "close", ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} As Planned\r\n${lines.join("")}\r\n${body}`.replace(
    "$elsewhere",
    elsewhere,
  );
}

function withResolvers() {
  const parts = {};
  parts.promise = new Promise((resolve) => (parts.resolve = resolve));
  return parts;
}

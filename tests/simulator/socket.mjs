// A simulator behind Node's server, and bytes as a client sends them.
import { connect } from "node:net";
import { member, request, simulate } from "./attempt.mjs";
import { listen } from "./subject.mjs";

export const CHANGE = { info: { NameCard: "after" } };
export const changed = (simulator) => member(simulator).nameCard === "after";

/** A server for one test. */
export async function serve(t, options, listenOptions) {
  const simulator = simulate(options);
  const server = await listen(simulator, listenOptions);
  t.after(() => server.close());
  const send = (what) => fetch(...request({ base: server.url, ...CHANGE, ...what }));
  return { simulator, server, send };
}

/** Resolves when a socket has closed, be it by an error. */
export const closing = (socket) =>
  socket.destroyed ? undefined : new Promise((resolve) => socket.once("close", resolve));

/** Sends bytes as they are; what came back, and how the connection ended. */
export async function raw({ port }, text, { keepOpen = false } = {}) {
  const socket = connect(port, "127.0.0.1");
  const chunks = [];
  let end = "close";
  socket.on("data", (chunk) => chunks.push(chunk));
  socket.on("error", (error) => {
    end = error.code;
  });
  socket.on("end", () => {
    end = "end";
  });
  socket.write(text);
  if (keepOpen) return { socket, received: () => Buffer.concat(chunks).toString("latin1") };
  await closing(socket);
  return { end, received: Buffer.concat(chunks).toString("latin1") };
}

/** A good call in HTTP's own words; `Connection: close` so that the other side ends it. */
export function wire(server, { headers = "", body } = {}) {
  const [href, init] = request({ base: server.url, ...CHANGE });
  const { pathname, search, host } = new URL(href);
  const content = body ?? init.body;
  const length = headers.includes("Content-Length") ? "" : `Content-Length: ${content.length}\r\n`;
  return (
    `POST ${pathname}${search} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n` +
    `${headers}${length}\r\n${content}`
  );
}

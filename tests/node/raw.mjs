// Servers that speak no HTTP of Node's: they say what a test has them say.

import { once } from "node:events";
import { createServer } from "node:net";

/** The head of an answer whose body is `{"ErrorCode":0}`. */
export const OK = "HTTP/1.1 200 OK\r\ncontent-length: 15\r\n\r\n";

/** Calls `say(socket, data)` for whatever arrives, until the end of the test; gives the URL. */
export async function saying(t, say) {
  const sockets = new Set();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("data", (data) => say(socket, data));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `http://127.0.0.1:${server.address().port}`;
}

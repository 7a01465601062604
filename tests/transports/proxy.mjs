// A real proxy on the loopback interface: it forwards requests and opens tunnels, and says which.

import { once } from "node:events";
import http from "node:http";
import net from "node:net";

/** Until the end of the test; `seen` holds `POST http://…` and `CONNECT host:port` in their order. */
export async function startProxy(t, { user } = {}) {
  const seen = [];
  const server = http.createServer((request, response) => {
    seen.push(`${request.method} ${new URL(request.url).origin}`);
    if (!isLetIn(request, user)) return response.writeHead(407).end();
    const { method, headers, url } = request;
    const forwarded = http.request(url, { method, headers, agent: false }, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    forwarded.on("error", () => response.destroy());
    request.pipe(forwarded);
  });
  server.on("connect", (request, socket, head) => {
    seen.push(`CONNECT ${request.url}`);
    socket.on("error", () => {});
    if (!isLetIn(request, user)) return socket.end("HTTP/1.1 407 No\r\n\r\n");
    const [host, port] = request.url.split(":");
    const tunnel = net.connect(Number(port), host, () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      tunnel.write(head);
      tunnel.pipe(socket).pipe(tunnel);
    });
    tunnels.add(socket);
    tunnel.on("error", () => socket.destroy());
    socket.on("close", () => tunnel.destroy());
  });
  const tunnels = new Set();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => {
    for (const socket of tunnels) socket.destroy();
    server.close();
    server.closeAllConnections();
  });
  return { url: `http://127.0.0.1:${server.address().port}`, seen };
}

function isLetIn({ headers }, user) {
  if (user === undefined) return true;
  const expected = `Basic ${Buffer.from(user).toString("base64")}`;
  return headers["proxy-authorization"] === expected;
}

// Tells a place, over HTTP, that the fault is being acted out: it answers no sooner.

import { once } from "node:events";
import { createServer } from "node:http";

/** @param {Promise<void>} during */
export async function startSignals(during) {
  const server = createServer(async (_request, response) => {
    await during;
    response.writeHead(204, { "access-control-allow-origin": "*", connection: "close" }).end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

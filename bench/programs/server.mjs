// The service's stand-in for timing: as fast as Node answers, for whoever asks. Counts what it saw.

import { createServer } from "node:http";
import { OK } from "./subjects.mjs";

const LIVEKIT = "{}";

const server = createServer((request, response) => {
  request.resume();
  request.on("end", () => {
    response.setHeader("content-type", "application/json");
    response.end(request.url.startsWith("/twirp") ? LIVEKIT : OK);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => process.send({ port: server.address().port }));
process.on("disconnect", () => process.exit());

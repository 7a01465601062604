// The console on Node: npm start. PORT and HOST say where; anything but the loopback address belongs
// behind a gateway that speaks https.

import { fileURLToPath } from "node:url";
import { serve } from "@hono/node-server";
import { isLoopback } from "./address.mjs";
import { createConsole } from "./app.mjs";
import { checkSettings } from "./check.mjs";
import { serveFiles } from "./files.mjs";
import { DEMO, settingsFrom } from "./settings.mjs";
import { refuseUnless } from "./words.mjs";

const { env } = process;
const settings = settingsFrom(env);
const where = { hostname: env.HOST || "127.0.0.1", port: portOf(env.PORT || "8080") };
await checkSettings(settings);

let app;
const answer = (request, { incoming }) =>
  app.fetch(request, { address: incoming.socket.remoteAddress });
const server = serve({ fetch: answer, ...where }, (bound) => {
  // Names, and other ways to write an address, are known for what they are only now.
  app = createConsole({
    settings,
    isLoopback: isLoopback(bound.address),
    hostname: where.hostname,
    files: serveFiles(fileURLToPath(new URL("../dist", import.meta.url))),
  });
  console.log([`The console is at ${addressOf(bound)}`, ...hints()].join("\n"));
});

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, () => {
    server.close();
    server.closeIdleConnections();
  });
}

function addressOf({ address, port }) {
  return `http://${address.includes(":") ? `[${address}]` : address}:${port}/`;
}

function portOf(text) {
  refuseUnless(/^\d{1,5}$/.test(text) && Number(text) < 65_536, "PORT must be a port's number");
  return Number(text);
}

function hints() {
  if (settings.service) return [];
  const { operator, password } = DEMO;
  const where = "It is on the simulator: nothing real is changed.";
  return settings.isDemo ? [where, `Sign in as "${operator}", password "${password}".`] : [where];
}

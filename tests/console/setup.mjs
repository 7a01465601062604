// The console as people who copy it have it: `www-example/` with the packed package installed and its
// page built, which `cargo xtask test console` does.

import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

export const FOLDER = fromEnvironment("CONSOLE");
export const DIST = join(FOLDER, "dist");

/** A module of the console. */
export const load = (path) => import(pathToFileURL(join(FOLDER, path)));

/** What its package.json names, and the tools that judge it. */
const requireOwn = createRequire(join(FOLDER, "package.json"));
export const requireTool = createRequire(join(fromEnvironment("CONSOLE_TOOLS"), "package.json"));

const { createConsole } = await load("server/app.mjs");
const { serveFiles } = await load("server/files.mjs");
export const { DEMO, settingsFrom } = await load("server/settings.mjs");

/** A console on the simulator whose clock tests can put forward. */
export function makeConsole(env = {}, more = {}) {
  const clock = { ahead: 0 };
  const lines = [];
  const app = createConsole({
    settings: settingsFrom(env),
    files: serveFiles(DIST),
    now: () => Date.now() + clock.ahead,
    log: (line) => lines.push(JSON.parse(line)),
    ...more,
  });
  return { ...app, clock, lines };
}

/** The same behind Node's server until the end of the test. */
export async function openConsole(test, env) {
  const made = makeConsole(env);
  const { createAdaptorServer } = requireOwn("@hono/node-server");
  const fetch = (request, { incoming }) =>
    made.fetch(request, { address: incoming.socket.remoteAddress });
  const server = createAdaptorServer({ fetch });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  test.after(async () => {
    server.close();
    server.closeAllConnections();
    await once(server, "close");
  });
  return { ...made, url: `http://127.0.0.1:${server.address().port}` };
}

/** Keeps a picture of a page, for those who want to see what was tested. */
export async function picture(page, name) {
  const folder = join(FOLDER, "../pictures");
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}

function fromEnvironment(name) {
  const { [name]: value } = process.env;
  if (value) return value;
  throw new Error(`${name} is not set: run these tests with \`cargo xtask test console\``);
}

// Next.js: an edge route, a route on Node and the middleware, built once and called.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { record } from "../matrix.mjs";
import { assertMounted, MOUNTED, MOUNTS, NEXT } from "./mounted.mjs";
import {
  announced,
  bin,
  makeProject,
  RUNTIMES,
  run,
  source,
  start,
  stop,
  versionOf,
} from "./place.mjs";
import { assertScenario, environment, SCENARIO, startService } from "./service.mjs";
import { assertNoInlineModule, hasInlineModule, json, post } from "./workerd.mjs";

const route = (runtime) => `
  import * as place from "room-engine-admin";
  import { scenario } from "../../scenario.mjs";
  export const runtime = "${runtime}";
  export const POST = async (request) =>
    new Response(JSON.stringify(await scenario(place, await request.json())));
`;

/** As docs/handler.md has it. */
const mounted = (runtime) => `
  import { handlerFor } from "../../../server.mjs";
  export const runtime = "${runtime}";
  const handler = handlerFor(process.env);
  ${MOUNTS[NEXT]}
`;

const MIDDLEWARE = `
  import * as place from "room-engine-admin";
  import { scenario } from "./scenario.mjs";
  export const config = { matcher: "/middleware" };
  export const middleware = async (request) =>
    new Response(JSON.stringify(await scenario(place, await request.json())));
`;

const FILES = {
  "app/node/route.js": route("nodejs"),
  "app/edge/route.js": route("edge"),
  "middleware.js": MIDDLEWARE,
  "server.mjs": source("mounted/server.mjs"),
  "app/api/room-engine/route.js": mounted("nodejs"),
  "app/api/on-the-edge/route.js": mounted("edge"),
  // Where what is installed lies: above this project, as in a monorepo.
  "next.config.mjs": `export default { turbopack: { root: ${JSON.stringify(RUNTIMES)} } };`,
};

const ENVIRONMENT = { NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production", CI: "true" };

let project;
let server;
let service;
let url;
const ends = [];

before(async () => {
  project = makeProject("next", FILES);
  // What its handlers call; all else is told where the service is.
  service = await startService({ after: (close) => ends.push(close) });
  const options = { cwd: project, env: { ...ENVIRONMENT, ...environment(service) } };
  await run(bin("next"), ["build"], options);
  server = start(bin("next"), ["start", "--hostname", "127.0.0.1", "--port", "0"], options);
  url = await announced(server);
});

after(async () => {
  if (server) await stop(server);
  for (const end of ends) await end();
});

for (const [place, path] of [
  ["Next.js, edge route", "edge"],
  ["Next.js, middleware", "middleware"],
  ["Next.js, Node route", "node"],
]) {
  test(place, async (t) => {
    const service = await startService(t);
    const { baseUrl, secretKey } = service;
    assertScenario(await json(post(`${url}/${path}`, { baseUrl, secretKey })), service);
    const version = `next ${versionOf("next")}`;
    record({ place, version, ran: `${SCENARIO}; built with Turbopack, served by next start` });
  });
}

for (const [place, path] of [
  ["Next.js, handler in a Node route", "room-engine"],
  ["Next.js, handler in an edge route", "on-the-edge"],
]) {
  test(place, async () => {
    await assertMounted(`${url}/api/${path}`, service);
    const version = `next ${versionOf("next")}`;
    record({ place, version, ran: `${MOUNTED}; built with Turbopack, served by next start` });
  });
}

test("what Next.js built for its edge runtime holds the module once, and not as text", () => {
  const texts = (folder) =>
    readdirSync(folder, { recursive: true })
      .filter((file) => file.endsWith(".js"))
      .map((file) => readFileSync(join(folder, file), "utf8"));
  const built = join(project, ".next/server");
  const modules = readdirSync(join(built, "edge"), { recursive: true });
  assert.equal(modules.filter((file) => file.endsWith(".wasm")).length, 1);
  const edge = texts(join(built, "edge"));
  assert.ok(edge.some((text) => text.includes("RoomEngineError")));
  for (const text of edge) assertNoInlineModule(text);
  // Else the search would find nothing anywhere.
  assert.ok(texts(join(built, "chunks")).some(hasInlineModule));
});

// An app of Next.js: an edge route, a route on Node, the middleware, and the handler in both routes.

import { MOUNTS, NEXT } from "./mounted.mjs";
import { assertScenario, environment, startService } from "./service.mjs";
import { announced, bin, RUNTIMES, run, source, start, stop } from "./setup.mjs";
import { json, post } from "./workerd.mjs";

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

/** An app with the package in each of Next.js's places. */
export const FILES = {
  "app/node/route.js": route("nodejs"),
  "app/edge/route.js": route("edge"),
  "middleware.js": MIDDLEWARE,
  "server.mjs": source("mounted/server.mjs"),
  "app/api/room-engine/route.js": mounted("nodejs"),
  "app/api/on-the-edge/route.js": mounted("edge"),
  // Where what is installed lies: above this project, as in a monorepo.
  "next.config.mjs": `export default { turbopack: { root: ${JSON.stringify(RUNTIMES)} } };`,
};

const onPages = (code) => `${code}\n  export const config = { runtime: "edge" };\n`;

/**
 * The same for webpack: there this Next.js does not build any edge route of `app/`, be it empty, but
 * those of `pages/`.
 */
export const WEBPACK_FILES = {
  ...FILES,
  "app/edge/route.js": undefined,
  "app/api/on-the-edge/route.js": undefined,
  "pages/api/edge.js": onPages(`
    import * as place from "room-engine-admin";
    import { scenario } from "../../scenario.mjs";
    export default async (request) =>
      new Response(JSON.stringify(await scenario(place, await request.json())));`),
  "pages/api/on-the-edge.js": onPages(`
    import { handlerFor } from "../../server.mjs";
    export default handlerFor(process.env);`),
};

/** The places that the package is called in, by name; an edge route lies where its bundler has it. */
export const places = (edge = "edge") => [
  ["Next.js, edge route", edge],
  ["Next.js, middleware", "middleware"],
  ["Next.js, Node route", "node"],
];

/** Environment of Next.js's programs, in development or not. */
export const variables = (mode, service) => ({
  ...{ NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: mode, CI: "true" },
  ...environment(service),
});

/** Serves what was built, or starts the development server, until `stop` is called. */
export async function serveNext(project, args, env) {
  const all = [...args, "--hostname", "127.0.0.1", "--port", "0"];
  const server = start(bin("next"), all, { cwd: project, env });
  return { url: await announced(server), stop: () => stop(server), output: server.output };
}

/** Builds it, with what the arguments say. */
export const buildNext = (project, args, env) =>
  run(bin("next"), ["build", ...args], { cwd: project, env });

/** Calls the place at a path of the app, with a service of its own. */
export async function assertPlace(t, url, path) {
  const service = await startService(t);
  const { baseUrl, secretKey } = service;
  assertScenario(await json(post(`${url}/${path}`, { baseUrl, secretKey })), service);
}

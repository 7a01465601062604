// The handler mounted in each place as docs/handler.md says, and called over a socket.

import assert from "node:assert/strict";
import { test } from "node:test";
import { record } from "../matrix.mjs";
import { startEdge } from "./edge.mjs";
import { assertMounted, MOUNTED, MOUNTS, NEXT } from "./mounted.mjs";
import { environment, startService } from "./service.mjs";
import { bin, makeProject, requireTool, source, startServer, versionOf } from "./setup.mjs";
import { assertOneModule, bundleWithEsbuild, DATES, startWorker } from "./workerd.mjs";

/** How each place is started with its line of the document; what is given is its address. */
const PLACES = [
  ...DATES.map((date) => ({
    place: `Cloudflare Workers of ${date}, handler`,
    tools: ["workerd", "esbuild"],
    line: "Cloudflare Workers",
    start: startWorkerOf(date),
  })),
  { place: "Deno, handler", tools: ["deno"], line: "Deno", start: startDeno },
  { place: "Bun, handler", tools: ["bun"], line: "Bun", start: startBun },
  {
    place: "Vercel Edge, handler",
    tools: ["edge-runtime"],
    line: "Vercel's Edge Runtime",
    start: startEdgeServer,
  },
  {
    place: "Hono, handler",
    tools: ["Node.js", "hono", "@hono/node-server"],
    line: "Hono",
    start: startHono,
  },
  {
    place: "Node's http, handler",
    tools: ["Node.js", "@hono/node-server"],
    line: "Node's `http`",
    start: startHttp,
  },
];

for (const { place, tools, line, start } of PLACES) {
  test(`handler: ${place}`, { timeout: 120_000 }, async (t) => {
    const service = await startService(t);
    const url = await start(t, service, MOUNTS[line]);
    await assertMounted(new URL("/api/room-engine", url).href, service);
    const version = (tool) => (tool === "Node.js" ? process.versions.node : versionOf(tool));
    const versions = tools.map((tool) => `${tool} ${version(tool)}`);
    record({ place, version: versions.join(", "), ran: MOUNTED });
  });
}

test("handler: each line of the document is run, here or by Next.js", () => {
  const run = new Set([...PLACES.map(({ line }) => line), NEXT]);
  assert.deepEqual(run, new Set(Object.keys(MOUNTS)));
});

const FILES = { "server.mjs": source("mounted/server.mjs") };
const IMPORT = 'import { handlerFor } from "./server.mjs";\n';
const HANDLER = `${IMPORT}const handler = handlerFor(process.env);\n`;

function startWorkerOf(compatibilityDate) {
  return async (t, service, mount) => {
    const name = `mounted-worker-${compatibilityDate}`;
    const bundled = await bundleWithEsbuild(name, IMPORT + mount, {
      compatibilityDate,
      files: FILES,
    });
    assertOneModule(bundled);
    return startWorker(t, { ...bundled, bindings: environment(service) });
  };
}

function startDeno(t, service, mount) {
  const { port } = new URL(service.baseUrl);
  const allowed = [`--allow-net=127.0.0.1:${port},127.0.0.1:0`, "--allow-env=SERVICE"];
  return startProgram(t, service, {
    name: "deno",
    code: `const server = ${mount};\n${print("server.addr.port")}`,
    command: [bin("deno"), "run", "--no-prompt", "--cached-only", ...allowed],
    env: { DENO_SERVE_ADDRESS: "tcp:127.0.0.1:0", DENO_NO_UPDATE_CHECK: "1", NO_COLOR: "1" },
  });
}

function startBun(t, service, mount) {
  return startProgram(t, service, {
    name: "bun",
    code: `const server = ${mount};\n${print("server.port")}`,
    command: [bin("bun"), "run"],
    env: { BUN_PORT: "0" },
  });
}

async function startEdgeServer(t, service, mount) {
  const cwd = makeProject("mounted-edge", FILES);
  const variables = { process: { env: environment(service) } };
  const runtime = await startEdge(cwd, HANDLER + mount, variables);
  const server = await requireTool("edge-runtime").runServer({ runtime, host: "127.0.0.1" });
  t.after(() => server.close());
  return server.url;
}

function startHono(t, service, mount) {
  const code = `
    import { createAdaptorServer } from "@hono/node-server";
    import { Hono } from "hono";
    const app = new Hono();
    ${mount};
    const server = createAdaptorServer({ fetch: app.fetch });
    ${LISTEN}`;
  return startProgram(t, service, { name: "hono", code, command: [process.execPath] });
}

function startHttp(t, service, mount) {
  const code = `
    import { createServer } from "node:http";
    import { getRequestListener } from "@hono/node-server";
    const server = ${mount};
    ${LISTEN}`;
  return startProgram(t, service, { name: "http", code, command: [process.execPath] });
}

/** A program of Deno, Bun or Node, with the service in its environment. */
function startProgram(t, service, { name, code, command: [file, ...args], env = {} }) {
  const cwd = makeProject(`mounted-${name}`, { ...FILES, "main.mjs": HANDLER + code });
  const options = { cwd, env: { ...environment(service), ...env } };
  return startServer(t, file, [...args, "main.mjs"], options);
}

function print(port) {
  return `console.log("http://127.0.0.1:" + ${port});`;
}

const LISTEN = `server.listen(0, "127.0.0.1", () => { ${print("server.address().port")} });`;

// The handler mounted in each place as docs/handler.md says, and called over a socket.

import { test } from "node:test";
import { record } from "../matrix.mjs";
import { startEdge } from "./edge.mjs";
import { assertMounted, MOUNTED, MOUNTS } from "./mounted.mjs";
import { bin, makeProject, requireTool, source, startServer, versionOf } from "./place.mjs";
import { environment, startService } from "./service.mjs";
import { assertOneModule, bundleWithEsbuild, DATES, startWorker } from "./workerd.mjs";

const FILES = { "server.mjs": source("mounted/server.mjs") };
const IMPORT = 'import { handlerFor } from "./server.mjs";\n';
const HANDLER = `${IMPORT}const handler = handlerFor(process.env);\n`;

/** What prints the address, once `port` is known. */
const print = (port) => `console.log("http://127.0.0.1:" + ${port});`;
const LISTEN = `server.listen(0, "127.0.0.1", () => { ${print("server.address().port")} });`;

/** A program of Deno, Bun or Node, with the service in its environment. */
const program =
  (name, code, command, more = {}) =>
  (t, service) => {
    const cwd = makeProject(`mounted-${name}`, { ...FILES, "main.mjs": HANDLER + code });
    const [file, ...args] = command;
    return startServer(t, file, args, { cwd, env: { ...environment(service), ...more } });
  };

const NODE = [process.execPath, "main.mjs"];

const worker = (compatibilityDate) => async (t, service) => {
  const code = IMPORT + MOUNTS["Cloudflare Workers"];
  const name = `mounted-worker-${compatibilityDate}`;
  const bundled = await bundleWithEsbuild(name, code, { compatibilityDate, files: FILES });
  assertOneModule(bundled);
  return startWorker(t, { ...bundled, bindings: environment(service) });
};

/** How each place is started; its address is what is given. */
const PLACES = [
  ...DATES.map((date) => ({
    place: `Cloudflare Workers of ${date}, handler`,
    tools: ["workerd", "esbuild"],
    start: worker(date),
  })),
  {
    place: "Deno, handler",
    tools: ["deno"],
    start: (t, service) => {
      const { port } = new URL(service.baseUrl);
      const allowed = [`--allow-net=127.0.0.1:${port},127.0.0.1:0`, "--allow-env=SERVICE"];
      return program(
        "deno",
        `const server = ${MOUNTS.Deno};\n${print("server.addr.port")}`,
        [bin("deno"), "run", "--no-prompt", "--cached-only", ...allowed, "main.mjs"],
        { DENO_SERVE_ADDRESS: "tcp:127.0.0.1:0", DENO_NO_UPDATE_CHECK: "1", NO_COLOR: "1" },
      )(t, service);
    },
  },
  {
    place: "Bun, handler",
    tools: ["bun"],
    start: program(
      "bun",
      `const server = ${MOUNTS.Bun};\n${print("server.port")}`,
      [bin("bun"), "run", "main.mjs"],
      { BUN_PORT: "0" },
    ),
  },
  {
    place: "Vercel Edge, handler",
    tools: ["edge-runtime"],
    start: async (t, service) => {
      const cwd = makeProject("mounted-edge", FILES);
      const variables = { process: { env: environment(service) } };
      const runtime = await startEdge(cwd, HANDLER + MOUNTS["Vercel's Edge Runtime"], variables);
      const server = await requireTool("edge-runtime").runServer({ runtime, host: "127.0.0.1" });
      t.after(() => server.close());
      return server.url;
    },
  },
  {
    place: "Node's http, handler",
    tools: ["@hono/node-server"],
    start: program(
      "http",
      `import { createServer } from "node:http";
       import { getRequestListener } from "@hono/node-server";
       const server = ${MOUNTS["Node's `http`"]};
       ${LISTEN}`,
      NODE,
    ),
  },
  {
    place: "Hono, handler",
    tools: ["hono", "@hono/node-server"],
    start: program(
      "hono",
      `import { createAdaptorServer } from "@hono/node-server";
       import { Hono } from "hono";
       const app = new Hono();
       ${MOUNTS.Hono};
       const server = createAdaptorServer({ fetch: app.fetch });
       ${LISTEN}`,
      NODE,
    ),
  },
];

for (const { place, tools, start } of PLACES) {
  test(place, { timeout: 120_000 }, async (t) => {
    const service = await startService(t);
    const url = await start(t, service);
    await assertMounted(new URL("/api/room-engine", url).href, service);
    const versions = tools.map((tool) => `${tool} ${versionOf(tool)}`);
    record({ place, version: versions.join(", "), ran: MOUNTED });
  });
}

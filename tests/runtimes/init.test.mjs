// `room-engine-admin/slim`, which is told where its module is, in the runtimes that can fetch it.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { test } from "node:test";
import { record } from "../matrix.mjs";
import { requirePackage } from "../subject.mjs";
import { assertScenario, environment, SCENARIO, startService } from "./service.mjs";
import { bin, makeProject, told, versionOf } from "./setup.mjs";

const MODULE = readFileSync(requirePackage.resolve("room-engine-admin/core_bg.wasm"));
const PAGE = "<!doctype html><title>not here</title>";

/** A static host with the module, and with what a wrong path or a catch-all answers. */
const ANSWERS = {
  "/core_bg.wasm": () => new Response(MODULE, { headers: { "content-type": "application/wasm" } }),
  "/untyped": () => new Response(MODULE),
  "/missing": () => new Response(PAGE, { status: 404, headers: { "content-type": "text/html" } }),
  "/page": () => new Response(PAGE, { headers: { "content-type": "text/html" } }),
};

const program = ({ SERVICE }, nowhere) => `
  import * as place from "room-engine-admin/slim";
  import { scenario } from "./scenario.mjs";
  const service = ${SERVICE};
  const at = (path) => new URL(path, service.baseUrl);
  const sources = {
    missing: () => at("/missing"),
    page: () => at("/page").href,
    "a promise of a page": () => fetch(at("/page")),
    nowhere: () => "${nowhere}",
    garbage: () => new Uint8Array([1, 2, 3, 4]),
    nothing: () => Promise.resolve(),
  };
  const messages = {};
  for (const [name, source] of Object.entries(sources)) {
    const error = await place.init(source()).catch((error) => error);
    messages[name] = [error.kind, error.retryable, error.message].join(" ");
  }
  // As of a polyfill, whose class is not the platform's.
  const polyfilled = await fetch(at("/untyped")).then(parts);
  await Promise.all([
    place.init(polyfilled),
    place.init(at("/core_bg.wasm")),
    place.init(),
  ]);
  await place.init(at("/page"));
  console.log(JSON.stringify({ messages, report: await scenario(place, service) }));

  async function parts(response) {
    const bytes = await response.arrayBuffer();
    const { headers, ok, status } = response;
    return { arrayBuffer: async () => bytes, headers, ok, status };
  }
`;

const PLACES = {
  "Node.js": [process.version.slice(1), process.execPath, []],
  Deno: [versionOf("deno"), bin("deno"), ["run", "--no-prompt", "--allow-net=127.0.0.1"]],
  Bun: [versionOf("bun"), bin("bun"), ["run"]],
};

for (const [name, [version, command, args]] of Object.entries(PLACES)) {
  const place = `${name}, slim and init(source)`;
  test(`init: ${place}`, async (t) => {
    const service = await startService(t, ({ url }) => ANSWERS[new URL(url).pathname]?.());
    const code = program(environment(service), `http://127.0.0.1:${await closedPort()}/`);
    const cwd = makeProject(`slim-${name.toLowerCase()}`, { "main.mjs": code });
    const { messages, report } = await told(command, [...args, "main.mjs"], { cwd });
    for (const [source, cause] of [
      ["missing", /\/missing answered with HTTP status 404/],
      ["page", /\/page answered with text\/html/],
      ["a promise of a page", /\/page answered with text\/html/],
      ["nowhere", /could not be loaded: ./],
      ["garbage", /could not be loaded: ./],
      ["nothing", /could not be loaded: ./],
    ]) {
      assert.match(messages[source], /^load true /);
      assert.match(messages[source], cause);
    }
    assertScenario(report, service);
    record({
      place,
      version,
      ran: `${SCENARIO}; sources that are no module, and then one that is`,
    });
  });
}

/** One on which nobody listens, and which is not among those that a fetch refuses by itself. */
function closedPort() {
  const server = createServer();
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

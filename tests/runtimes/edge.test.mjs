// Vercel's edge runtime, and what is nearest to the edge functions of Tencent's EdgeOne Pages.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { record } from "../matrix.mjs";
import { MODULE, startEdge } from "./edge.mjs";
import { assertScenario, environment, SCENARIO, startService } from "./service.mjs";
import { makeProject, source, told, versionOf } from "./setup.mjs";

const HANDLER = `
  import * as place from "room-engine-admin";
  import { scenario } from "./scenario.mjs";
  addEventListener("fetch", (event) => event.respondWith(respond(event.request)));
  const respond = async (request) =>
    new Response(JSON.stringify(await scenario(place, await request.json())));
`;

test("edge: Vercel Edge", async (t) => {
  const service = await startService(t);
  const runtime = await startEdge(makeProject("vercel-edge"), HANDLER);
  const { baseUrl, secretKey } = service;
  const init = { method: "POST", body: JSON.stringify({ baseUrl, secretKey }) };
  const response = await runtime.dispatchFetch("http://edge.test/", init);
  assertScenario(JSON.parse(await response.text()), service);
  const ran = `${SCENARIO}; where compiling bytes is forbidden`;
  record({ place: "Vercel Edge", version: `edge-runtime ${versionOf("edge-runtime")}`, ran });
});

/** What a user pastes beside the single file of the package. */
const FUNCTION = `
  import * as place from "./room-engine-admin.js";
  import { scenario } from "./scenario.mjs";
  export async function onRequest({ request }) {
    const service = await request.json();
    const first = await place.signUserSig({ sdkAppId: 1, identifier: "a", secretKey: "b" })
      .then(() => undefined, ({ kind, message, hint }) => ({ kind, message, hint }));
    if (first) await place.init(fetch(service.baseUrl + "/core_bg.wasm"));
    return new Response(JSON.stringify({ first, report: await scenario(place, service) }));
  }
`;

/** Answers with the module, as any static host would. */
const hostModule = (file) => (request) =>
  request.url.endsWith(".wasm")
    ? new Response(readFileSync(file), { headers: { "content-type": "application/wasm" } })
    : undefined;

test("edge: EdgeOne Pages, the nearest to an edge function", async (t) => {
  const cwd = makeProject("edgeone-edge", {
    "run.mjs": source("edgeone.mjs"),
    "function.js": FUNCTION,
  });
  const service = await startService(t, hostModule(join(cwd, MODULE)));
  const run = (more) => {
    const args = ["--no-warnings", "--experimental-vm-modules", "run.mjs"];
    return told(process.execPath, args, { cwd, env: { ...environment(service), ...more } });
  };

  const { first: none, report } = await run({ UNPACKS: "yes" });
  assert.equal(none, undefined);
  assertScenario(report, service);

  service.simulator.reset();
  const { first, report: second } = await run({});
  assert.equal(first.kind, "load");
  assert.match(first.message, /neither node:zlib nor DecompressionStream/);
  assert.match(first.hint, /init\(source\)/);
  assertScenario(second, service);

  const version = `@edge-runtime/vm ${versionOf("@edge-runtime/vm")}`;
  const ran = `${SCENARIO}; dist/index.js pasted beside a function, in a V8 context without Node's globals and Response.json; without DecompressionStream after init(fetch(url))`;
  record({ place: "EdgeOne Pages, the nearest to an edge function", version, ran });
});

// Nitro, the server of Nuxt and others, built for Cloudflare and for Vercel's edge with the lines that
// docs/runtimes.md has for it.

import assert from "node:assert/strict";
import * as buffer from "node:buffer";
import * as events from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { read } from "../docs/markdown.mjs";
import { record } from "../matrix.mjs";
import { assertScenario, SCENARIO, startService } from "./service.mjs";
import { bin, makeProject, requireTool, run, versionOf } from "./setup.mjs";
import { assertNoInlineModule, json, post } from "./workerd.mjs";

const DOC = fileURLToPath(new URL("../../docs/runtimes.md", import.meta.url));
const { Miniflare } = await import(pathToFileURL(requireTool.resolve("miniflare")));
const DATE = "2026-04-01";

const ROUTE = `
  import * as place from "room-engine-admin";
  import { scenario } from "../../scenario.mjs";
  export default defineEventHandler(async (event) => scenario(place, await readBody(event)));
`;

/** Builds the app for a preset, with the document's configuration, and gives its folder. */
async function build(preset) {
  const [{ text }] = read(DOC).blocks.filter(({ words }) => words.includes("nitro"));
  const own = `import given from "./given.mjs";
    export default { ...given, srcDir: "server", compatibilityDate: "${DATE}" };`;
  const cwd = makeProject(`nitro-${preset}`, {
    "server/routes/scenario.post.js": ROUTE,
    "given.mjs": text.replace("defineNitroConfig(", "("),
    "nitro.config.mjs": own,
  });
  const env = { CI: "true", NITRO_TELEMETRY_DISABLED: "1" };
  await run(bin("nitropack"), ["build", "--preset", preset], { cwd, env });
  return cwd;
}

/** The texts of what was built, which hold the module nowhere, and its one file, by its path. */
function assertOneFile(folder) {
  const files = readdirSync(folder, { recursive: true });
  for (const file of files.filter((name) => /\.m?js$/.test(name))) {
    assertNoInlineModule(readFileSync(join(folder, file), "utf8"));
  }
  const modules = files.filter((name) => name.endsWith(".wasm"));
  assert.equal(modules.length, 1, files.join());
  return join(folder, modules[0]);
}

const version = `nitropack ${versionOf("nitropack")}`;

test("nitro: cloudflare-module", async (t) => {
  const folder = join(await build("cloudflare-module"), ".output/server");
  assertOneFile(folder);
  const worker = new Miniflare({
    rootPath: folder,
    scriptPath: "index.mjs",
    compatibilityDate: DATE,
    modules: true,
    modulesRules: [
      { type: "CompiledWasm", include: ["**/*.wasm"] },
      { type: "ESModule", include: ["**/*.mjs"] },
    ],
    unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }],
  });
  t.after(() => worker.dispose());
  const service = await startService(t);
  const { baseUrl, secretKey } = service;
  const url = new URL("/scenario", await worker.unsafeGetDirectURL());
  assertScenario(await json(post(url, { baseUrl, secretKey })), service);
  const ran = `${SCENARIO}; run by workerd`;
  record({ place: "Nitro, cloudflare-module", version, ran });
});

test("nitro: vercel-edge", async (t) => {
  const cwd = await build("vercel-edge");
  const folder = join(cwd, ".vercel/output/functions/__fallback.func");
  const wasm = assertOneFile(folder);
  const runtime = await startBuilt(join(folder, "index.mjs"), wasm);
  const service = await startService(t);
  const { baseUrl, secretKey } = service;
  const init = {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ baseUrl, secretKey }),
  };
  const response = await runtime.dispatchFetch("http://edge.test/scenario", init);
  const text = await response.text();
  assert.equal(response.status, 200, text);
  assertScenario(JSON.parse(text), service);
  const ran = `${SCENARIO}; run by edge-runtime ${versionOf("edge-runtime")}, where compiling bytes is forbidden`;
  record({ place: "Nitro, vercel-edge", version, ran });
});

/** What Vercel has at hand for an edge function: its module, and these of Node's. */
const atHand = {
  name: "at hand",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\.wasm(\?module)?$/ }, ({ path }) => ({ path, namespace: "wasm" }));
    onResolve({ filter: /^node:(buffer|events)$/ }, ({ path }) => ({ path, namespace: "node" }));
    onLoad({ filter: /.*/, namespace: "wasm" }, () => ({ contents: "export default __wasm;" }));
    onLoad({ filter: /.*/, namespace: "node" }, ({ path }) => ({
      contents: `module.exports = __node["${path}"];`,
    }));
  },
};

/** What was built, started as Vercel does. */
async function startBuilt(file, wasm) {
  const { outputFiles } = await requireTool("esbuild").build({
    stdin: {
      contents: `import answer from ${JSON.stringify(file)}; globalThis.__answer = answer;`,
      resolveDir: dirname(file),
    },
    bundle: true,
    format: "esm",
    plugins: [atHand],
    write: false,
  });
  const { EdgeRuntime } = requireTool("edge-runtime");
  return new EdgeRuntime({
    // A script, where Vercel runs a module: it awaits at its top.
    initialCode: `
      const started = (async () => {${outputFiles[0].text}})();
      addEventListener("fetch", (event) =>
        event.respondWith(started.then(() => __answer(event.request, event))));`,
    codeGeneration: { strings: false, wasm: false },
    extend: (context) =>
      Object.assign(context, {
        __wasm: new WebAssembly.Module(readFileSync(wasm)),
        __node: { "node:buffer": buffer, "node:events": events },
      }),
  });
}

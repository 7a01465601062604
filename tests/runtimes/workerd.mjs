// Cloudflare's own runtime, and the two ways in which its users bundle.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import http from "node:http";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { bin, makeProject, requireTool, run, source } from "./setup.mjs";

const { Miniflare } = await import(pathToFileURL(requireTool.resolve("miniflare")));

/** A date of before most of what workerd has changed since, and a recent one. */
export const DATES = ["2024-01-01", "2026-04-01"];

/** Bundles a Worker of `workers/` with what Cloudflare's documentation has users run. */
export async function bundleWithWrangler(name, compatibility) {
  const { compatibilityDate, compatibilityFlags } = compatibility;
  const configuration = {
    name: "worker",
    main: "worker.js",
    compatibility_date: compatibilityDate,
    compatibility_flags: compatibilityFlags,
  };
  const cwd = makeProject(name, {
    "worker.js": source("workers/scenario.js"),
    "wrangler.json": JSON.stringify(configuration),
  });
  return { root: await runWrangler(cwd), ...compatibility };
}

/** Bundles the Worker of a project; the folder of what comes out. */
export async function runWrangler(cwd) {
  const env = {
    CI: "true",
    WRANGLER_SEND_METRICS: "false",
    WRANGLER_LOG_PATH: join(cwd, "logs"),
    XDG_CONFIG_HOME: join(cwd, "config"),
  };
  await run(bin("wrangler"), ["deploy", "--dry-run", "--outdir", "out"], { cwd, env });
  return join(cwd, "out");
}

/**
 * Bundles a Worker with esbuild, with the conditions that a Worker is to be bundled with. An `alias`
 * puts another entry in the package's place, `files` stand beside the Worker.
 */
export async function bundleWithEsbuild(name, code, { alias, files, ...compatibility }) {
  const ours = { "worker.js": code, "slim.js": source("workers/slim.js") };
  const cwd = makeProject(name, { ...ours, ...files });
  await requireTool("esbuild").build({
    absWorkingDir: cwd,
    entryPoints: ["worker.js"],
    bundle: true,
    format: "esm",
    alias,
    conditions: ["workerd", "worker", "browser"],
    loader: { ".wasm": "copy" },
    outdir: "out",
  });
  return { root: join(cwd, "out"), ...compatibility };
}

/** That a bundle holds the module as a file, and not a second time as text. */
export function assertOneModule({ root }) {
  const files = readdirSync(root);
  assert.equal(files.filter((file) => file.endsWith(".wasm")).length, 1, files.join());
  for (const file of files.filter((name) => name.endsWith(".js"))) {
    assertNoInlineModule(readFileSync(join(root, file), "utf8"));
  }
}

/** That a text does not hold the module's bytes, which are some 80 kB of base64. */
export function assertNoInlineModule(text) {
  assert.ok(!hasInlineModule(text), "the module's bytes are in it as text");
}

// Long texts stand in lines, each but the last with a backslash at its end.
export const hasInlineModule = (text) => /[\w+/]{10000}/.test(text.replaceAll("\\\n", ""));

/** Starts a Worker in one fresh isolate until the end of the test; the URL is its own. */
export async function startWorker(t, { root, ...compatibility }) {
  const worker = new Miniflare({
    ...compatibility,
    rootPath: root,
    scriptPath: readdirSync(root).find((file) => file.endsWith(".js")),
    modules: true,
    modulesRules: [{ type: "CompiledWasm", include: ["**/*.wasm"] }],
    // Without Miniflare's own Worker in front, which would outlive a client that leaves.
    unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }],
  });
  t.after(() => worker.dispose());
  return worker.unsafeGetDirectURL();
}

const HUNG_MS = 60_000;

/** POSTs JSON on a connection of its own; `leave()` breaks that off. */
export function post(url, body) {
  const request = http.request(url, { method: "POST", agent: false, timeout: HUNG_MS });
  const answer = new Promise((resolve, reject) => {
    request.on("error", reject);
    request.on("timeout", () => request.destroy(new Error(`no answer within ${HUNG_MS} ms`)));
    request.on("response", async (response) => {
      let text = "";
      for await (const part of response.setEncoding("utf8")) text += part;
      resolve({ status: response.statusCode, text });
    });
  });
  answer.catch(() => {});
  request.end(JSON.stringify(body));
  // Not a mere end of its side, which a server may take for a client that is done with sending.
  return { answer, leave: () => request.socket?.resetAndDestroy() };
}

/** The JSON that a Worker answers with. */
export async function json({ answer }) {
  const { status, text } = await answer;
  assert.equal(status, 200, text);
  return JSON.parse(text);
}

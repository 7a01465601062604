// The Worker on this machine: bundled by wrangler as for a deployment, and run by miniflare.

import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Miniflare } from "miniflare";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const FEED_TOKEN = "a token of this machine's";

/** Starts it; `persist` is a folder that outlives it, `bindings` are variables and secrets. */
export async function startLocal({ bindings, persist, main = "worker.mjs" }) {
  const settings = JSON.parse(readFileSync(join(HERE, "wrangler.json"), "utf8"));
  const root = bundle(main);
  const [{ queue, max_batch_size, max_retries }] = settings.queues.consumers;
  const miniflare = new Miniflare({
    host: "127.0.0.1",
    port: 0,
    modulesRoot: root,
    scriptPath: join(
      root,
      readdirSync(root).find((file) => file.endsWith(".js")),
    ),
    modules: true,
    modulesRules: [{ type: "CompiledWasm", include: ["**/*.wasm"] }],
    compatibilityDate: settings.compatibility_date,
    bindings: { ...settings.vars, ...bindings, FEED_TOKEN },
    durableObjects: { GATE: { className: "Gate", useSQLite: true } },
    durableObjectsPersist: persist,
    queueProducers: { MEMBERS: queue },
    queueConsumers: {
      [queue]: { maxBatchSize: max_batch_size, maxBatchTimeout: 0.05, maxRetries: max_retries },
    },
  });
  const url = await miniflare.ready;
  return { url: url.href, dispose: () => miniflare.dispose() };
}

/** A client of the Worker. */
export function feed(url) {
  const headers = { authorization: `Bearer ${FEED_TOKEN}` };
  return {
    async want(updates) {
      const init = { method: "POST", headers, body: JSON.stringify(updates) };
      const response = await fetch(url, init);
      if (!response.ok) throw new Error(`not taken: ${response.status} ${await response.text()}`);
    },
    async outcomes() {
      const all = [];
      for (;;) {
        const after = all.at(-1)?.number ?? 0;
        const page = await (await fetch(`${url}?after=${after}`, { headers })).json();
        if (page.length === 0) return all;
        all.push(...page);
      }
    },
  };
}

function bundle(main) {
  const out = mkdtempSync(join(tmpdir(), "cloudflare-example-"));
  const wrangler = join(dirname(createRequire(import.meta.url).resolve("wrangler/package.json")));
  const args = [join(wrangler, "bin/wrangler.js"), "deploy", main, "--dry-run", "--outdir", out];
  const env = { ...process.env, CI: "true", WRANGLER_SEND_METRICS: "false", XDG_CONFIG_HOME: out };
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: HERE, env });
  if (status !== 0) throw new Error(`wrangler failed:\n${stdout}\n${stderr}`);
  return out;
}

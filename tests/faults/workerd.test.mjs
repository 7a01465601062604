// Cloudflare's runtime, with the Worker in one isolate.

import { readFileSync } from "node:fs";
import { bundleWithEsbuild, DATES, json, post, startWorker } from "../runtimes/workerd.mjs";
import { runMatrix } from "./matrix.mjs";

const source = (name) => readFileSync(new URL(name, import.meta.url), "utf8");

runMatrix("workerd", async ({ certificate }) => {
  const files = { "scenario.mjs": source("scenario.mjs") };
  const bundled = await bundleWithEsbuild("faults", source("worker.js"), {
    compatibilityDate: DATES.at(-1),
    files,
  });
  const tlsOptions = { trustBrowserCas: false, trustedCertificates: [certificate] };
  const outboundService = { network: { allow: ["public", "private"], tlsOptions } };
  let stop;
  const untilStopped = { after: (end) => (stop = end) };
  const url = await startWorker(untilStopped, { ...bundled, outboundService });
  return { run: (job) => json(post(url, job)), stop };
});

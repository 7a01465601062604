// Node itself: both module systems, threads, and the single files that AWS Lambda users deploy.

import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { record } from "../matrix.mjs";
import { assertScenario, environment, SCENARIO, startService } from "./service.mjs";
import { makeProject, requireTool, told, versionOf } from "./setup.mjs";

const NODE = process.version.slice(1);

const MODULE = `
  import * as place from "room-engine-admin";
  import { scenario } from "./scenario.mjs";
  console.log(JSON.stringify(await scenario(place, JSON.parse(process.env.SERVICE))));
`;

const COMMONJS = `
  const place = require("room-engine-admin");
  import("./scenario.mjs")
    .then(({ scenario }) => scenario(place, JSON.parse(process.env.SERVICE)))
    .then((report) => console.log(JSON.stringify(report)));
`;

for (const [place, file, code] of [
  ["Node.js, import", "main.mjs", MODULE],
  ["Node.js, require", "main.cjs", COMMONJS],
]) {
  test(`node: ${place}`, async (t) => {
    const service = await startService(t);
    const cwd = makeProject(`node-${file}`, { [file]: code });
    const env = environment(service);
    assertScenario(await told(process.execPath, [file], { cwd, env }), service);
    record({ place, version: NODE, ran: SCENARIO });
  });
}

const THREADS = 4;

test("node: worker_threads", async (t) => {
  const services = await Promise.all(Array.from({ length: THREADS }, () => startService(t)));
  const cwd = makeProject("node-threads", {
    "main.mjs": `
      import { Worker } from "node:worker_threads";
      const reports = JSON.parse(process.env.SERVICES).map((workerData) => {
        const worker = new Worker(new URL("thread.mjs", import.meta.url), { workerData });
        return new Promise((resolve, reject) => worker.on("message", resolve).on("error", reject));
      });
      console.log(JSON.stringify(await Promise.all(reports)));
    `,
    "thread.mjs": `
      import { parentPort, workerData } from "node:worker_threads";
      import * as place from "room-engine-admin";
      import { scenario } from "./scenario.mjs";
      parentPort.postMessage(await scenario(place, JSON.parse(workerData)));
    `,
  });
  const env = { SERVICES: JSON.stringify(services.map((it) => environment(it).SERVICE)) };
  const reports = await told(process.execPath, ["main.mjs"], { cwd, env });
  assert.equal(reports.length, THREADS);
  for (const [index, report] of reports.entries()) assertScenario(report, services[index]);
  const ran = `${SCENARIO}; ${THREADS} threads at once`;
  record({ place: "Node.js, worker_threads", version: NODE, ran });
});

const HANDLER = `
  import * as place from "room-engine-admin";
  import { scenario } from "./scenario.mjs";
  export const handler = (event) => scenario(place, event);
`;

const CALLERS = {
  cjs: "const { handler } = require('./index.cjs');",
  esm: "const { handler } = await import('./index.mjs');",
};

for (const [format, caller] of Object.entries(CALLERS)) {
  const place = `AWS Lambda-style single file, ${format}`;
  test(`node: ${place}`, async (t) => {
    const service = await startService(t);
    const file = format === "cjs" ? "index.cjs" : "index.mjs";
    const empty = mkdtempSync(join(tmpdir(), "single-file-"));
    t.after(() => rmSync(empty, { recursive: true }));
    await requireTool("esbuild").build({
      stdin: { contents: HANDLER, resolveDir: makeProject(`lambda-${format}`) },
      bundle: true,
      minify: true,
      platform: "node",
      target: "node20",
      format,
      outfile: join(empty, file),
    });
    assert.deepEqual(readdirSync(empty), [file]);
    const call = `${caller}
      handler(JSON.parse(process.env.SERVICE)).then((it) => console.log(JSON.stringify(it)));`;
    const args = [`--input-type=${format === "cjs" ? "commonjs" : "module"}`, "--eval", call];
    const options = { cwd: empty, env: environment(service) };
    assertScenario(await told(process.execPath, args, options), service);
    const version = `Node.js ${NODE}, esbuild ${versionOf("esbuild")}`;
    record({ place, version, ran: `${SCENARIO}; run from an empty folder` });
  });
}

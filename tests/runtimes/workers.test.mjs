// Cloudflare Workers, as their users bundle them, in Cloudflare's own runtime.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { record } from "../matrix.mjs";
import { PROJECT } from "../subject.mjs";
import { assertScenario, SCENARIO, startService } from "./service.mjs";
import { source, versionOf } from "./setup.mjs";
import {
  assertOneModule,
  bundleWithEsbuild,
  bundleWithWrangler,
  DATES,
  hasInlineModule,
  json,
  post,
  startWorker,
} from "./workerd.mjs";

const COMPATIBILITIES = DATES.flatMap((compatibilityDate) => [
  { compatibilityDate, compatibilityFlags: [] },
  { compatibilityDate, compatibilityFlags: ["nodejs_compat"] },
]);

const BUNDLERS = {
  wrangler: (name, compatibility) => bundleWithWrangler(name, compatibility),
  esbuild: (name, compatibility) =>
    bundleWithEsbuild(name, source("workers/scenario.js"), compatibility),
};

for (const [bundler, bundle] of Object.entries(BUNDLERS)) {
  const place = `Cloudflare Workers, bundled by ${bundler}`;
  test(`workerd: ${place}`, async (t) => {
    for (const [index, compatibility] of COMPATIBILITIES.entries()) {
      const service = await startService(t);
      const bundled = await bundle(`workers-${bundler}-${index}`, compatibility);
      assertOneModule(bundled);
      const url = await startWorker(t, bundled);
      const { baseUrl, secretKey } = service;
      assertScenario(await json(post(url, { baseUrl, secretKey })), service);
    }
    const version = `workerd ${versionOf("workerd")}, ${bundler} ${versionOf(bundler)}`;
    const ran = `${SCENARIO}; compatibility dates ${DATES.join(" and ")}, with and without nodejs_compat; one .wasm in the bundle`;
    record({ place, version, ran });
  });
}

test("workerd: the search for an inline module finds the one in the entry for Node", () => {
  const entry = join(PROJECT, "node_modules/room-engine-admin/dist/index.js");
  assert.ok(hasInlineModule(readFileSync(entry, "utf8")));
});

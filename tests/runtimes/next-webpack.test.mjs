// Next.js built with webpack, which looks through what the edge runtime is to run, and refuses to build
// what compiles code there.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { record } from "../matrix.mjs";
import { assertPlace, buildNext, places, serveNext, variables, WEBPACK_FILES } from "./next.mjs";
import { SCENARIO, startService } from "./service.mjs";
import { makeProject, versionOf } from "./setup.mjs";
import { assertNoInlineModule } from "./workerd.mjs";

let project;
let built;
let server;
const ends = [];

before(async () => {
  project = makeProject("next-webpack", WEBPACK_FILES);
  const service = await startService({ after: (close) => ends.push(close) });
  const env = variables("production", service);
  built = await buildNext(project, ["--webpack"], env);
  server = await serveNext(project, ["start"], env);
});

after(async () => {
  await server?.stop();
  for (const end of ends) await end();
});

for (const [place, path] of places("api/edge")) {
  test(`next: ${place}, webpack`, async (t) => {
    await assertPlace(t, server.url, path);
    const version = `next ${versionOf("next")}`;
    record({ place: `${place}, built with webpack`, version, ran: SCENARIO });
  });
}

test("next: webpack, nothing is said of code that the edge must not run", () => {
  assert.doesNotMatch(built, /Dynamic (Code|WASM)|not (allowed|supported) in (the )?Edge/i);
});

test("next: webpack, what is built for the edge holds the module as a file, not as text", () => {
  const folder = join(project, ".next/server");
  const files = readdirSync(folder, { recursive: true });
  assert.equal(files.filter((file) => file.endsWith(".wasm")).length, 1);
  const edge = ["middleware.js", "pages/api/edge.js"].map((file) => join(folder, file));
  for (const file of edge) assertNoInlineModule(readFileSync(file, "utf8"));
});

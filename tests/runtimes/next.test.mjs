// Next.js: an edge route, a route on Node and the middleware, built once and called.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { record } from "../matrix.mjs";
import { assertMounted, MOUNTED } from "./mounted.mjs";
import { assertPlace, buildNext, FILES, places, serveNext, variables } from "./next.mjs";
import { SCENARIO, startService } from "./service.mjs";
import { makeProject, versionOf } from "./setup.mjs";
import { assertNoInlineModule, hasInlineModule } from "./workerd.mjs";

let project;
let server;
let service;
const ends = [];

before(async () => {
  project = makeProject("next", FILES);
  // What its handlers call; all else is told where the service is.
  service = await startService({ after: (close) => ends.push(close) });
  const env = variables("production", service);
  await buildNext(project, [], env);
  server = await serveNext(project, ["start"], env);
});

after(async () => {
  await server?.stop();
  for (const end of ends) await end();
});

for (const [place, path] of places()) {
  test(`next: ${place}`, async (t) => {
    await assertPlace(t, server.url, path);
    const version = `next ${versionOf("next")}`;
    record({ place, version, ran: `${SCENARIO}; built with Turbopack, served by next start` });
  });
}

for (const [place, path] of [
  ["Next.js, handler in a Node route", "room-engine"],
  ["Next.js, handler in an edge route", "on-the-edge"],
]) {
  test(`next: ${place}`, async () => {
    await assertMounted(`${server.url}/api/${path}`, service);
    const version = `next ${versionOf("next")}`;
    record({ place, version, ran: `${MOUNTED}; built with Turbopack, served by next start` });
  });
}

test("next: what Next.js built for its edge runtime holds the module once, and not as text", () => {
  const texts = (folder) =>
    readdirSync(folder, { recursive: true })
      .filter((file) => file.endsWith(".js"))
      .map((file) => readFileSync(join(folder, file), "utf8"));
  const built = join(project, ".next/server");
  const modules = readdirSync(join(built, "edge"), { recursive: true });
  assert.equal(modules.filter((file) => file.endsWith(".wasm")).length, 1);
  const edge = texts(join(built, "edge"));
  assert.ok(edge.some((text) => text.includes("RoomEngineError")));
  for (const text of edge) assertNoInlineModule(text);
  // Else the search would find nothing anywhere.
  assert.ok(texts(join(built, "chunks")).some(hasInlineModule));
});

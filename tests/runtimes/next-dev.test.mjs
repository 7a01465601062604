// Next.js's development server, with each of its bundlers: what every user starts first.

import { test } from "node:test";
import { record } from "../matrix.mjs";
import { assertMounted, MOUNTED } from "./mounted.mjs";
import { assertPlace, FILES, places, serveNext, variables, WEBPACK_FILES } from "./next.mjs";
import { SCENARIO, startService } from "./service.mjs";
import { makeProject, versionOf } from "./setup.mjs";

for (const [bundler, files, edge] of [
  ["turbopack", FILES, "edge"],
  ["webpack", WEBPACK_FILES, "api/edge"],
]) {
  test(`next: dev --${bundler}`, async (t) => {
    const service = await startService(t);
    const project = makeProject(`next-dev-${bundler}`, files);
    const env = variables("development", service);
    const server = await serveNext(project, ["dev", `--${bundler}`], env);
    t.after(server.stop);
    const version = `next ${versionOf("next")}`;
    const where = `next dev --${bundler}`;
    for (const [place, path] of places(edge)) {
      await t.test(`next: ${place}`, async (t) => {
        await assertPlace(t, server.url, path);
        record({ place: `${place}, ${where}`, version, ran: SCENARIO });
      });
    }
    for (const [place, path] of [
      ["Next.js, handler in a Node route", "room-engine"],
      ["Next.js, handler in an edge route", "on-the-edge"],
    ]) {
      await t.test(`next: ${place}`, async () => {
        await assertMounted(`${server.url}/api/${path}`, service);
        record({ place: `${place}, ${where}`, version, ran: MOUNTED });
      });
    }
  });
}

// The server's half of an app, as bundlers build it for Node.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { after, test } from "node:test";
import { promisify } from "node:util";

import { serve } from "../browsers/setup.mjs";
import { record } from "../matrix.mjs";
import { MEMBER, member, WHO } from "../subject.mjs";
import { assertModules, filesIn, makeApp, run, versionOf } from "./app.mjs";

const TARGETS = [
  {
    name: "webpack, target node",
    package: "webpack",
    command: ["webpack", "--mode", "production", "--target", "node", "--entry", "./src/server.js"],
    // What it writes for Node is CommonJS.
    more: ["--output-filename", "server.cjs"],
    output: "dist/server.cjs",
  },
  {
    name: "Rspack, target node",
    package: "@rspack/core",
    command: ["rspack", "--mode", "production"],
    files: {
      "rspack.config.js": `export default {
        target: "node", entry: "./src/server.js", output: { filename: "server.cjs" },
      };`,
    },
    output: "dist/server.cjs",
  },
  {
    name: "Vite SSR",
    package: "vite",
    command: ["vite", "build", "--ssr", "src/server.js"],
    output: "dist/server.js",
    isExternal: true,
  },
  {
    name: "Vite SSR, noExternal",
    package: "vite",
    command: ["vite", "build", "--ssr", "src/server.js"],
    files: { "vite.config.js": "export default { ssr: { noExternal: true } };" },
    output: "dist/server.js",
  },
  {
    name: "Rollup, for Node",
    package: "rollup",
    command: ["rollup", "src/server.js", "--plugin", "node-resolve", "--dir", "dist"],
    output: "dist/server.js",
  },
];

for (const target of TARGETS) {
  const { name, command, more = [], files = {}, output, isExternal = false } = target;
  test(`bundlers: ${name}, built for Node, it calls with a key, and so does its handler`, {
    timeout: 60_000,
  }, async (t) => {
    const app = makeApp(t, files);
    await run(t, app, [...command, ...more]);
    const built = filesIn(join(app, "dist"));
    if (isExternal) assert.deepEqual(Object.keys(built), ["server.js"]);
    else assertModules(built, { page: 0, server: 1 });
    const { simulator, url } = await serve(t);
    const options = { ...WHO, ...MEMBER, baseUrl: url, nameCard: name.slice(0, 32) };
    const node = promisify(execFile)(process.execPath, [
      join(app, output),
      JSON.stringify(options),
    ]);
    const { stdout, stderr } = await node;
    const { reply, status } = JSON.parse(stdout);
    assert.deepEqual([reply?.actionStatus, status], ["OK", 200], stdout);
    assert.equal(stderr, "");
    const { nameCard, role } = member(simulator);
    assert.deepEqual([nameCard, role], [name.slice(0, 32), "Admin"]);
  });
}

after(() => {
  for (const { name, package: bundler } of TARGETS) {
    const version = `${bundler} ${versionOf(bundler)}, Node ${process.versions.node}`;
    record({
      place: name,
      version,
      ran: "built, run by Node with a secret key, and with a handler",
    });
  }
});

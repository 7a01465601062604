// An app as a user has it: a folder of its own, outside of this project, with the packed package
// installed and no configuration.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

import { PROJECT } from "../subject.mjs";

const APPS = fileURLToPath(new URL("apps", import.meta.url));
const PAGE = fileURLToPath(new URL("../browsers/pages/page.js", import.meta.url));

const shipped = (name) =>
  readFileSync(join(PROJECT, "node_modules/room-engine-admin/dist", name), "utf8");

/** What the package ships for a page with an `endpoint`, in bytes after gzip. */
export const SHIPPED = gzipped(shipped("browser.js"));

/** A part of what a file holds its module's bytes in, which no bundler has a reason to change. */
const sampleOf = (name) =>
  shipped(name)
    .match(/[A-Za-z0-9+/]{10000,}/)[0]
    .slice(4_000, 4_200);

/** The small module of pages, and the large one of servers and of pages that sign. */
const MODULES = { page: sampleOf("browser.js"), server: sampleOf("index.js") };

/**
 * Makes the app, until the end of the test; `files` are further ones, by name, and `more` is what its
 * manifest says besides.
 */
export function makeApp(test, files = {}, more = {}) {
  const folder = mkdtempSync(join(tmpdir(), "room-engine-admin-app-"));
  test.after(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(
    join(PROJECT, "node_modules/room-engine-admin"),
    join(folder, "node_modules/room-engine-admin"),
    {
      recursive: true,
    },
  );
  cpSync(APPS, join(folder, "src"), { recursive: true });
  cpSync(PAGE, join(folder, "src/page.js"));
  const manifest = { name: "app", private: true, type: "module", ...more };
  for (const [name, text] of Object.entries({
    "package.json": JSON.stringify(manifest),
    ...files,
  })) {
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/** An HTML page with a script. */
export const html = (script) => `<!doctype html>
<html lang="en">
  <meta charset="utf-8">
  <link rel="icon" href="data:,">
  <title>App</title>
  <script type="module" src="${script}"></script>
</html>
`;

/** Starts a bundler's own command; ends with the test at the latest. */
export function start(test, folder, [name, ...args]) {
  const program = join(bundlers(), "node_modules/.bin", name);
  // Without CI some ask before they do what they always do.
  const env = { ...process.env, CI: "true", NO_COLOR: "1" };
  const child = spawn(program, args, { cwd: folder, env, stdio: ["pipe", "pipe", "pipe"] });
  test.after(() => child.kill());
  child.output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => {
      child.output += text;
    });
  }
  return child;
}

/** Runs it to its end, which has to be a good one without a word of warning. */
export async function run(test, folder, command) {
  const child = start(test, folder, command);
  const code = await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  assert.equal(code, 0, `${command.join(" ")}\n${child.output}`);
  assert.doesNotMatch(child.output, /warn|polyfill|externalized|node:|could not|unresolved/i);
  return child.output;
}

/** Every file in a folder, by name: its text. */
export function filesIn(folder) {
  const files = {};
  for (const name of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!name.isFile()) continue;
    const path = join(name.parentPath ?? name.path, name.name);
    files[path.slice(folder.length + 1)] = readFileSync(path, "latin1");
  }
  return files;
}

/** Each module is in the output as often as that, and no file lies there that is no script. */
export function assertModules(files, expected) {
  const loaded = Object.entries(files).filter(([name]) => extname(name) !== ".map");
  const kinds = [...new Set(loaded.map(([name]) => extname(name)))].sort();
  assert.ok(
    kinds.every((kind) => [".html", ".js", ".cjs"].includes(kind)),
    `there is more than scripts: ${Object.keys(files)}`,
  );
  assert.deepEqual(modulesIn(Object.fromEntries(loaded)), expected);
}

/** How many copies there are of each module. */
function modulesIn(files) {
  const text = Object.values(files).join("");
  const copies = (sample) => text.split(sample).length - 1;
  return { page: copies(MODULES.page), server: copies(MODULES.server) };
}

/** How much script there is, in bytes and after gzip file by file, and which modules are in it. */
export function scriptsOf(files) {
  const scripts = Object.entries(files).filter(([name]) => extname(name) === ".js");
  const sum = (measure) => scripts.reduce((all, [, text]) => all + measure(text), 0);
  return {
    bytes: sum((text) => text.length),
    gzip: sum(gzipped),
    modules: modulesIn(Object.fromEntries(scripts)),
  };
}

function gzipped(text) {
  return gzipSync(Buffer.from(text, "latin1"), { level: 9 }).length;
}

/** The version of a bundler. */
export function versionOf(name) {
  return createRequire(join(bundlers(), "package.json"))(`${name}/package.json`).version;
}

function bundlers() {
  const { BUNDLERS } = process.env;
  if (BUNDLERS) return BUNDLERS;
  throw new Error("BUNDLERS is not set: run these tests with `cargo xtask test bundlers`");
}

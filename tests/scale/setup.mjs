// Where the tests' libraries and programs are, and processes that end with the test.

import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { PROJECT } from "../subject.mjs";

/** Where `package.json` of this folder is installed. */
export const SCALE = fromEnvironment("SCALE");

export const requireTool = createRequire(join(SCALE, "package.json"));

/** How long runs under load last. The figures of docs/scale.md are of 30. */
export const SECONDS = Number(process.env.SCALE_SECONDS ?? 10);

/** The rate that all machines together may have, in any second. */
export const LIMIT = 200;

/** A program of Debian's, which `variable` may name. */
export function program(name, variable, places = []) {
  const found = [process.env[variable], ...onPath(name), ...places].find(
    (file) => file && existsSync(file),
  );
  if (found) return found;
  throw new Error(`${name} is missing: install it, or name it in ${variable}`);
}

/**
 * Folders of examples/ side by side, with what npm would have installed there; the folder they are in.
 */
export function copyExamples(project, names) {
  const folder = join(SCALE, "projects", project);
  rmSync(folder, { recursive: true, force: true });
  const examples = fileURLToPath(new URL("../../examples", import.meta.url));
  for (const name of names) cpSync(join(examples, name), join(folder, name), { recursive: true });
  const installed = "node_modules/room-engine-admin";
  cpSync(join(PROJECT, installed), join(folder, installed), { recursive: true });
  return folder;
}

export const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits for something that has to come; the limit only ends a test that hangs. */
export async function until(holds, what, limitMs = 60_000) {
  const end = performance.now() + limitMs;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`it did not come: ${what}`);
    await wait(20);
  }
}

export function makeFolder(t) {
  const folder = mkdtempSync(join(tmpdir(), "scale-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Starts a program until the end of the test, however it is then. */
export function start(t, file, args, { env = {}, ...options } = {}) {
  const child = spawn(file, args, {
    stdio: ["ignore", "pipe", "pipe"],
    ...options,
    env: { ...process.env, NODE_TEST_CONTEXT: undefined, NODE_OPTIONS: undefined, ...env },
  });
  const output = { text: "" };
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text) => (output.text += text));
  }
  const end = new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code, signal) => resolve(code ?? signal));
  });
  end.catch(() => {});
  const kill = (signal) => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    return end;
  };
  t.after(() => kill("SIGKILL"));
  return { child, output, end, kill };
}

const onPath = (name) => (process.env.PATH ?? "").split(":").map((folder) => join(folder, name));

/** Debian keeps several versions of Postgres beside each other. */
export function postgresFolder() {
  const { POSTGRES_BIN } = process.env;
  if (POSTGRES_BIN) return POSTGRES_BIN;
  const debian = "/usr/lib/postgresql";
  const versions = existsSync(debian) ? readdirSync(debian) : [];
  const newest = versions.sort((a, b) => b - a).map((version) => join(debian, version, "bin"));
  return join(
    program(
      "postgres",
      "POSTGRES",
      newest.map((bin) => join(bin, "postgres")),
    ),
    "..",
  );
}

function fromEnvironment(name) {
  const { [name]: value } = process.env;
  if (value) return value;
  throw new Error(`${name} is not set: run these tests with \`cargo xtask test scale\``);
}

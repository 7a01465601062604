// Projects as users have them, in which the packed tarball is installed, and programs run in them.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { PROJECT } from "../subject.mjs";

/** Where the runtimes are installed: above all projects, so that these find them. */
export const RUNTIMES = fromEnvironment("RUNTIMES");

const LIMIT_MS = 240_000;

/** What a program of this project's own gets from there. */
export const requireTool = createRequire(join(RUNTIMES, "package.json"));

/** A program that npm installed there. */
export const bin = (name) => join(RUNTIMES, "node_modules/.bin", name);

/** The version of a package that npm installed there. */
export const versionOf = (name) => manifestOf(name).version;

/** This project's own source of a file that is copied into projects. */
export const source = (name) => readFileSync(new URL(name, import.meta.url), "utf8");

/**
 * A new project with these files besides the package, which npm has installed from the tarball.
 * `scenario.mjs` is always there.
 */
export function makeProject(name, files = {}) {
  const folder = join(RUNTIMES, "projects", name);
  rmSync(folder, { recursive: true, force: true });
  const installed = "node_modules/room-engine-admin";
  cpSync(join(PROJECT, installed), join(folder, installed), { recursive: true });
  const all = {
    "package.json": JSON.stringify({ private: true, type: "module" }),
    "scenario.mjs": source("scenario.mjs"),
    ...files,
  };
  for (const [file, text] of Object.entries(all)) {
    if (text === undefined) continue;
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  return folder;
}

/** Runs a program to its good end, and gives all that it wrote to its standard output. */
export async function run(program, args, { cwd, env } = {}) {
  const { code, stdout, stderr } = await start(program, args, { cwd, env, timeout: LIMIT_MS }).end;
  if (code !== 0) {
    throw new Error(`${program} ${args.join(" ")} ended with ${code}:\n${stdout}\n${stderr}`);
  }
  return stdout;
}

/** What a program tells in the last line that it writes. */
export async function told(program, args, options) {
  const stdout = await run(program, args, options);
  return JSON.parse(stdout.trim().split("\n").at(-1));
}

/** Starts a program; `end` is what became of it, `wrote` waits for it to write something. */
export function start(program, args, { cwd, env = {}, timeout } = {}) {
  const child = spawn(program, args, {
    cwd,
    // The runner's own mark would have a test runner inside believe that it is a part of it.
    env: { ...process.env, NODE_TEST_CONTEXT: undefined, NODE_OPTIONS: undefined, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    timeout,
  });
  const output = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"]) {
    child[name].setEncoding("utf8").on("data", (text) => (output[name] += text));
  }
  const end = new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code: code ?? signal, ...output }));
  });
  end.catch(() => {});
  return { child, end, output };
}

/** The address of the server that a program says it has started. */
export async function announced({ child, output }) {
  for (;;) {
    const found = output.stdout.match(/http:\/\/127\.0\.0\.1:\d+/);
    if (found) return found[0];
    await Promise.race([once(child.stdout, "data"), once(child, "exit")]);
    assert.equal(child.exitCode, null, output.stdout + output.stderr);
  }
}

/** Starts a server until the end of the test; it has to print its address. */
export async function startServer(t, program, args, options) {
  const server = start(program, args, options);
  t.after(() => stop(server));
  return announced(server);
}

/** Ends a program, if it has not ended. */
export async function stop({ child, end }) {
  if (child.exitCode !== null) return;
  child.kill();
  await end;
}

function manifestOf(name) {
  return JSON.parse(readFileSync(join(RUNTIMES, "node_modules", name, "package.json"), "utf8"));
}

function fromEnvironment(name) {
  const { [name]: value } = process.env;
  if (value) return value;
  throw new Error(`${name} is not set: run these tests with \`cargo xtask test runtimes\``);
}

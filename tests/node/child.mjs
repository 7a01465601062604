// Programs of their own, for what concerns a whole process. They run in the project in which the
// package is installed, so that its name resolves there as it does for users.

import { spawn } from "node:child_process";
import { PROJECT } from "../subject.mjs";

const LIMIT_MS = 60_000;

/** Runs an ES module to its end. */
export const runModule = (code, options) => run(["--input-type=module", "--eval", code], options);

/** Runs a CommonJS script to its end. */
const runScript = (code, options) => run(["--input-type=commonjs", "--eval", code], options);

/** What the module logs last, which has to be JSON. */
export async function valueOf(code, options) {
  return parse(await runModule(code, options));
}

/** The same for a CommonJS script. */
export async function valueOfScript(code, options) {
  return parse(await runScript(code, options));
}

/** Runs Node with these arguments to its end. */
export function run(args, { env = {}, flags = [], timeout = LIMIT_MS } = {}) {
  const child = spawn(process.execPath, [...flags, ...args], {
    cwd: PROJECT,
    env: { ...process.env, NODE_TEST_CONTEXT: undefined, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    timeout,
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text) => (stderr += text));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
}

/** What a program that has ended well logged last, which has to be JSON. */
export function parse({ code, signal, stdout, stderr }) {
  if (code !== 0) throw new Error(`the program ended with ${code ?? signal}:\n${stderr}`);
  return JSON.parse(stdout.trim().split("\n").at(-1));
}

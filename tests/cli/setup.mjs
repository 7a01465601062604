// The command line as people have it: both packages installed side by side, started as a program of its
// own, against a service on a free port of 127.0.0.1.

import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** The folder in which both packages are installed. */
const { CLI_PROJECT: PROJECT } = process.env;
if (!PROJECT)
  throw new Error("CLI_PROJECT is not set: run these tests with `cargo xtask test cli`");

export const CLI = join(PROJECT, "node_modules/room-engine-admin-cli");
export const PROGRAM = join(CLI, "dist/bin.js");

const require = createRequire(join(PROJECT, "package.json"));
export const { createSimulator, demoRooms } = require("room-engine-admin/simulator");
export const { listen } = require("room-engine-admin/simulator/node");

/** The table that the commands are made of, as the installed program has it. */
export const { table } = await import(pathToFileURL(join(CLI, "dist/table.js")));

/** Only what hangs takes so long. */
const LIMIT_MS = 600_000;

export const SECRET_KEY = "6b1f0cf3a97d5e2284c0b9d1e7f3a65828d4c1b0f9e8d7c6b5a4938271605f4e";

/** Who calls the service at `url`. */
export const who = (url) => ({
  BASE_URL: url,
  SDK_APP_ID: "1400000000",
  IDENTIFIER: "administrator",
  SECRET_KEY,
});

export function makeFolder(t) {
  const folder = mkdtempSync(join(tmpdir(), "cli-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A file in a folder of its own, which goes with the test. */
export function makeFile(t, name, content) {
  const file = join(makeFolder(t), name);
  writeFileSync(file, content);
  return file;
}

/** The simulator on a port of its own. */
export async function simulate(t, options = {}) {
  const simulator = createSimulator({
    sdkAppId: 1_400_000_000,
    secretKey: SECRET_KEY,
    rooms: demoRooms(),
    callsPerSecond: 0,
    ...options,
  });
  const { url, close } = await listen(simulator);
  t.after(close);
  return { simulator, url, env: who(url) };
}

/** What this process has is not what the program shall find. */
const bare = () => ({
  PATH: process.env.PATH,
  HOME: "/nonexistent",
  TMPDIR: process.env.TMPDIR ?? "",
});

/** Starts the program; `ended` resolves with its exit code, its signal, and what it wrote. */
export function start(
  words,
  { env = {}, input, flags = [], program = process.execPath, timeout = LIMIT_MS } = {},
) {
  const args = program === process.execPath ? [...flags, PROGRAM, ...words] : words;
  const child = spawn(program, args, { env: { ...bare(), ...env }, timeout });
  const output = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"]) {
    child[name].setEncoding("utf8").on("data", (text) => (output[name] += text));
  }
  child.stdin.on("error", () => {});
  // `null` leaves it open.
  if (input !== null) child.stdin.end(input);
  const ended = new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code, signal, ...output }));
  });
  return { child, output, ended };
}

/** Runs the program to its end. */
export const run = (words, options) => start(words, options).ended;

export const jsonLines = (text) =>
  text
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));

export const readLines = (file) => jsonLines(readFileSync(file, "utf8"));

/**
 * A service that answers well, and keeps the order in which changes of each member arrive, and that in
 * which they are made, once `latency` is over. A name card is a number that rises with the rows.
 * `answer` gives what it says, `{ status }` for an error of HTTP, or nothing, to hang up at once and make
 * the change all the same.
 */
export async function startService(t, { latency = () => 0, answer = () => OK } = {}) {
  const seen = { calls: 0, last: new Map(), falls: [], waiting: [], sent: [] };
  seen.made = { calls: 0, last: new Map(), falls: [] };
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (text) => (body += text));
    request.on("end", () => {
      const { MemberInfo: change } = JSON.parse(body);
      arrive(seen, change);
      const said = answer(JSON.parse(body));
      if (!said) request.socket.destroy();
      if (said?.status) response.statusCode = said.status;
      const make = () => {
        seen.made.calls += 1;
        if (!said?.ErrorCode) note(seen.made, change);
        response.end(JSON.stringify(said));
      };
      // What never ends is not to keep the tests from ending.
      setTimeout(make, latency(change)).unref();
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  return { seen, env: who(`http://127.0.0.1:${server.address().port}`) };
}

const OK = { ActionStatus: "OK", ErrorCode: 0, ErrorInfo: "" };

/** Notes a change, and whether it brings back an older value. */
function note(order, { Member_Account: member, NameCard: name }) {
  if (name === undefined) return;
  const value = Number(name);
  const before = order.last.get(member) ?? -1;
  if (value < before) order.falls.push({ member, before, value });
  order.last.set(member, value);
}

function arrive(seen, change) {
  seen.calls += 1;
  seen.sent.push(change);
  note(seen, change);
  seen.waiting = seen.waiting.filter(({ count, resolve }) => {
    if (seen.calls < count) return true;
    resolve();
    return false;
  });
}

/** Resolves once so many calls have arrived. */
export const arrivals = (seen, count) =>
  new Promise((resolve) => {
    if (seen.calls >= count) resolve();
    else seen.waiting.push({ count, resolve });
  });

/** CSV of `rows` rows on `members` members, each with its own number as name card. */
export const csvOf = (rows, members) =>
  `roomId,memberAccount,nameCard\n${Array.from(
    { length: rows },
    (_, row) => `room,member${row % members},${row}\n`,
  ).join("")}`;

/** The last row of each member of `csvOf`. */
export const lastOf = (rows, members) =>
  new Map(
    Array.from({ length: Math.min(rows, members) }, (_, member) => {
      const last = rows - 1 - ((rows - 1 - member) % members);
      return [`member${member}`, last];
    }),
  );

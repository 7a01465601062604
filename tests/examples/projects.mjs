// The projects of examples/, with the packed package installed, and a service for them to call.

import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeProject, start, startServer } from "../runtimes/setup.mjs";
import { listen, SECRET_KEY, simulate, WHO } from "../subject.mjs";

const EXAMPLES = fileURLToPath(new URL("../../examples/", import.meta.url));
export const OPERATOR_TOKEN = "token-of-a-test";
export const ROOM = "room-test";

/** The files of an example, by name. */
export function filesOf(example) {
  const folder = join(EXAMPLES, example);
  const names = readdirSync(folder, { recursive: true });
  const files = names.filter((name) => statSync(join(folder, name)).isFile());
  return Object.fromEntries(files.map((name) => [name, readFileSync(join(folder, name), "utf8")]));
}

/** A copy of it as a user would have it, who has run `npm install`. */
export const copyOf = (example) => makeProject(`example-${example}`, filesOf(example));

/** A room with two members, and what a program has to be told to find it. */
export async function startRoom(t) {
  const simulator = simulate({ rooms: { [ROOM]: { members: ["user4", "user5"] } } });
  const { url, close } = await listen(simulator);
  t.after(close);
  const env = {
    SDK_APP_ID: String(WHO.sdkAppId),
    SECRET_KEY,
    BASE_URL: url,
    OPERATOR_TOKEN,
    PORT: "0",
  };
  return { room: simulator.rooms[ROOM], env };
}

/** Runs a program of an example to its end. */
export const runIn = (cwd, args, env) => start(process.execPath, args, { cwd, env }).end;

/** Starts a server of an example; its address. */
export const serve = (t, cwd, [program, ...args], env) =>
  startServer(t, program, args, { cwd, env });

/** POSTs JSON as an operator, or as whoever has that token. */
export function post(url, body, token = OPERATOR_TOKEN) {
  const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
  return fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
}

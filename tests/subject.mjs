// What is under test: the package as its users have it, by name, from a project in which nothing but
// the packed tarball is installed. `cargo xtask test node` names that project.

import assert from "node:assert/strict";
import { existsSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

export const PROJECT = fromEnvironment("PACKAGE_PROJECT");
export const TARBALL = fromEnvironment("PACKAGE_TARBALL");

/** What CommonJS code of the project gets. */
export const requirePackage = createRequire(join(PROJECT, "package.json"));

/** What ESM code of the project gets. */
export const importPackage = await importer();

export const {
  RoomEngineAdmin,
  RoomEngineError,
  VERSION,
  inspectUserSig,
  signUserSig,
  updateRoomMemberInfo,
} = await importPackage("room-engine-admin");
export const { nodeFetch } = await importPackage("room-engine-admin/node");
export const { createSimulator } = await importPackage("room-engine-admin/simulator");
export const { listen } = await importPackage("room-engine-admin/simulator/node");

/** A key of nobody's. */
export const SECRET_KEY = "6b1f0cf3a97d5e2284c0b9d1e7f3a65828d4c1b0f9e8d7c6b5a4938271605f4e";

export const WHO = { sdkAppId: 1_400_000_000, identifier: "administrator", secretKey: SECRET_KEY };
export const MEMBER = { roomId: "room-test", memberAccount: "user4" };
export const PATH = "/v4/room_engine_http_srv/update_room_member_info";

/** The service with one room and one member. */
export function simulate(options = {}) {
  const { sdkAppId, secretKey } = WHO;
  const rooms = {
    [MEMBER.roomId]: { members: { [MEMBER.memberAccount]: { nameCard: "before" } } },
  };
  return createSimulator({ sdkAppId, secretKey, rooms, ...options });
}

/** The member as the simulator has it now. */
export const member = (simulator) => simulator.rooms[MEMBER.roomId].members[MEMBER.memberAccount];

/** Puts a simulator behind a real server until the end of the test. */
export async function serve(test, simulator) {
  const { url, close } = await listen(simulator);
  test.after(close);
  return url;
}

/** What a promise rejects with, whatever it is; a promise that does not reject fails the test. */
export async function rejection(promise) {
  let value;
  try {
    value = await promise;
  } catch (reason) {
    return reason;
  }
  return assert.fail(`it should have been rejected, and gave ${JSON.stringify(value)}`);
}

function fromEnvironment(name) {
  const { [name]: value } = process.env;
  if (value && existsSync(value)) return value;
  throw new Error(`${name} is not set: run these tests with \`cargo xtask test node oracle\``);
}

/** A file inside the project, since `import` looks from where it is written. */
async function importer() {
  const file = join(PROJECT, "import-from-here.mjs");
  // Renamed into place: other test files, in processes of their own, may be reading it.
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, "export const load = (specifier) => import(specifier);\n");
  renameSync(draft, file);
  const { load } = await import(pathToFileURL(file));
  return load;
}

// Looks at every row before the first one is sent, by the package's own rules.

import { createHash } from "node:crypto";
import { RoomEngineAdmin } from "room-engine-admin";
import { keyOf, OPERATION, rowsOf } from "./rows.js";

/** More are counted, and not kept. */
const MOST_KEPT = 20;

/** An answer without a network: what gets so far is good. */
const ANSWER = {
  status: 200,
  headers: { get: () => null },
  text: async () => '{"ErrorCode":0}',
};

/** `{ rows, wrong, problems, repeated }`; how many rows repeat a member is only counted when asked for. */
export async function check(input, room, { isCounting, progress, signal }) {
  const checker = new RoomEngineAdmin({
    sdkAppId: 1,
    identifier: "nobody",
    userSig: "none",
    callsPerSecond: 0,
    fetch: async () => ANSWER,
  });
  const found = { rows: 0, wrong: 0, problems: [], repeated: 0 };
  const members = new Set();
  for await (const { line, update, problem } of rowsOf(input, room)) {
    signal.throwIfAborted();
    found.rows += 1;
    progress.checked(found.rows);
    const wrong = problem ?? (await problemOf(checker, update));
    if (wrong) {
      found.wrong += 1;
      if (found.problems.length < MOST_KEPT) found.problems.push({ line, ...wrong });
    } else if (isCounting) {
      members.add(fingerprint(update));
      found.repeated = found.rows - found.wrong - members.size;
    }
  }
  checker.free();
  return found;
}

async function problemOf(checker, update) {
  try {
    await checker[OPERATION](update);
    return undefined;
  } catch ({ message, field, hint }) {
    return { message, field, hint };
  }
}

/** A number for a member: a set of the names of a million would be large. */
const fingerprint = (update) => createHash("sha1").update(keyOf(update)).digest().readUIntBE(0, 6);

// The rows of a file as updates of members, with the line that each begins in.

import { table } from "../table.js";
import { csvRows } from "./csv.js";
import { jsonRows } from "./jsonl.js";

export const OPERATION = "updateRoomMemberInfo";
const { options } = table[OPERATION];
const KEYS = options.filter(({ required }) => required).map(({ name }) => name);

/** What each row may say, and so what the columns of a CSV are. */
export const COLUMNS = options.map(({ name }) => name);
/** What of it can be changed. */
export const CHANGES = COLUMNS.filter((name) => !KEYS.includes(name));

/**
 * `{ index, line, update }` for each row, or `{ index, line, problem }` where it can be no update. They
 * come one at a time, however long the file is.
 */
export async function* rowsOf({ texts, format }, room) {
  const read = format === "csv" ? csvRows : jsonRows;
  let index = 0;
  for await (const { line, update, problem } of read(texts(), COLUMNS)) {
    if (update && room !== undefined) update.roomId ??= room;
    yield { index, line, update, problem: problem ?? problemOf(update) };
    index += 1;
  }
}

/** What the package would let pass, and nobody can have meant. */
function problemOf(update) {
  const broken = COLUMNS.find((name) => String(update[name]).includes("\ufffd"));
  if (broken) {
    return {
      field: broken,
      message: `\`${broken}\` holds U+FFFD: its text was broken before it came here`,
    };
  }
  const isUpdate = Object.keys(update).every((name) => COLUMNS.includes(name));
  const isEmpty = !CHANGES.some((name) => isGiven(update[name]));
  // With a name that is unknown, that is what is wrong.
  return isUpdate && isEmpty ? { message: `it sets nothing: ${CHANGES.join(", ")}` } : undefined;
}

/** Rows of the same member have the same key. */
export const keyOf = ({ roomId, memberAccount }) => JSON.stringify([roomId, memberAccount]);

/** `null`, and nothing, leave a field as it is. */
export const isGiven = (value) => value !== undefined && value !== null;

/** Updates of one member as one: of each field, the last value. */
export function merged(updates) {
  const given = updates.map((update) =>
    Object.fromEntries(Object.entries(update).filter(([, value]) => isGiven(value))),
  );
  return Object.assign({}, ...given);
}

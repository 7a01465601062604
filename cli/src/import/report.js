// A line of JSON for each row and what became of it.

import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { UsageError } from "../problems.js";
import { writeWhole } from "./files.js";

/** A writer of outcomes; without a file, one that writes nothing. */
export function openReport(file) {
  if (file === undefined) return { write() {}, close() {} };
  let fd;
  try {
    fd = openSync(file, "a", 0o600);
    if (hasTornLine(file, fd)) writeWhole(fd, "\n");
  } catch (error) {
    throw new UsageError(`${file} cannot be written: ${error.code}`);
  }
  return {
    /** On its way to the disk before the journal says that the row has ended: no outcome is lost. */
    write: (outcome) => writeWhole(fd, `${JSON.stringify(outcome)}\n`),
    close: () => closeSync(fd),
  };
}

/** Whether the last line has no end, as a full disk leaves it: the next one is to be a line of its own. */
function hasTornLine(file, fd) {
  const { size } = fstatSync(fd);
  // What is no file, such as a pipe, has no size.
  if (size === 0) return false;
  const reading = openSync(file, "r");
  const last = Buffer.alloc(1);
  readSync(reading, last, 0, 1, size - 1);
  closeSync(reading);
  return last.toString() !== "\n";
}

/** What is told of a row that was sent. */
export function outcomeOf(line, { roomId, memberAccount }, { ok, reply, error }) {
  const row = { line, room: roomId, member: memberAccount, outcome: ok ? "done" : "failed" };
  if (ok) return { ...row, code: 0, requestId: reply.requestId, attempts: reply.attempts };
  const { code, requestId, attempts, message } = error;
  return { ...row, code, requestId, attempts, message };
}

export const supersededOutcome = (line, { roomId, memberAccount }) => ({
  line,
  room: roomId,
  member: memberAccount,
  outcome: "superseded",
});

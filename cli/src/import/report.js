// A line of JSON for each row and what became of it.

import { closeSync, openSync, writeSync } from "node:fs";
import { UsageError } from "../problems.js";

/** A writer of outcomes; without a file, one that writes nothing. */
export function openReport(file) {
  if (file === undefined) return { write() {}, close() {} };
  let fd;
  try {
    fd = openSync(file, "a", 0o600);
  } catch (error) {
    throw new UsageError(`${file} cannot be written: ${error.code}`);
  }
  return {
    /** On its way to the disk before the journal says that the row has ended: no outcome is lost. */
    write: (outcome) => writeSync(fd, `${JSON.stringify(outcome)}\n`),
    close: () => closeSync(fd),
  };
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

// What went wrong, in words, and the exit code that says it to scripts.

import { RoomEngineError } from "room-engine-admin";
import { inFlags } from "./flags.js";
import { printable } from "./print.js";
import { credentialCodes } from "./table.js";

/** As scripts see them. */
export const EXIT = { done: 0, failed: 1, usage: 2, refused: 4, interrupted: 130 };

/** Something that the one who typed the command can put right: nothing was sent. */
export class UsageError extends Error {
  constructor(message, hint) {
    super(message);
    this.hint = hint;
  }
}

/** Whether the service refuses who calls, so that any other call would be refused as well. */
export const isRefused = (error) =>
  RoomEngineError.is(error) && credentialCodes.includes(error.code);

export function exitCodeOf(error) {
  if (error instanceof UsageError || error?.kind === "invalid") return EXIT.usage;
  return isRefused(error) ? EXIT.refused : EXIT.failed;
}

/** An error as lines for people, or as one line of JSON for programs. */
export function told(error, { json = false, operation } = {}) {
  const fields = RoomEngineError.is(error)
    ? error.toJSON()
    : { message: error?.message ?? String(error), hint: error?.hint };
  if (json) return `${JSON.stringify(fields)}\n`;
  const { message, hint, requestId, attempts } = fields;
  const lines = [`error: ${inFlags(message, operation)}`];
  const way = inFlags(hint ?? "", operation);
  if (way) lines.push(`hint: ${way}`);
  if (requestId) lines.push(`request: ${requestId}`);
  if (attempts > 1) lines.push(`attempts: ${attempts}`);
  return `${lines.map(printable).join("\n")}\n`;
}

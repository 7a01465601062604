// What has been sent since the page was opened: in memory only.

import { send } from "./calls.js";

/** Names of people: no more of them than one can look through. */
const MOST = 500;

const entries = [];
const listeners = [];

/** The newest first: `{ number, operation, options, at, outcome }`, without an outcome while it is under way. */
export const sentEntries = () => entries;

export const onSent = (show) => listeners.push(show);

let count = 0;

/** Makes a call and keeps it. Returns `{ reply }` or `{ error }`. */
export async function sendAndKeep(operation, options, onAttempt) {
  count += 1;
  const entry = { number: count, operation, options, at: new Date(), outcome: undefined };
  entries.unshift(entry);
  entries.length = Math.min(entries.length, MOST);
  tell();
  entry.outcome = await send(operation, options, onAttempt);
  tell();
  return entry.outcome;
}

function tell() {
  for (const show of listeners) show();
}

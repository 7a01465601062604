// What became of each line, as a file for spreadsheets.

import { toCsv } from "./csv.js";
import { element } from "./dom.js";
import { inBrief } from "./explain.js";
import { FIELDS_OF_LINE } from "./lines.js";
import { text } from "./texts.js";

/** Has the browser keep a file with what became of each line. */
export function downloadReport(lines) {
  const heads = ["line", ...FIELDS_OF_LINE, "state", "code", "meaning", "requestId", "time"];
  const rows = lines.map(({ number, call, state, outcome, fault, at }) => [
    number,
    ...FIELDS_OF_LINE.map((field) => call[field]),
    state,
    outcome?.error?.code,
    outcome
      ? inBrief(outcome, "updateRoomMemberInfo")
      : fault && (fault.error?.message ?? text(...fault.text)),
    (outcome?.reply ?? outcome?.error)?.requestId,
    at?.toISOString(),
  ]);
  const file = new Blob([toCsv([heads, ...rows])], { type: "text/csv;charset=utf-8" });
  const href = URL.createObjectURL(file);
  element("a", { href, download: "room-console.csv" }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}

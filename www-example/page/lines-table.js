// The lines of a list as a table: what each will set, and what became of it.

import { shown } from "./changes.js";
import { byId, element, fill } from "./dom.js";
import { explain } from "./explain.js";
import { FIELDS_OF_LINE } from "./lines.js";
import { text } from "./texts.js";

/** Shows all lines; each keeps its row, to be shown anew by itself. */
export function showLines(lines) {
  const heads = ["line", "state", ...FIELDS_OF_LINE];
  const cells = heads.map((name) => element("th", { scope: "col" }, text(name)));
  const rows = lines.map((line) => {
    line.row = element("tr");
    showLine(line);
    return line.row;
  });
  fill(byId("lines"), element("thead", {}, element("tr", {}, cells)), element("tbody", {}, rows));
}

export function showLine(line) {
  const { number, call, state, row } = line;
  row.className = state.toLowerCase();
  const cells = FIELDS_OF_LINE.map((field) =>
    element(
      "td",
      { class: line.fault?.error?.field === field ? "bad" : undefined },
      cellText(field, call[field]),
    ),
  );
  fill(
    row,
    element("th", { scope: "row" }, String(number)),
    element("td", { class: "state" }, element("b", {}, text(`state${state}`)), reasonOf(line)),
    cells,
  );
}

const cellText = (field, value) =>
  value === undefined
    ? element("span", { class: "note", title: text("leave") }, "–")
    : shown(field, value);

function reasonOf({ fault, outcome, state }) {
  if (fault?.text) return element("span", {}, text(...fault.text));
  const error = fault?.error ?? (state === "Failed" ? outcome.error : undefined);
  if (!error) return undefined;
  const { title, meaning, isForeign } = explain(error);
  const said = meaning || title;
  const code = error.code === undefined || said.includes(error.code) ? "" : `${error.code}: `;
  return element("span", { lang: isForeign ? "en" : undefined }, code, said);
}

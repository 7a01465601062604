// The lines of a list as a table: what each will set, and what became of it.

import { byId, element, fill } from "./dom.js";
import { explain } from "./explain.js";
import { partsOf } from "./invisible.js";
import { FIELDS_OF_LINE } from "./lines.js";
import { maybeText, text } from "./texts.js";

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
    : field === "memberAccount" || field === "roomId"
      ? partsOf(value).map((part) => part.text ?? element("mark", { class: "unseen" }, part.code))
      : shown(field, value);

function reasonOf({ fault, outcome, state }) {
  if (fault?.text) return element("span", {}, text(...fault.text));
  const error = fault?.error ?? (state === "Failed" ? outcome.error : undefined);
  if (!error) return undefined;
  const { title, meaning, isForeign } = explain(error, "updateRoomMemberInfo");
  const said = meaning || title;
  const code = error.code === undefined || said.includes(error.code) ? "" : `${error.code}: `;
  return element("span", { lang: isForeign ? "en" : undefined }, code, said);
}

/** A role in the page's language; a text as it is, and an empty one by name. */
function shown(field, value) {
  if (field === "role") return maybeText(`value${value}`) ?? value;
  return value === "" ? text("empty") : value;
}

// What a call sets, for people.

import { element } from "./dom.js";
import { text } from "./texts.js";

const FIELDS = ["nameCard", "role", "customInfo"];

/** A role in the page's language; a text as it is, and an empty one by name. */
export function shown(field, value) {
  if (field === "role" && value === "") return text("unknown");
  if (field === "role")
    return ["Admin", "Member", "Owner"].includes(value) ? text(`role${value}`) : value;
  return value === "" ? text("empty") : value;
}

/** A list of what a call sets, with what a member has now where that is known. */
export function changeList(call, current) {
  const set = FIELDS.filter((field) => call[field] !== undefined);
  return element(
    "dl",
    { class: "changes" },
    set.map((field) => row(field, call[field], current?.[field])),
  );
}

function row(field, value, before) {
  const isSame = before === value;
  return element(
    "div",
    {},
    element("dt", {}, text(field)),
    element(
      "dd",
      {},
      before !== undefined && !isSame && [element("del", {}, shown(field, before)), " → "],
      element("ins", {}, shown(field, value)),
      isSame && element("span", { class: "note" }, ` ${text("summarySame")}`),
    ),
  );
}

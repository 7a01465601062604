// What has been sent, to look at, to repeat, and to fill the form with.

import { changeList } from "./changes.js";
import { byId, element, fill } from "./dom.js";
import { explain, inBrief } from "./explain.js";
import { fillForm } from "./member.js";
import { requestLine } from "./outcome.js";
import { onSent, sendAndKeep, sentEntries } from "./sent.js";
import { onLanguage, text, timeOf } from "./texts.js";

export function startHistory() {
  onSent(show);
  onLanguage(show);
  window.addEventListener("hashchange", show);
  show();
}

function show() {
  const entries = sentEntries();
  byId("sent-count").textContent = entries.length === 0 ? "" : String(entries.length);
  // A run of many would make the list anew with each line, for nobody.
  if (byId("view-sent").hidden) return;
  const focused = document.activeElement?.dataset.key;
  const list =
    entries.length === 0
      ? element("p", { class: "card note" }, text("sentNothing"))
      : element("ol", { class: "entries" }, entries.map(entryItem));
  fill(byId("sent"), list);
  // Whoever stood on a button still stands on it.
  if (focused) document.querySelector(`[data-key="${focused}"]`)?.focus();
}

function entryItem({ number, call, at, outcome }) {
  const { roomId, memberAccount } = call;
  const button = (name, onclick) => {
    const label = `${text(name)}: ${roomId} / ${memberAccount}`;
    const key = `${name}-${number}`;
    return element(
      "button",
      { type: "button", class: "small quiet", "aria-label": label, "data-key": key, onclick },
      text(name),
    );
  };
  return element(
    "li",
    { class: "card entry" },
    element(
      "header",
      {},
      element("time", { dateTime: at.toISOString() }, timeOf(at)),
      element("h2", {}, element("code", {}, roomId), " / ", element("code", {}, memberAccount)),
      badge(outcome),
    ),
    changeList(call),
    outcome?.error && problemLine(outcome.error),
    requestLine((outcome?.reply ?? outcome?.error)?.requestId),
    element(
      "div",
      { class: "actions" },
      button("repeat", () => repeat(call)),
      button("fill", () => refill(call)),
    ),
  );
}

function badge(outcome) {
  if (!outcome) return element("span", { class: "badge" }, text("stateUnderWay"));
  const state = outcome.reply ? "Done" : "Failed";
  return element("span", { class: `badge ${state.toLowerCase()}` }, text(`state${state}`));
}

function problemLine(error) {
  const { title, meaning, isForeign } = explain(error);
  return element("p", { class: "problem", lang: isForeign ? "en" : undefined }, meaning || title);
}

async function repeat(call) {
  const outcome = await sendAndKeep(call);
  const said = { member: call.memberAccount, outcome: inBrief(outcome) };
  byId("sent-said").textContent = text("repeated", said);
}

function refill(call) {
  fillForm(call);
  location.hash = "#member";
}

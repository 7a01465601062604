// What became of a call, as a card: the reply with its RequestId, or the error with what to do.

import { element } from "./dom.js";
import { explain } from "./explain.js";
import { text, timeOf } from "./texts.js";

/** The card of one call. `again` is offered where repeating makes sense. */
export function outcomeCard({ call, outcome, at, again }) {
  const { roomId: room, memberAccount: member } = call;
  // The form may be about somebody else by now.
  const whose = element("p", { class: "note" }, text("whose", { room, member, time: timeOf(at) }));
  return outcome.reply ? replyCard(outcome.reply, whose) : errorCard(outcome.error, whose, again);
}

function replyCard({ requestId }, whose) {
  return element(
    "div",
    { class: "result good" },
    element("h3", {}, text("done")),
    whose,
    requestLine(requestId),
  );
}

function errorCard(error, whose, again) {
  const { title, meaning, advice, isForeign } = explain(error);
  const lang = isForeign ? "en" : undefined;
  const { code, status, attempts, requestId, retryable } = error;
  return element(
    "div",
    { class: "result bad" },
    element("h3", {}, title),
    whose,
    meaning && element("p", { lang }, meaning),
    advice &&
      element(
        "p",
        {},
        element("b", {}, `${text("whatToDo")}: `),
        element("span", { lang }, advice),
      ),
    retryable && element("p", {}, text("mayRepeat")),
    element(
      "dl",
      { class: "facts" },
      fact("code", code),
      fact("status", status),
      fact("attempts", attempts > 1 ? attempts : undefined),
    ),
    requestLine(requestId),
    again &&
      mayHelp(error) &&
      element("button", { type: "button", class: "small", onclick: again }, text("again")),
  );
}

/** Whether sending the same again is worth a button. */
const mayHelp = ({ kind, retryable }) => retryable || kind === "session" || kind === "load";

const fact = (name, value) =>
  value === undefined
    ? []
    : element("div", {}, element("dt", {}, text(name)), element("dd", {}, String(value)));

/** The RequestId with a button that copies it. */
export function requestLine(requestId) {
  if (!requestId) return undefined;
  const said = element("span", { role: "status", class: "said" });
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(requestId);
      said.textContent = text("copied");
    } catch {
      said.textContent = text("copyFailed");
    }
  };
  const label = `${text("copy")}: ${text("requestId")} ${requestId}`;
  return element(
    "p",
    { class: "request" },
    element("span", { class: "name" }, text("requestId")),
    element("code", {}, requestId),
    element(
      "button",
      { type: "button", class: "small quiet", "aria-label": label, onclick: copy },
      text("copy"),
    ),
    said,
  );
}

// One member: the form, what it will change, and what came of it.

import { LIMITS } from "room-engine-admin/slim";
import { changeList } from "./changes.js";
import { byId, element, fill } from "./dom.js";
import { explain } from "./explain.js";
import {
  problemsOf,
  readForm,
  setsNothing,
  TEXT_FIELDS,
  tickWhatIsTyped,
  writeForm,
  writeMember,
} from "./form.js";
import { limit } from "./limited.js";
import { outcomeCard } from "./outcome.js";
import { FIELDS, showProblems } from "./problems.js";
import { remember } from "./recent.js";
import { currentMember, showRoom, startRoom } from "./room.js";
import { sendAndKeep } from "./sent.js";
import { showRecent, suggestNames } from "./suggest.js";
import { onLanguage, text } from "./texts.js";

let counters;
let last;
let isSending = false;

export function startMember() {
  counters = TEXT_FIELDS.map((field) => limit(FIELDS[field], LIMITS.updateRoomMemberInfo[field]));
  const form = byId("member-form");
  form.addEventListener("input", tickWhatIsTyped);
  form.addEventListener("input", showSummary);
  form.addEventListener("submit", submit);
  byId("clear").addEventListener("click", clear);
  onLanguage(showAll);
  startRoom({ onEdit: editMember, onChange: showSummary });
  showAll();
}

/** Puts a call into the form. */
export function fillForm(call) {
  writeForm(call);
  showAll();
}

function editMember(member) {
  writeMember(member);
  byId(member.memberAccount ? "name-card" : "member-account").focus();
  showAll();
}

async function submit(event) {
  event.preventDefault();
  if (isSending) return;
  const call = readForm();
  const problems = problemsOf(call);
  showProblems(problems);
  const isNothing = setsNothing(call);
  byId("form-problem").textContent = isNothing ? text("problemNothing") : "";
  if (isNothing || Object.keys(problems).length > 0) return;
  await sendCall(call);
}

async function sendCall(call) {
  setSending(true);
  fill(byId("outcome"), waitingLine(1));
  const onAttempt = ({ attempt, willRetryInMs }) => {
    if (willRetryInMs !== undefined) fill(byId("outcome"), waitingLine(attempt + 1));
  };
  const outcome = await sendAndKeep(call, onAttempt);
  setSending(false);
  last = { call, outcome, at: new Date() };
  if (outcome.reply) remember(call);
  showAll();
  showRefusal(outcome.error);
}

const waitingLine = (attempt) =>
  element(
    "p",
    { class: "busy" },
    attempt === 1 ? text("sending") : text("sendingAgain", { attempt }),
  );

/** An option that the package refused is shown where it was typed. */
function showRefusal(error) {
  if (error?.kind !== "invalid" || !(error.field in FIELDS)) return;
  showProblems({ [error.field]: explain(error).meaning });
}

function setSending(isOn) {
  isSending = isOn;
  // Not `disabled`, which would take the focus away.
  byId("send").setAttribute("aria-disabled", String(isOn));
}

function clear() {
  byId("member-form").reset();
  last = undefined;
  showProblems({});
  byId("form-problem").textContent = "";
  byId("room-id").focus();
  showAll();
}

function showAll() {
  for (const show of counters) show();
  showSummary();
  showRecent(editMember);
  showRoom();
  fill(byId("outcome"), last && outcomeCard({ ...last, again: () => sendCall(last.call) }));
}

function showSummary() {
  const call = readForm();
  const isNothing = setsNothing(call);
  const [room, member] = [call.roomId, call.memberAccount].map((name) => name || text("unknown"));
  fill(
    byId("summary"),
    isNothing && !call.roomId && !call.memberAccount
      ? element("p", { class: "note" }, text("summaryNothing"))
      : [
          element("p", {}, text("summaryWhere", { room, member })),
          isNothing ? element("p", { class: "note" }, text("problemNothing")) : undefined,
          changeList(call, currentMember(call)),
        ],
  );
  suggestNames(call.roomId);
}

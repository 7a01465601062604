// One member: the form, what it will change, and what came of it.

import { LIMITS } from "room-engine-admin/slim";
import { byteLength } from "./bytes.js";
import { changeList } from "./changes.js";
import { byId, element, fill } from "./dom.js";
import { explain } from "./explain.js";
import { limit } from "./limited.js";
import { outcomeCard } from "./outcome.js";
import { FIELDS, showProblems } from "./problems.js";
import { forgetRecent, recentPairs, remember } from "./recent.js";
import { currentMember, knownMembers, knownRooms, showRoom, startRoom } from "./room.js";
import { sendAndKeep } from "./sent.js";
import { onLanguage, text } from "./texts.js";

const TEXT_FIELDS = ["nameCard", "customInfo"];

let counters;
let last;
let isSending = false;

export function startMember() {
  counters = TEXT_FIELDS.map((field) => limit(FIELDS[field], LIMITS[field]));
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
  byId("member-form").reset();
  byId("room-id").value = call.roomId ?? "";
  byId("member-account").value = call.memberAccount ?? "";
  for (const field of TEXT_FIELDS) {
    byId(FIELDS[field]).value = call[field] ?? "";
    byId(`set-${FIELDS[field]}`).checked = call[field] !== undefined;
  }
  byId("set-role").checked = call.role !== undefined;
  for (const choice of roleChoices()) choice.checked = choice.value === call.role;
  showRoom();
}

function editMember({ roomId, memberAccount }) {
  fillForm({ ...callOfForm(), roomId, memberAccount });
  byId(memberAccount ? "name-card" : "member-account").focus();
  showAll();
}

/** What the form says, with nothing in it that is not ticked. */
function callOfForm() {
  const call = {
    roomId: byId("room-id").value.trim(),
    memberAccount: byId("member-account").value.trim(),
  };
  for (const field of TEXT_FIELDS) {
    if (byId(`set-${FIELDS[field]}`).checked) call[field] = byId(FIELDS[field]).value;
  }
  if (byId("set-role").checked)
    call.role = roleChoices().find(({ checked }) => checked)?.value ?? "";
  return call;
}

const roleChoices = () => [...document.querySelectorAll("input[name=role]")];

/** Whoever types a value wants it sent. */
function tickWhatIsTyped({ target }) {
  const id = target.name === "role" ? "role" : target.id;
  if (["name-card", "role", "custom-info"].includes(id)) byId(`set-${id}`).checked = true;
}

async function submit(event) {
  event.preventDefault();
  if (isSending) return;
  const call = callOfForm();
  const problems = problemsOf(call);
  showProblems(problems);
  const isNothing = Object.keys(call).length === 2;
  byId("form-problem").textContent = isNothing ? text("problemNothing") : "";
  if (isNothing || Object.keys(problems).length > 0) return;
  await sendCall(call);
}

/** What can be told without the package, which has the last word. */
function problemsOf(call) {
  const problems = {};
  if (!call.roomId) problems.roomId = text("problemMissing");
  if (!call.memberAccount) problems.memberAccount = text("problemMissing");
  if (call.role === "") problems.role = text("problemRole");
  for (const field of TEXT_FIELDS) {
    const over = byteLength(call[field] ?? "") - LIMITS[field];
    if (over > 0) problems[field] = text("problemLimit", { over });
  }
  return problems;
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
  showRecent();
  showRoom();
  fill(byId("outcome"), last && outcomeCard({ ...last, again: () => sendCall(last.call) }));
}

function showSummary() {
  const call = callOfForm();
  const isNothing = Object.keys(call).length === 2;
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
  suggest("known-rooms", [...knownRooms(), ...recentPairs().map(({ roomId }) => roomId)]);
  const ofRoom = recentPairs().filter(({ roomId }) => roomId === call.roomId);
  const accounts = ofRoom.map(({ memberAccount }) => memberAccount);
  suggest("known-members", [...knownMembers(call.roomId), ...accounts]);
}

function suggest(id, names) {
  const values = [...new Set(names)];
  fill(
    byId(id),
    values.map((value) => element("option", { value })),
  );
}

function showRecent() {
  const pairs = recentPairs().map(({ roomId, memberAccount }) => {
    const pick = () => editMember({ roomId, memberAccount });
    const [room, member] = [element("code", {}, roomId), element("code", {}, memberAccount)];
    return element("button", { type: "button", class: "chip", onclick: pick }, room, " / ", member);
  });
  const forget = () => {
    forgetRecent();
    showRecent();
    byId("room-id").focus();
  };
  fill(
    byId("recent"),
    pairs.length > 0 && [
      element("span", { class: "note" }, text("recent")),
      pairs,
      element("button", { type: "button", class: "small quiet", onclick: forget }, text("forget")),
    ],
  );
}

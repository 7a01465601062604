// The form for one member, as a call and back.

import { LIMITS } from "room-engine-admin/slim";
import { byteLength } from "./bytes.js";
import { byId } from "./dom.js";
import { FIELDS } from "./problems.js";
import { text } from "./texts.js";

export const TEXT_FIELDS = ["nameCard", "customInfo"];

/** What the form says, with nothing in it that is not ticked. */
export function readForm() {
  const call = {
    roomId: byId("room-id").value.trim(),
    memberAccount: byId("member-account").value.trim(),
  };
  for (const field of TEXT_FIELDS) {
    if (tickOf(field).checked) call[field] = byId(FIELDS[field]).value;
  }
  if (tickOf("role").checked) call.role = roleChoices().find(({ checked }) => checked)?.value ?? "";
  return call;
}

/** Puts a call into the form. */
export function writeForm(call) {
  byId("member-form").reset();
  writeMember(call);
  for (const field of [...TEXT_FIELDS, "role"]) tickOf(field).checked = call[field] !== undefined;
  for (const field of TEXT_FIELDS) byId(FIELDS[field]).value = call[field] ?? "";
  for (const choice of roleChoices()) choice.checked = choice.value === call.role;
}

/** Puts another member into the form, and leaves the rest of it. */
export function writeMember({ roomId, memberAccount }) {
  byId("room-id").value = roomId;
  byId("member-account").value = memberAccount ?? "";
}

/** Whoever types a value wants it sent. */
export function tickWhatIsTyped({ target }) {
  const id = target.name === "role" ? "role" : target.id;
  const field = [...TEXT_FIELDS, "role"].find((field) => FIELDS[field] === id);
  if (field) tickOf(field).checked = true;
}

export const setsNothing = ({ nameCard, role, customInfo }) =>
  [nameCard, role, customInfo].every((value) => value === undefined);

/** What can be told by field without the package, which has the last word. */
export function problemsOf(call) {
  const problems = {};
  if (!call.roomId) problems.roomId = text("problemMissing");
  if (!call.memberAccount) problems.memberAccount = text("problemMissing");
  if (call.role === "") problems.role = text("problemRole");
  for (const field of TEXT_FIELDS) {
    const over = byteLength(call[field] ?? "") - LIMITS.updateRoomMemberInfo[field];
    if (over > 0) problems[field] = text("problemLimit", { over });
  }
  return problems;
}

const tickOf = (field) => byId(`set-${FIELDS[field]}`);
const roleChoices = () => [...document.querySelectorAll("input[name=role]")];

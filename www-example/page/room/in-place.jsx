// What is changed of a member where it stands in the table.

import { useRef, useState } from "preact/hooks";
import { fieldOf } from "../fields.js";
import { Count, usePending } from "../form.jsx";
import { maybeText, text } from "../texts.js";
import { act, may } from "./state.js";

const isOwner = (role) => role === "Owner" || role === "RoomOwner";

/** Changes one thing of one member, which can be taken back. */
function change({ memberAccount, ...member }, name, value) {
  const undo = ["updateRoomMemberInfo", { memberAccount, [name]: member[name] }];
  const what = text("whatChanged", { member: memberAccount, what: text(name) });
  return act("updateRoomMemberInfo", { memberAccount, [name]: value }, { what, undo });
}

export function Role({ member }) {
  const { memberAccount, role } = member;
  const label = text("ofMember", { what: text("role"), member: memberAccount });
  const [shown, choose] = usePending(role, (chosen) => change(member, "role", chosen));
  if (isOwner(role) || !may("updateRoomMemberInfo")) {
    return <span class={`badge ${role.toLowerCase()}`}>{maybeText(`value${role}`) ?? role}</span>;
  }
  return (
    <select
      class="small"
      aria-label={label}
      value={shown}
      onChange={({ currentTarget }) => choose(currentTarget.value)}
    >
      <option value="Admin">{text("valueAdmin")}</option>
      <option value="Member">{text("valueMember")}</option>
    </select>
  );
}

/** What is being typed, by member and option: rows come and go while one scrolls. */
const drafts = new Map();

/** A text that becomes a field when it is pressed. Enter sends it, Escape leaves it as it was. */
export function InPlace({ member, name, value }) {
  const key = JSON.stringify([member.memberAccount, name]);
  const [draft, setDraft] = useState(drafts.get(key));
  const [isBusy, setBusy] = useState(false);
  const isReturning = useRef(false);
  const label = text("ofMember", { what: text(name), member: member.memberAccount });
  const { max } = fieldOf("updateRoomMemberInfo", name).shape;
  if (!may("updateRoomMemberInfo")) return value;

  const type = (said) => {
    if (said === undefined) drafts.delete(key);
    else drafts.set(key, said);
    setDraft(said);
  };
  const close = () => {
    isReturning.current = true;
    type(undefined);
  };
  const takeFocus = (button) => {
    if (!button || !isReturning.current) return;
    isReturning.current = false;
    button.focus();
  };
  const send = async (event) => {
    event.preventDefault();
    if (isBusy) return;
    setBusy(true);
    const { reply } = await change(member, name, draft);
    setBusy(false);
    if (reply) close();
  };
  if (draft === undefined) {
    return (
      <button
        type="button"
        class="plain edit"
        ref={takeFocus}
        aria-label={`${label}: ${value || text("empty")}`}
        onClick={() => type(value)}
      >
        {value || <span class="note">{text("empty")}</span>}
      </button>
    );
  }
  return (
    <form class="in-place" noValidate onSubmit={send}>
      <input
        class="small"
        aria-label={label}
        autocomplete="off"
        ref={focusOnce}
        value={draft}
        readOnly={isBusy}
        onInput={({ currentTarget }) => type(currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") close();
        }}
      />
      <Count value={draft} max={max} />
    </form>
  );
}

function focusOnce(input) {
  if (!input || input.dataset.isFocused) return;
  input.dataset.isFocused = "true";
  input.select();
}

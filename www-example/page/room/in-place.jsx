// What is changed of a member where it stands in the table.

import { useRef, useState } from "preact/hooks";
import { fieldOf } from "../fields.js";
import { Count, usePending } from "../form.jsx";
import { createStore, useStore } from "../store.js";
import { maybeText, text } from "../texts.js";
import { act, may, room } from "./state.js";

const isOwner = (role) => role === "Owner" || role === "RoomOwner";

/** Changes one thing of one member, which can be taken back. */
function change({ memberAccount, ...member }, name, value, onDone) {
  const undo = [["updateRoomMemberInfo", { memberAccount, [name]: member[name] }]];
  const what = text("whatChanged", { member: memberAccount, what: text(name) });
  return act("updateRoomMemberInfo", { memberAccount, [name]: value }, { what, undo, onDone });
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

/** What is being typed, by room, member and option: rows come and go while one scrolls. */
const drafts = createStore({});

/** A text that becomes a field when it is pressed. Enter sends it, Escape leaves it as it was. */
export function InPlace({ member, name, value }) {
  // The same account may be in several rooms.
  const key = JSON.stringify([room.get().roomId, member.memberAccount, name]);
  const { [key]: draft } = useStore(drafts);
  const [isBusy, setBusy] = useState(false);
  const isReturning = useRef(false);
  const label = text("ofMember", { what: text(name), member: member.memberAccount });
  const { max } = fieldOf("updateRoomMemberInfo", name).shape;
  // Another operator may have signed in meanwhile: what is typed stays to be copied.
  if (draft === undefined && !may("updateRoomMemberInfo")) return value;

  const type = (said) => drafts.set({ [key]: said });
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
    // It may be sent again later, when something else has been typed.
    await change(member, name, draft, () => drafts.get()[key] === draft && close());
    setBusy(false);
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

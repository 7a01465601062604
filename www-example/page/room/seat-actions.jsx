// What can be done with a seat: put somebody on it, take them off, move them, lock it.

import { useState } from "preact/hooks";
import { table } from "#table";
import { Check, Select } from "../form.jsx";
import { useId } from "../ids.js";
import { visible } from "../invisible.js";
import { text } from "../texts.js";
import { act } from "./state.js";

const POLICIES = table.moveUserToSeat.options.find(({ name }) => name === "policy").shape.values;

/** The flags of a seat, and the options that set them. */
export const FLAGS = {
  isTakenDisabled: "forbidTaken",
  isVideoDisabled: "forbidVideo",
  isAudioDisabled: "forbidAudio",
};

/** `typed` is the account that is being typed for this seat, which somebody else may take meanwhile. */
export function SeatActions({ seat, seats, members, typed, onType }) {
  const { index, memberAccount } = seat;
  const set = (flag, isOn) => {
    const back = ["lockSeat", { index, [FLAGS[flag]]: !isOn }];
    // Locking takes off who sits there.
    const isThrownOff = isOn && flag === "isTakenDisabled" && memberAccount;
    const undo = isThrownOff ? [back, ["pickUserOnSeat", { memberAccount, index }]] : [back];
    const what = text("whatSeat", { index });
    return act("lockSeat", { index, [FLAGS[flag]]: isOn }, { what, undo });
  };
  return (
    <div class="seat-actions">
      <h3>{text("seat", { index })}</h3>
      {memberAccount ? (
        <Taken seat={seat} seats={seats} />
      ) : (
        <PutOn seat={seat} seats={seats} members={members} typed={typed} onType={onType} />
      )}
      <fieldset class="checks">
        <legend class="hidden">{text("seatFlags")}</legend>
        {Object.keys(FLAGS).map((flag) => (
          <Check
            key={flag}
            name={`${flag}Set`}
            isOn={seat[flag] ?? false}
            onChange={(isOn) => set(flag, isOn)}
          />
        ))}
      </fieldset>
      {memberAccount && <p class="note">{text("lockNote")}</p>}
    </div>
  );
}

function PutOn({ seat: { index }, seats, members, typed, onType }) {
  const id = useId();
  const seated = new Set(seats.map(({ memberAccount }) => memberAccount));
  const free = members.filter(({ memberAccount }) => !seated.has(memberAccount)).slice(0, 500);
  const submit = (event) => {
    event.preventDefault();
    const memberAccount = typed.trim();
    if (!memberAccount) return event.currentTarget.querySelector("input").focus();
    const undo = [["kickUserOffSeat", { memberAccount }]];
    const what = text("whatSeated", { member: memberAccount, index });
    // Whoever has gone on typing keeps that.
    const onDone = () => onType("", typed);
    return act("pickUserOnSeat", { memberAccount, index }, { what, undo, onDone });
  };
  return (
    <form class="joined" noValidate onSubmit={submit}>
      <input
        class="code"
        data-name="sitter"
        list={id}
        autocomplete="off"
        aria-label={text("memberAccount")}
        placeholder={text("memberAccount")}
        value={typed}
        onInput={({ currentTarget }) => onType(currentTarget.value)}
      />
      <datalist id={id}>
        {free.map(({ memberAccount, nameCard }) => (
          <option key={memberAccount} value={memberAccount}>
            {nameCard}
          </option>
        ))}
      </datalist>
      <button type="submit" class="primary">
        {text("putOn")}
      </button>
    </form>
  );
}

function Taken({ seat: { index, memberAccount }, seats }) {
  const takeOff = () =>
    act(
      "kickUserOffSeat",
      { memberAccount },
      {
        what: text("whatOff", { member: memberAccount }),
        undo: [["pickUserOnSeat", { memberAccount, index }]],
      },
    );
  return (
    <>
      <div class="actions">
        <button type="button" class="danger" data-name="take-off" onClick={takeOff}>
          {text("takeOff", { member: memberAccount })}
        </button>
      </div>
      <Move memberAccount={memberAccount} seats={seats.filter((seat) => seat.index !== index)} />
    </>
  );
}

/** Moves who sits there to one of these seats. */
function Move({ memberAccount, seats }) {
  const [to, setTo] = useState("");
  const [policy, setPolicy] = useState("swap");
  const target = seats.find((seat) => String(seat.index) === to);
  const move = (event) => {
    event.preventDefault();
    if (!target) return event.currentTarget.querySelector("select").focus();
    const options = {
      memberAccount,
      seatIndex: target.index,
      policy: target.memberAccount ? policy : "giveUp",
    };
    const what = text("whatMoved", { member: memberAccount, index: to });
    return act("moveUserToSeat", options, { what });
  };
  return (
    <>
      <form class="joined" noValidate onSubmit={move}>
        <Select
          name="to"
          label={text("moveTo")}
          value={to}
          options={[["", text("choose")], ...seats.map((seat) => [seat.index, nameOf(seat)])]}
          onChange={setTo}
        />
        {target?.memberAccount && (
          <Select
            name="policy"
            label={text("ifTaken")}
            value={policy}
            options={POLICIES.map((value) => [
              value,
              text(`policy${value}`, { member: target.memberAccount }),
            ])}
            onChange={setPolicy}
          />
        )}
        <button type="submit" class="primary">
          {text("move")}
        </button>
      </form>
      <p class="note" role="status" data-name="move-note">
        {target?.isTakenDisabled && text("moveUnlocks", { index: target.index })}
      </p>
    </>
  );
}

function nameOf({ index, memberAccount, isTakenDisabled }) {
  const free = text(isTakenDisabled ? "seatLocked" : "seatFree");
  const state = memberAccount ? visible(memberAccount) : free;
  return `${text("seat", { index })} · ${state}`;
}

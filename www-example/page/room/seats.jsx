// The seats of a room as a picture, and what can be done with the one that is chosen. Arrow keys go
// from seat to seat, as in any grid.

import { useState } from "preact/hooks";
import { table } from "#table";
import { Check } from "../form.jsx";
import { useId } from "../ids.js";
import { Id } from "../parts.jsx";
import { text } from "../texts.js";
import { act, may } from "./state.js";

const POLICIES = table.moveUserToSeat.options.find(({ name }) => name === "policy").shape.values;

/** The flags of a seat, and the options that set them. */
const FLAGS = {
  isTakenDisabled: "forbidTaken",
  isVideoDisabled: "forbidVideo",
  isAudioDisabled: "forbidAudio",
};

export function Seats({ state }) {
  const { seats = [], members = [] } = state;
  const [chosen, setChosen] = useState(0);
  if (seats.length === 0) {
    return (
      <div class="card">
        <p class="note">{text("noSeats")}</p>
      </div>
    );
  }
  const at = Math.min(chosen, seats.length - 1);
  const names = new Map(members.map((member) => [member.memberAccount, member.nameCard]));

  function move(event) {
    const columns = columnsOf(event.currentTarget);
    const steps = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns };
    const step = steps[event.key] ?? { Home: -at, End: seats.length - 1 - at }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(seats.length - 1, at + step));
    setChosen(next);
    event.currentTarget.children[next].focus();
  }
  return (
    <div class="card">
      <div class="seats" role="radiogroup" aria-label={text("seats")} onKeyDown={move}>
        {seats.map((seat, index) => (
          <Seat
            key={seat.index}
            seat={seat}
            name={names.get(seat.memberAccount)}
            isChosen={index === at}
            onChoose={() => setChosen(index)}
          />
        ))}
      </div>
      {may("lockSeat") && (
        <Actions key={seats[at].index} seat={seats[at]} seats={seats} members={members} />
      )}
    </div>
  );
}

/** How many seats stand in the first row of the picture. */
function columnsOf({ children }) {
  const { offsetTop } = children[0];
  const next = [...children].findIndex((child) => child.offsetTop > offsetTop);
  return next === -1 ? children.length : next;
}

function Seat({ seat, name, isChosen, onChoose }) {
  const { index, memberAccount } = seat;
  const off = Object.keys(FLAGS).filter((flag) => seat[flag]);
  const kind = memberAccount ? "taken" : seat.isTakenDisabled ? "locked" : "free";
  return (
    // biome-ignore lint/a11y/useSemanticElements: a seat is drawn as a button, and chosen as one of many
    <button
      type="button"
      role="radio"
      class={`seat ${kind}`}
      data-seat={index}
      aria-checked={isChosen ? "true" : "false"}
      tabIndex={isChosen ? 0 : -1}
      onClick={onChoose}
    >
      <span class="number">{text("seat", { index })}</span>
      {memberAccount ? (
        <>
          <b>{name || memberAccount}</b>
          {name && <Id value={memberAccount} />}
        </>
      ) : (
        <b>{text(seat.isTakenDisabled ? "seatLocked" : "seatFree")}</b>
      )}
      <span class="note">
        {off
          .filter((flag) => flag !== "isTakenDisabled" || memberAccount)
          .map((flag) => text(`${flag}Seat`))
          .join(", ")}
      </span>
    </button>
  );
}

function Actions({ seat, seats, members }) {
  const { index, memberAccount } = seat;
  const set = (flag, isOn) =>
    act(
      "lockSeat",
      { index, [FLAGS[flag]]: isOn },
      {
        what: text("whatSeat", { index }),
        undo: ["lockSeat", { index, [FLAGS[flag]]: !isOn }],
      },
    );
  return (
    <div class="seat-actions">
      <h3>{text("seat", { index })}</h3>
      {memberAccount ? (
        <Taken seat={seat} seats={seats} />
      ) : (
        <PutOn seat={seat} seats={seats} members={members} />
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

function PutOn({ seat: { index }, seats, members }) {
  const id = useId();
  const [typed, setTyped] = useState("");
  const seated = new Set(seats.map(({ memberAccount }) => memberAccount));
  const free = members.filter(({ memberAccount }) => !seated.has(memberAccount)).slice(0, 500);
  const submit = async (event) => {
    event.preventDefault();
    const memberAccount = typed.trim();
    if (!memberAccount) return event.currentTarget.querySelector("input").focus();
    const undo = ["kickUserOffSeat", { memberAccount }];
    const what = text("whatSeated", { member: memberAccount, index });
    const { reply } = await act("pickUserOnSeat", { memberAccount, index }, { what, undo });
    if (reply) setTyped("");
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
        onInput={({ currentTarget }) => setTyped(currentTarget.value)}
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
  const [to, setTo] = useState("");
  const [policy, setPolicy] = useState("swap");
  const target = seats.find((seat) => String(seat.index) === to);
  const what = text("whatMoved", { member: memberAccount, index: to });
  const takeOff = () =>
    act(
      "kickUserOffSeat",
      { memberAccount },
      {
        what: text("whatOff", { member: memberAccount }),
        undo: ["pickUserOnSeat", { memberAccount, index }],
      },
    );
  const move = (event) => {
    event.preventDefault();
    if (!target) return event.currentTarget.querySelector("select").focus();
    const options = {
      memberAccount,
      seatIndex: target.index,
      policy: target.memberAccount ? policy : "giveUp",
    };
    return act("moveUserToSeat", options, { what });
  };
  return (
    <>
      <div class="actions">
        <button type="button" class="danger" data-name="take-off" onClick={takeOff}>
          {text("takeOff", { member: memberAccount })}
        </button>
      </div>
      <form class="joined" noValidate onSubmit={move}>
        <label class="field">
          <span>{text("moveTo")}</span>
          <select
            data-name="to"
            value={to}
            onChange={({ currentTarget }) => setTo(currentTarget.value)}
          >
            <option value="">{text("choose")}</option>
            {seats
              .filter((seat) => seat.index !== index)
              .map((seat) => (
                <option key={seat.index} value={seat.index}>
                  {text("seat", { index: seat.index })} ·{" "}
                  {seat.memberAccount ?? text(seat.isTakenDisabled ? "seatLocked" : "seatFree")}
                </option>
              ))}
          </select>
        </label>
        {target?.memberAccount && (
          <label class="field">
            <span>{text("ifTaken")}</span>
            <select
              data-name="policy"
              value={policy}
              onChange={({ currentTarget }) => setPolicy(currentTarget.value)}
            >
              {POLICIES.map((value) => (
                <option key={value} value={value}>
                  {text(`policy${value}`, { member: target.memberAccount })}
                </option>
              ))}
            </select>
          </label>
        )}
        <button type="submit" class="primary">
          {text("move")}
        </button>
      </form>
    </>
  );
}

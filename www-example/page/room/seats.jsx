// The seats of a room as a picture, and what can be done with the one that is chosen. Arrow keys go
// from seat to seat, as in any grid.

import { useState } from "preact/hooks";
import { Id } from "../parts.jsx";
import { text } from "../texts.js";
import { FLAGS, SeatActions } from "./seat-actions.jsx";
import { may } from "./state.js";

export function Seats({ state }) {
  const { seats = [], members = [] } = state;
  const [chosen, setChosen] = useState(0);
  const [typed, setTyped] = useState({});
  if (seats.length === 0) {
    return (
      <div class="card">
        <p class="note">{text("noSeats")}</p>
      </div>
    );
  }
  const at = Math.min(chosen, seats.length - 1);
  const names = new Map(members.map((member) => [member.memberAccount, member.nameCard]));

  /** With `sent` only where nothing else has been typed since. */
  const type = (index, said, sent) =>
    setTyped((now) =>
      sent === undefined || sent === now[index] ? { ...now, [index]: said } : now,
    );

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
        <SeatActions
          key={seats[at].index}
          seat={seats[at]}
          seats={seats}
          members={members}
          typed={typed[seats[at].index] ?? ""}
          onType={(...said) => type(seats[at].index, ...said)}
        />
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
          <b>{name || <Id value={memberAccount} />}</b>
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

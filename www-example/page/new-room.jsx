// A new room, now or at a time.

import { useState } from "preact/hooks";
import { OperationForm } from "./form.jsx";
import { Outcome } from "./parts.jsx";
import { openRoom } from "./room/state.js";
import { sendAndKeep } from "./sent.js";
import { text } from "./texts.js";

const NOW = ["roomId", "roomName", "ownerAccount", "maxMemberCount", "customInfo"];
const TIMES = ["scheduleStartTime", "scheduleEndTime", "scheduleInviteeAccounts"];
const SEATS = ["isSeatEnabled", "maxSeatCount", "takeSeatMode"];
const MORE = ["password"];
const SHORTEST_MS = 300_000;

export function NewRoom() {
  const [isScheduled, setScheduled] = useState(false);
  const [hasSeats, setSeats] = useState(false);
  const [notice, setNotice] = useState();
  const names = [
    ...NOW,
    ...(isScheduled ? TIMES : []),
    ...(hasSeats ? SEATS.slice(1) : []),
    ...MORE,
  ];

  async function send(said, onDone) {
    const options = {
      ...said,
      ...(hasSeats && { isSeatEnabled: true }),
      ...(said.password && { isPasswordEnabled: true }),
    };
    const outcome = await sendAndKeep("createRoom", options);
    const what = text("whatCreated", { room: options.roomId });
    if (outcome.reply) onDone();
    setNotice({ operation: "createRoom", what, outcome, at: new Date(), roomId: options.roomId });
    return outcome;
  }
  const open = () => {
    openRoom(notice.roomId);
    location.hash = "#room";
  };
  return (
    <div class="card">
      <fieldset class="checks">
        <legend class="hidden">{text("kindOfRoom")}</legend>
        <Tick name="scheduled" words={text("scheduled")} isOn={isScheduled} onTick={setScheduled} />
        <Tick name="seats" words={text("withSeats")} isOn={hasSeats} onTick={setSeats} />
      </fieldset>
      {isScheduled && <p class="note">{text("zoneNote", { zone: zone() })}</p>}
      <OperationForm
        operation="createRoom"
        names={names}
        check={isScheduled ? timesProblem : undefined}
        onAttempt={() => setNotice(undefined)}
        onSubmit={send}
        submit={text(isScheduled ? "scheduleNow" : "createNow")}
      />
      <div role="status" id="new-room-outcome">
        {notice && <Outcome notice={notice} />}
        {notice?.outcome.reply && (
          <button type="button" onClick={open}>
            {text("openIt")}
          </button>
        )}
      </div>
    </div>
  );
}

function Tick({ name, words, isOn, onTick }) {
  return (
    <label class="check">
      <input
        type="checkbox"
        data-name={name}
        checked={isOn}
        onChange={({ currentTarget }) => onTick(currentTarget.checked)}
      />
      <span>{words}</span>
    </label>
  );
}

const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/**
 * As the service checks them: the start lies ahead, and the end at least five minutes after it. Without
 * a start it would open the room now.
 */
function timesProblem({ scheduleStartTime: start, scheduleEndTime: end }) {
  if (!start) return { scheduleStartTime: text("problemMissing") };
  if (start <= Date.now()) return { scheduleStartTime: text("problemPast") };
  return end && end - start < SHORTEST_MS ? { scheduleEndTime: text("problemShort") } : {};
}

// A room: what it is, who is in it, and what can be done there.

import { useEffect, useRef, useState } from "preact/hooks";
import { byId } from "../dom.js";
import { keepFocus, useFocusAfter } from "../focus.js";
import { useId } from "../ids.js";
import { Explained, Id, Outcome } from "../parts.jsx";
import { forgetRooms, recentRooms } from "../recent.js";
import { currentSession } from "../session.js";
import { useStore } from "../store.js";
import { text } from "../texts.js";
import { Banned } from "./banned.jsx";
import { job } from "./job.js";
import { Members } from "./members.jsx";
import { RoomCard } from "./room-card.jsx";
import { Seats } from "./seats.jsx";
import { Settings } from "./settings.jsx";
import { openRoom, refresh, room } from "./state.js";

const PANELS = { members: Members, banned: Banned, seats: Seats, settings: Settings };

export function RoomView() {
  const state = useStore(room);
  const { roomId, info, error, notice } = state;
  const box = useRef();
  useEffect(() => {
    if (notice) keepFocus(box.current);
  }, [notice]);
  const dismiss = () => {
    room.set({ notice: undefined });
    shownPanel()?.focus();
  };
  return (
    <>
      <Opener />
      {roomId && error && !info && (
        <div class="card" role="status">
          <div class="result bad">
            <p class="note">
              <Id value={roomId} />
            </p>
            <Explained error={error} operation="getRoomInfo" />
          </div>
        </div>
      )}
      {info && <RoomCard state={state} onRefresh={refresh} />}
      <div id="notice" role="status" tabIndex={-1} ref={box}>
        {notice && <Outcome notice={notice} onDismiss={dismiss} />}
      </div>
      {info && <Panels key={roomId} state={state} />}
    </>
  );
}

/** The button of the part that is shown. */
const shownPanel = () => document.querySelector(".panels [aria-pressed=true]");

/** The field for a room's id, with those that are offered. */
function Opener() {
  const id = useId();
  const [typed, setTyped] = useState("");
  const [problem, setProblem] = useState(false);

  function submit(event) {
    event.preventDefault();
    const roomId = typed.trim();
    setProblem(roomId === "");
    if (roomId) openRoom(roomId);
  }

  const pick = (roomId) => {
    setTyped(roomId);
    openRoom(roomId);
  };
  return (
    <form class="card opener" noValidate onSubmit={submit}>
      <div class="field">
        <label for={id}>{text("roomId")}</label>
        <div class="joined">
          <input
            id={id}
            class="code"
            data-name="open"
            autocomplete="off"
            autocapitalize="off"
            spellcheck={false}
            value={typed}
            aria-invalid={problem ? "true" : undefined}
            aria-describedby={`${id}-problem`}
            onInput={({ currentTarget }) => setTyped(currentTarget.value)}
          />
          <button type="submit" class="primary">
            {text("open")}
          </button>
        </div>
        <p id={`${id}-problem`} class="problem">
          {problem && text("problemMissing")}
        </p>
      </div>
      <Offered onPick={pick} />
    </form>
  );
}

/** The rooms that are known, and those opened last. */
function Offered({ onPick }) {
  const [known, setKnown] = useState([]);
  const { operator } = currentSession();
  useEffect(() => {
    if (operator) readKnown().then(setKnown);
  }, [operator]);
  const kept = recentRooms();
  const recent = kept.filter((roomId) => known.every((other) => other.roomId !== roomId));
  const forget = () => {
    forgetRooms();
    setKnown([...known]);
  };
  return (
    <div class="recent">
      {[...known, ...recent.map((roomId) => ({ roomId }))].map(({ roomId, roomName }) => (
        <button key={roomId} type="button" class="chip" onClick={() => onPick(roomId)}>
          <Id value={roomId} />
          {roomName && roomName !== roomId && <span class="note"> {roomName}</span>}
        </button>
      ))}
      {kept.length > 0 && (
        <button type="button" class="small quiet" onClick={forget}>
          {text("forget")}
        </button>
      )}
    </div>
  );
}

async function readKnown() {
  try {
    const answer = await fetch("/api/rooms");
    return answer.ok ? (await answer.json()).rooms : [];
  } catch {
    // They are only offered: without a connection the field is enough.
    return [];
  }
}

function Panels({ state }) {
  const [shown, setShown] = useState("members");
  const counts = {
    members: state.info.memberCount,
    banned: state.banned?.length,
    seats: state.seats?.length,
  };
  const { [shown]: Panel } = PANELS;
  const { plan } = useStore(job);
  // Whoever closes a plan goes on with those chosen, if there are any left.
  useFocusAfter(plan !== undefined, () => byId("bulk") ?? shownPanel());
  return (
    <>
      <nav class="panels" aria-label={text("parts")}>
        {Object.keys(PANELS).map((name) => (
          <button
            key={name}
            type="button"
            data-panel={name}
            aria-pressed={shown === name ? "true" : "false"}
            onClick={() => setShown(name)}
          >
            {text(name)}
            {counts[name] > 0 && <span class="count">{counts[name]}</span>}
          </button>
        ))}
      </nav>
      <Panel state={state} />
    </>
  );
}

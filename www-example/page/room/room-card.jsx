// What a room is at this moment.

import { useEffect, useReducer } from "preact/hooks";
import { Explained, Id } from "../parts.jsx";
import { ago, dateOf, maybeText, text } from "../texts.js";
import { SWITCHES } from "./switches.js";

export function RoomCard({ state, onRefresh }) {
  const { roomId, info, isReading, error } = state;
  const off = SWITCHES.filter((name) => info[name]);
  return (
    <section class="card room-card" aria-labelledby="room-name">
      <header>
        <div class="who">
          <h2 id="room-name">{info.roomName || roomId}</h2>
          <Id value={roomId} />
        </div>
        <span class="badge">{maybeText(`value${info.roomStatus}`) ?? info.roomStatus}</span>
        <Freshness readAt={state.readAt} />
        <button
          type="button"
          class="small quiet"
          aria-disabled={isReading ? "true" : undefined}
          onClick={onRefresh}
        >
          {text("refresh")}
        </button>
      </header>
      {error && (
        <div class="result bad" role="alert">
          <Explained error={error} operation="getRoomInfo" />
        </div>
      )}
      <dl class="tiles">
        <Tile name="owner">{info.ownerAccount ? <Id value={info.ownerAccount} /> : "–"}</Tile>
        <Tile name="members">
          {info.memberCount} / {info.maxMemberCount}
        </Tile>
        <Tile name="starts">{dateOf(info.scheduleStartTime)}</Tile>
        <Tile name="ends">{dateOf(info.scheduleEndTime)}</Tile>
        <Tile name="switchedOff">
          {off.length > 0 ? off.map((name) => text(`${name}Short`)).join(", ") : text("nothing")}
        </Tile>
        {info.customInfo && <Tile name="customInfo">{info.customInfo}</Tile>}
      </dl>
    </section>
  );
}

function Tile({ name, children }) {
  return (
    <div>
      <dt>{text(name)}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** How long ago the room was read, which goes on by itself. */
function Freshness({ readAt }) {
  const [, draw] = useReducer((count) => count + 1, 0);
  useEffect(() => {
    const timer = setInterval(draw, 1000);
    return () => clearInterval(timer);
  }, []);
  if (!readAt) return <span class="note">{text("reading")}</span>;
  return <span class="note">{text("readAgo", { time: ago(readAt) })}</span>;
}

// What has been sent, to look at and to repeat.

import { useEffect, useReducer } from "preact/hooks";
import { byId } from "./dom.js";
import { inBrief } from "./explain.js";
import { fieldOf } from "./fields.js";
import { visible } from "./invisible.js";
import { Explained, Id, RequestId } from "./parts.jsx";
import { onSent, sendAndKeep, sentEntries } from "./sent.js";
import { dateOf, maybeText, text, timeOf } from "./texts.js";

/** A password is for those who come into the room. */
const SECRET = ["password"];

export function startHistory() {
  const show = () => {
    const { length } = sentEntries();
    byId("sent-count").textContent = length === 0 ? "" : String(length);
  };
  onSent(show);
  show();
}

export function History() {
  const [, draw] = useReducer((count) => count + 1, 0);
  // A run of many would draw a hidden list anew with each call.
  useEffect(() => onSent(() => byId("view-sent").hidden || draw()), []);
  useEffect(() => window.addEventListener("hashchange", draw), []);
  const entries = sentEntries();
  if (entries.length === 0) return <p class="card note">{text("sentNothing")}</p>;
  return (
    <ol class="entries">
      {entries.map((entry) => (
        <Entry key={entry.number} {...entry} />
      ))}
    </ol>
  );
}

function Entry({ operation, options, at, outcome }) {
  const { roomId, ...rest } = options;
  const name = text(`operation${operation}`);
  return (
    <li class="card entry">
      <header>
        <time dateTime={at.toISOString()}>{timeOf(at)}</time>
        <h2>
          {name} · <Id value={String(roomId)} />
        </h2>
        <Badge outcome={outcome} />
      </header>
      <dl class="changes">
        {Object.entries(rest)
          .map(readable)
          .map(([option, value]) => (
            <div key={option}>
              <dt>{maybeText(option) ?? option}</dt>
              <dd>{SECRET.includes(option) ? "••••" : shown(operation, option, value)}</dd>
            </div>
          ))}
      </dl>
      {outcome?.error && (
        <div class="result bad">
          <Explained error={outcome.error} operation={operation} />
        </div>
      )}
      <RequestId value={outcome?.reply?.requestId} />
      <div class="actions">
        <button
          type="button"
          class="small quiet"
          aria-label={`${text("repeat")}: ${name}, ${roomId}`}
          onClick={() => repeat(operation, options, name)}
        >
          {text("repeat")}
        </button>
      </div>
    </li>
  );
}

function Badge({ outcome }) {
  if (!outcome) return <span class="badge">{text("stateUnderWay")}</span>;
  const state = outcome.reply ? "Done" : "Failed";
  return <span class={`badge ${state.toLowerCase()}`}>{text(`state${state}`)}</span>;
}

/** Only a choice has a name of its own: a name card may say "None" too. */
function shown(operation, option, value) {
  if (value instanceof Date) return dateOf(value);
  if (Array.isArray(value)) {
    return value
      .map((item) => (typeof item === "string" ? item : `${item.memberAccount}: ${item.marks}`))
      .join(", ");
  }
  if (typeof value === "boolean") return text(value ? "yes" : "no");
  const isChoice = fieldOf(operation, option)?.shape.type === "choice";
  const name = isChoice ? maybeText(`value${value}`) : undefined;
  return value === "" ? text("empty") : (name ?? String(value));
}

async function repeat(operation, options, name) {
  const outcome = await sendAndKeep(operation, options);
  byId("sent-said").textContent = text("repeated", {
    what: name,
    outcome: inBrief(outcome, operation),
  });
}

/** An option that names members, with what nobody would see in their accounts. */
function readable([option, value]) {
  const seen = ({ memberAccount, ...more }) => ({ ...more, memberAccount: visible(memberAccount) });
  if (option === "memberList") return [option, value.map(seen)];
  if (!/Accounts?$/.test(option)) return [option, value];
  return [option, Array.isArray(value) ? value.map(visible) : visible(value)];
}

// Small parts that several views have.

import { useState } from "preact/hooks";
import { explain } from "./explain.js";
import { partsOf } from "./invisible.js";
import { text, timeOf } from "./texts.js";

/** An account or a room's id, with what nobody would see in it. */
export function Id({ value }) {
  return (
    <code>
      {partsOf(value).map((part, index) =>
        part.text === undefined ? (
          <mark key={index} class="unseen">
            {part.code}
          </mark>
        ) : (
          part.text
        ),
      )}
    </code>
  );
}

/** A RequestId with a button that copies it. */
export function RequestId({ value }) {
  const [said, setSaid] = useState("");
  if (!value) return null;
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value);
      setSaid(text("copied"));
    } catch {
      setSaid(text("copyFailed"));
    }
  };
  return (
    <p class="request">
      <span class="name">{text("requestId")}</span>
      <code>{value}</code>
      <button
        type="button"
        class="small quiet"
        aria-label={`${text("copy")}: ${text("requestId")} ${value}`}
        onClick={copy}
      >
        {text("copy")}
      </button>
      <span role="status" class="said">
        {said}
      </span>
    </p>
  );
}

/** What an error means and what to do. */
export function Explained({ error, operation }) {
  const { title, meaning, advice, isForeign } = explain(error, operation);
  const lang = isForeign ? "en" : undefined;
  const { code, status, attempts, retryable } = error;
  return (
    <>
      <h2>{title}</h2>
      {meaning && <p lang={lang}>{meaning}</p>}
      {advice && (
        <p>
          <b>{text("whatToDo")}: </b>
          <span lang={lang}>{advice}</span>
        </p>
      )}
      {retryable && <p>{text("mayRepeat")}</p>}
      <dl class="facts">
        <Fact name="code" value={code} />
        <Fact name="status" value={status} />
        <Fact name="attempts" value={attempts > 1 ? attempts : undefined} />
      </dl>
      <RequestId value={error.requestId} />
    </>
  );
}

function Fact({ name, value }) {
  if (value === undefined) return null;
  return (
    <div>
      <dt>{text(name)}</dt>
      <dd>{String(value)}</dd>
    </div>
  );
}

/** What came of a call, with what can be done about it. */
export function Outcome({ notice, onDismiss }) {
  const { operation, what, outcome, at, again, undo } = notice;
  return (
    <div class={outcome.reply ? "result good" : "result bad"}>
      <p class="note">
        {what} · {timeOf(at)}
      </p>
      {outcome.reply ? (
        <h2>{text("done")}</h2>
      ) : (
        <Explained error={outcome.error} operation={operation} />
      )}
      <RequestId value={outcome.reply?.requestId} />
      <div class="actions">
        {undo && (
          <button type="button" class="small" onClick={undo}>
            {text("undo")}
          </button>
        )}
        {again && (
          <button type="button" class="small" onClick={again}>
            {text("again")}
          </button>
        )}
        {onDismiss && (
          <button type="button" class="small quiet" onClick={onDismiss}>
            {text("dismiss")}
          </button>
        )}
      </div>
    </div>
  );
}

// An action on several: chosen, previewed, sent, and with what came of it for each.

import { useEffect, useRef, useState } from "preact/hooks";
import { explain } from "../explain.js";
import { fieldOf, givenValue, problemOf } from "../fields.js";
import { keepFocus } from "../focus.js";
import { Field, Select } from "../form.jsx";
import { Id } from "../parts.jsx";
import { useStore } from "../store.js";
import { lasting, maybeText, text } from "../texts.js";
import { dismiss, job, preview, run, stop, undo } from "./job.js";
import { ACTIONS, canUndo, MEMBER_ACTIONS } from "./plan.js";
import { VirtualTable } from "./virtual.jsx";

const HOUR = 3600;
const DURATIONS = [600, HOUR, 24 * HOUR, 7 * 24 * HOUR, 30 * 24 * HOUR];

/** A mark is an item of a list in the operation, and a field here. */
const MARK = { name: "mark", required: true, shape: { type: "int", min: 1000 } };

const fieldFor = (action, name) =>
  name === "mark" ? MARK : { ...fieldOf(ACTIONS[action].operation, name), required: true };

/** The values of an action's fields as they were said, and what is wrong with them. */
function answersOf(action, said) {
  const { fields } = ACTIONS[action];
  const values = Object.fromEntries(
    fields.map((name) => [name, givenValue(fieldFor(action, name), said[name]) ?? ""]),
  );
  // An empty custom info takes it away.
  const asked = fields.filter((name) => name !== "customInfo" || values[name] !== "");
  const told = asked.map((name) => [name, problemOf(fieldFor(action, name), values[name])]);
  return { values, found: Object.fromEntries(told.filter(([, problem]) => problem)) };
}

/** What is to become of those chosen, before anybody has said it. */
export const NOTHING_ASKED = { action: MEMBER_ACTIONS[0], said: { duration: HOUR } };

/**
 * `members` are those who are chosen, `asked` what is to become of them: who shows this keeps it, since a
 * refresh may leave nobody chosen.
 */
export function Bulk({ members, roomId, asked: { action, said }, onAsk }) {
  const { plan, isRunning } = useStore(job);
  const [problems, setProblems] = useState({});
  const say = (more) => onAsk({ action, said: { ...said, ...more } });
  const { fields } = ACTIONS[action];
  if (plan?.roomId === roomId) return <Job />;

  function submit(event) {
    event.preventDefault();
    if (isRunning) return;
    const { values, found } = answersOf(action, said);
    setProblems(found);
    const first = fields.find((name) => found[name]);
    if (first) return event.currentTarget.querySelector(`[data-name=${first}]`)?.focus();
    preview(action, roomId, members, values);
  }
  return (
    <form id="bulk" class="bulk" noValidate tabIndex={-1} onSubmit={submit}>
      <div class="fields">
        <Select
          name="action"
          label={text("action", { count: members.length })}
          value={action}
          options={MEMBER_ACTIONS.map((name) => [name, text(`action${name}`)])}
          onChange={(chosen) => {
            onAsk({ action: chosen, said });
            setProblems({});
          }}
        />
        {fields.map((name) =>
          name === "duration" ? (
            <Select
              key={name}
              name={name}
              label={text(name)}
              value={said.duration}
              options={DURATIONS.map((seconds) => [seconds, lasting(seconds * 1000)])}
              onChange={(seconds) => say({ duration: Number(seconds) })}
            />
          ) : (
            <Field
              key={name}
              name={name}
              field={fieldFor(action, name)}
              value={said[name]}
              problem={problems[name]}
              onChange={(value) => say({ [name]: value })}
            />
          ),
        )}
      </div>
      <div class="actions">
        {isRunning && <p class="note">{text("jobElsewhere", { room: plan.roomId })}</p>}
        <button type="submit" class="primary" aria-disabled={isRunning ? "true" : undefined}>
          {text("preview")}
        </button>
      </div>
    </form>
  );
}

/** The plan, before, while and after it is sent. */
export function Job() {
  const { plan, isRunning, isUndo } = useStore(job);
  const { steps } = plan;
  const total = people(steps);
  const count = (state) => people(steps.filter((step) => step.state === state));
  const [done, failed, stopped] = ["Done", "Failed", "Stopped"].map(count);
  const hasRun = done + failed + stopped > 0;
  const box = useRef();
  // The button that had the focus is no more.
  useEffect(() => keepFocus(box.current), [plan, isRunning]);
  const open = total - done;
  return (
    <div id="job" class="job" tabIndex={-1} ref={box}>
      <h3>{sentence(plan, isUndo)}</h3>
      <p role="status" id="job-summary">
        {hasRun || isRunning
          ? text("jobCounts", { done, failed, rest: open - failed })
          : text("jobReady", { count: total, out: plan.leftOut.length })}
      </p>
      {(hasRun || isRunning) && (
        <progress aria-label={text("progress")} max={Math.max(total, 1)} value={done + failed} />
      )}
      <VirtualTable
        label={text("outcomes")}
        items={rowsOf(plan)}
        keyOf={({ member }) => member.memberAccount}
        rowClass={({ state }) => state.toLowerCase()}
        head={
          <tr>
            <th scope="col">{text("memberAccount")}</th>
            <th scope="col">{text("nameCard")}</th>
            <th scope="col">{text("state")}</th>
          </tr>
        }
      >
        {(row) => <OutcomeCells {...row} />}
      </VirtualTable>
      <Advice plan={plan} />
      <JobActions open={open} done={done} hasRun={hasRun} />
    </div>
  );
}

/** What can be done with the plan now; `open` are not done yet. */
function JobActions({ open, done, hasRun }) {
  const { plan, isRunning, isUndo } = useStore(job);
  const { action } = plan;
  // The two have keys so that "Stop" does not become "Undo" under who has the focus there.
  if (isRunning) {
    return (
      <div key="running" class="actions">
        <button type="button" class="danger" onClick={stop}>
          {text("stop")}
        </button>
      </div>
    );
  }
  const submit = hasRun ? "retry" : isUndo ? "undoNow" : `do${action}`;
  const kind = isHard(action) ? "danger" : "primary";
  return (
    <div key="still" class="actions">
      {open > 0 && (
        <button type="button" id="job-run" class={kind} onClick={run}>
          {text(submit, { count: open })}
        </button>
      )}
      {done > 0 && !isUndo && canUndo(action) && (
        <button type="button" id="job-undo" onClick={undo}>
          {text("undo")}
        </button>
      )}
      <button type="button" id="job-close" class="quiet" onClick={dismiss}>
        {text(hasRun ? "close" : "cancel")}
      </button>
    </div>
  );
}

/** What to do about what was refused, once for each code. */
function Advice({ plan: { steps, action } }) {
  const errors = steps.flatMap(({ outcome }) => outcome?.error ?? []);
  const distinct = new Map(errors.map((error) => [`${error.kind} ${error.code}`, error]));
  return [...distinct].map(([key, error]) => {
    const { title, meaning, advice, isForeign } = explain(error, ACTIONS[action].operation);
    return (
      <p key={key} lang={isForeign ? "en" : undefined}>
        <b>{[error.code, meaning || title].filter(Boolean).join(": ")}.</b> {advice}
      </p>
    );
  });
}

const isHard = (action) => action === "kick" || action === "ban";
const people = (steps) => steps.reduce((sum, { members }) => sum + members.length, 0);

/** What will happen, in one sentence. */
function sentence({ action, values, steps }, isUndo) {
  const count = people(steps);
  if (isUndo) return text("willUndo", { count });
  const shown = {
    ...values,
    role: maybeText(`value${values.role}`),
    duration: values.duration && lasting(values.duration * 1000),
  };
  return text(`will${action}`, { count, ...shown });
}

function rowsOf({ steps, leftOut, action }) {
  const taken = steps.flatMap(({ members, state, outcome }) =>
    members.map((member) => ({ member, state, outcome, action })),
  );
  const out = leftOut.map(({ member, why }) => ({ member, state: "Out", why, action }));
  return [...taken, ...out];
}

function OutcomeCells({ member, state, outcome, why, action }) {
  const { operation } = ACTIONS[action];
  const error = outcome?.error;
  const { title, meaning } = error ? explain(error, operation) : {};
  return (
    <>
      <th scope="row">
        <Id value={member.memberAccount} />
      </th>
      <td>{member.nameCard}</td>
      <td class="state">
        <b>{text(`state${state}`)}</b>
        {why && <span>{text(why)}</span>}
        {error && <span>{[error.code, meaning || title].filter(Boolean).join(": ")}</span>}
      </td>
    </>
  );
}

// Forms for operations: which field an option has, its limit and its label follow from the table.

import { useState } from "preact/hooks";
import { byteLength } from "./bytes.js";
import { explain } from "./explain.js";
import { fieldOf, givenValue, problemsOf } from "./fields.js";
import { useId } from "./ids.js";
import { maybeText, text } from "./texts.js";

/**
 * A form for the options `names` of an operation. `values` are what stands there at first; `onSubmit` is
 * given the options that were said and what empties the form, also for a call that is sent again later;
 * it returns an outcome whose error is shown at its field. With `isEmptySent` an empty text is a value,
 * with `onlyChanged` what stayed as it was is left out. `check` is given the options and their names.
 */
export function OperationForm({ operation, names, values = {}, onSubmit, submit, ...more }) {
  const { check, onAttempt, isEmptySent = false, onlyChanged = false, kind = "primary" } = more;
  const [typed, setTyped] = useState({});
  const [problems, setProblems] = useState({});
  const [isBusy, setBusy] = useState(false);
  const said = (name) => typed[name] ?? values[name];

  async function send(event) {
    event.preventDefault();
    if (isBusy) return;
    const { currentTarget: form } = event;
    onAttempt?.();
    const asked = onlyChanged ? changed() : names;
    const options = optionsOf(operation, asked, said, isEmptySent);
    const found = {
      ...problemsOf(operation, names, options),
      ...(onlyChanged && emptied(asked, options)),
      ...check?.(options, asked),
    };
    setProblems(found);
    const first = names.find((name) => found[name]);
    if (first) return form.querySelector(`[data-name=${first}]`)?.focus();
    setBusy(true);
    // Whoever has gone on typing keeps that.
    const onDone = () => setTyped((now) => (now === typed ? {} : now));
    const outcome = await onSubmit(options, onDone);
    setBusy(false);
    const { error } = outcome ?? {};
    if (error?.kind === "invalid" && names.includes(error.field)) {
      setProblems({ [error.field]: explain(error, operation).meaning });
    }
  }

  const changed = () =>
    names.filter((name) => fieldOf(operation, name).required || said(name) !== values[name]);

  return (
    <form class="fields" noValidate onSubmit={send}>
      {names.map((name) => (
        <Field
          key={name}
          name={name}
          field={fieldOf(operation, name)}
          value={said(name)}
          problem={problems[name]}
          onChange={(value) => setTyped({ ...typed, [name]: value })}
        />
      ))}
      {problems.form && (
        <p class="problem" role="alert">
          {problems.form}
        </p>
      )}
      <div class="actions">
        <button type="submit" class={kind} aria-disabled={isBusy ? "true" : undefined}>
          {isBusy ? text("sending") : submit}
        </button>
      </div>
    </form>
  );
}

function optionsOf(operation, names, said, isEmptySent) {
  const values = names.map((name) => [name, givenValue(fieldOf(operation, name), said(name))]);
  const isSaid = (value) => value !== undefined && (isEmptySent || value !== "");
  return Object.fromEntries(values.filter(([, value]) => isSaid(value)));
}

/** A number that was there cannot be taken away. */
function emptied(names, options) {
  const missing = names.filter((name) => options[name] === undefined);
  return Object.fromEntries(missing.map((name) => [name, text("problemMissing")]));
}

/** One field of a form, with its label, its note and what is wrong with it. */
export function Field({ name, field, value, problem, onChange }) {
  const id = useId();
  const { shape } = field;
  if (shape.type === "flag") {
    const isOn = value ?? false;
    return <Check name={name} isOn={isOn} onChange={onChange} />;
  }
  const note = maybeText(`${name}Note`);
  const input = {
    id,
    "data-name": name,
    "aria-invalid": problem ? "true" : undefined,
    "aria-describedby": `${id}-problem${note ? ` ${id}-note` : ""}`,
    "aria-required": field.required ? "true" : undefined,
    value: value ?? "",
    onInput: ({ currentTarget }) => onChange(currentTarget.value),
  };
  return (
    <div class="field">
      <label for={id}>{text(name)}</label>
      <Input shape={shape} input={input} />
      <p class="meter">
        <span id={`${id}-problem`} class="problem">
          {problem}
        </span>
        {shape.max && shape.type === "text" && <Count value={value ?? ""} max={shape.max} />}
      </p>
      {note && (
        <p id={`${id}-note`} class="note">
          {note}
        </p>
      )}
    </div>
  );
}

function Input({ shape, input }) {
  if (shape.type === "choice") {
    return (
      <select {...input}>
        <option value="">{text("choose")}</option>
        {shape.values.map((value) => (
          <option key={value} value={value}>
            {maybeText(`value${value}`) ?? value}
          </option>
        ))}
      </select>
    );
  }
  if (shape.type === "list" || shape.max >= 500)
    return <textarea rows={3} spellcheck={false} {...input} />;
  const types = { int: "number", moment: "datetime-local" };
  const type = types[shape.type] ?? "text";
  return <input type={type} autocomplete="off" spellcheck={false} {...input} />;
}

/** A list with its label; the options are `[value, words]`. */
export function Select({ name, label, value, onChange, options }) {
  return (
    <label class="field">
      <span>{label}</span>
      <select
        data-name={name}
        value={value}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      >
        {options.map(([option, words]) => (
          <option key={option} value={option}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}

/** How many bytes of its limit a text has. */
export function Count({ value, max }) {
  const used = byteLength(value);
  const over = used - max;
  const said = over > 0 ? "bytesOver" : "bytes";
  return (
    <span class={over > 0 ? "bytes bad" : "bytes"}>{text(said, { used, limit: max, over })}</span>
  );
}

/** A box that shows what was chosen while that is on its way, and then what is. */
export function Check({ name, isOn, onChange }) {
  const [value, choose] = usePending(isOn, onChange);
  return (
    <label class="check">
      <input
        type="checkbox"
        data-name={name}
        checked={value}
        onChange={({ currentTarget }) => choose(currentTarget.checked)}
      />
      <span>{text(name)}</span>
    </label>
  );
}

/** `[shown, choose]`: what was chosen as long as `onChange` takes, otherwise the value. */
export function usePending(value, onChange) {
  const [pending, setPending] = useState();
  const choose = async (chosen) => {
    setPending(chosen);
    await onChange(chosen);
    setPending(undefined);
  };
  return [pending ?? value, choose];
}

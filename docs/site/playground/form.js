// A form for the options of an operation, made from the table that the package is made from.

import { html } from "htm/preact";

/** The options that a form stands for; empty fields are left out. */
export function readForm(fields, values) {
  const options = {};
  for (const { name, shape } of fields) {
    const value = read(shape, values[name]);
    if (value !== undefined) options[name] = value;
  }
  return options;
}

function read(shape, value) {
  if (value === undefined || value === "") return undefined;
  switch (shape.type) {
    case "int":
      return Number(value);
    case "flag":
      return value === "true";
    case "moment":
      return new Date(value);
    case "list":
      return shape.of.type === "object" ? parsed(value) : value.split("\n").filter(Boolean);
    case "object":
      return parsed(value);
    default:
      return value;
  }
}

/** What cannot be read is sent as it is: the package says what is wrong with it. */
function parsed(value) {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** What a field begins with, as the form holds it. */
export function written(sample) {
  if (Array.isArray(sample) && sample.every((item) => typeof item === "string")) {
    return sample.join("\n");
  }
  return typeof sample === "string" ? sample : JSON.stringify(sample);
}

export function Form({ fields, values, onChange, onSubmit }) {
  const submit = (event) => {
    event.preventDefault();
    onSubmit();
  };
  return html`<form onSubmit=${submit}>
    ${fields.map(
      (field) =>
        html`<${Field} key=${field.name} field=${field} value=${values[field.name] ?? ""}
          onInput=${(event) => onChange(field.name, event.currentTarget.value)} />`,
    )}
    <button class="primary">Call</button>
  </form>`;
}

function Field({ field: { name, required, doc, shape }, value, onInput }) {
  const help = `${name}-help`;
  const given = { id: name, value, onInput, "aria-describedby": help };
  return html`<div class="field">
    <label for=${name}><code>${name}</code>${required ? "" : " (optional)"}</label>
    ${control(shape, given)}
    <p id=${help}>${plain(doc)}${hint(shape)}</p>
  </div>`;
}

function control(shape, given) {
  if (shape.type === "choice" || shape.type === "flag") {
    const words = shape.values ?? ["true", "false"];
    return html`<select ...${given}>
      <option value="">not set</option>
      ${words.map((word) => html`<option value=${word}>${word}</option>`)}
    </select>`;
  }
  if (shape.type === "list" || shape.type === "object") {
    return html`<textarea rows="3" spellcheck="false" ...${given}></textarea>`;
  }
  const type = { int: "number", moment: "datetime-local" }[shape.type] ?? "text";
  return html`<input type=${type} autocomplete="off" spellcheck="false" ...${given} />`;
}

function hint(shape) {
  if (shape.type === "object" || shape.of?.type === "object") return " Written as JSON.";
  return shape.type === "list" ? " One a line." : "";
}

/** The table's words have line ends of their own. */
export const plain = (doc) => doc.replaceAll(/\s+/g, " ").replaceAll("`", "");

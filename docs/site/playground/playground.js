// The page: operations by task, a form for the chosen one, and how its call ended.

import { html, render } from "htm/preact";
import { useState } from "preact/hooks";
import { table } from "#table";
import { Form, plain, readForm, written } from "./form.js";
import { Outcome } from "./outcome.js";
import { SAMPLES } from "./samples.js";
import { createSetup } from "./setup.js";

const setup = createSetup();
const FIRST = "updateRoomMemberInfo";

/** An operation without a sample begins with empty fields. */
const samplesOf = (operation) =>
  Object.fromEntries(
    Object.entries(SAMPLES[operation] ?? {}).map(([name, sample]) => [name, written(sample)]),
  );

function Playground() {
  const [operation, setOperation] = useState(FIRST);
  const [values, setValues] = useState(() => samplesOf(FIRST));
  const [outcome, setOutcome] = useState();
  const [, setResets] = useState(0);
  const { doc, options } = table[operation];

  const choose = (name) => {
    setOperation(name);
    setValues(samplesOf(name));
    setOutcome(undefined);
  };
  const call = async () => setOutcome(await setup.call(operation, readForm(options, values)));
  const reset = () => {
    setup.reset();
    setOutcome(undefined);
    // The rooms may be shown already, and no other state says that they have changed.
    setResets((count) => count + 1);
  };
  return html`
    <header>
      <h1>Playground</h1>
      <p>The package and a simulated service, both in this page: nothing is sent anywhere.${" "}
        <a href="../index.html">Reference</a></p>
    </header>
    <main>
      <section class="ask" aria-label="The call to make">
        <label for="operation">Operation</label>
        <select id="operation" value=${operation} onChange=${(event) => choose(event.currentTarget.value)}>
          ${Object.keys(table).map((name) => html`<option value=${name}>${name}</option>`)}
        </select>
        <p>${plain(doc)}</p>
        <${Form} key=${operation} fields=${options} values=${values} onSubmit=${call}
          onChange=${(name, value) => setValues((all) => ({ ...all, [name]: value }))} />
        <button type="button" onClick=${reset}>Reset the rooms</button>
      </section>
      <section aria-live="polite" aria-label="How it ended">
        ${outcome ? html`<${Outcome} outcome=${outcome} />` : html`<${Rooms} />`}
      </section>
    </main>
  `;
}

const Rooms = () => html`<h3>The rooms now</h3><pre data-rooms>${setup.rooms()}</pre>`;

render(html`<${Playground} />`, document.body);

// The page: operations by task, a form for the chosen one, and how its call ended.

import { html, render } from "htm/preact";
import { useState } from "preact/hooks";
import { table } from "#table";
import { Form, plain, readForm, written } from "./form.js";
import { Outcome } from "./outcome.js";
import { createScene, SAMPLES } from "./scene.js";

const scene = createScene();
const FIRST = "updateRoomMemberInfo";

/** Only what has to be given, and what this operation is for: other fields stay empty. */
function samplesOf({ options }) {
  const given = options.filter(({ name, required }) => required || SHOWN.has(name));
  return Object.fromEntries(given.map(({ name }) => [name, written(SAMPLES[name])]));
}
const SHOWN = new Set(["nameCard", "reason"]);

function Playground() {
  const [operation, setOperation] = useState(FIRST);
  const [values, setValues] = useState(() => samplesOf(table[FIRST]));
  const [outcome, setOutcome] = useState();
  const { doc, options } = table[operation];

  const choose = (name) => {
    setOperation(name);
    setValues(samplesOf(table[name]));
    setOutcome(undefined);
  };
  const call = async () => setOutcome(await scene.call(operation, readForm(options, values)));
  const reset = () => {
    scene.reset();
    setOutcome(undefined);
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

const Rooms = () => html`<h3>The rooms now</h3><pre data-rooms>${scene.rooms()}</pre>`;

render(html`<${Playground} />`, document.body);

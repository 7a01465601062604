// How a call ended: the call as one would write it, its reply or error, the wire, and the rooms.

import { diffLines } from "diff";
import { html } from "htm/preact";
import { text } from "./setup.js";
import { Exchange } from "./wire.js";

export function Outcome({ outcome }) {
  const { operation, options, reply, error, exchanges, before, after } = outcome;
  return html`<div class="outcome">
    <h3>The call</h3>
    <pre>${`await admin.${operation}(${written(options)});`}</pre>
    <h3>${error ? "Its error" : "Its reply"}</h3>
    ${error ? html`<${Failure} error=${error} />` : html`<pre data-reply>${reply}</pre>`}
    <h3>Over the wire</h3>
    ${exchanges.length === 0 ? html`<p>Nothing was sent.</p>` : ""}
    ${exchanges.map(
      (exchange, index) =>
        html`<${Exchange} exchange=${exchange} number=${index + 1} count=${exchanges.length} />`,
    )}
    <h3>The rooms</h3>
    ${before === after ? html`<p>Nothing has changed.</p>` : html`<${Changes} ...${{ before, after }} />`}
  </div>`;
}

function Failure({ error }) {
  const { kind, code, field, hint, message } = error;
  const known = Object.entries({ kind, code, field }).filter(([, value]) => value !== undefined);
  return html`<div class="failure" role="alert">
    <p><b>${message}</b></p>
    <p>${known.map(([name, value]) => html`<code>${name}: ${value}</code> `)}</p>
    ${hint ? html`<p>${hint}</p>` : ""}
  </div>`;
}

function Changes({ before, after }) {
  return html`<pre class="changes">${diffLines(before, after).map(({ added, removed, value }) => {
    if (added) return html`<ins>${marked("+ ", value)}</ins>`;
    return removed ? html`<del>${marked("- ", value)}</del>` : marked("  ", value);
  })}</pre>`;
}

const marked = (mark, value) => value.replaceAll(/^(?=.)/gm, mark);

/** As JavaScript has it: names without quotation marks, moments as they were given. */
const written = (options) =>
  text(options)
    .replaceAll(/^(\s*)"(\w+)":/gm, "$1$2:")
    .replaceAll(/"(\d{4}-\d\d-\d\dT[\d:.]+Z)"/g, 'new Date("$1")');

// What an import says: results on standard output, all else on standard error.

import { inFlags } from "../flags.js";
import { printable, toJson } from "../print.js";
import { EXIT, told } from "../problems.js";
import { count, duration } from "./progress.js";
import { OPERATION } from "./rows.js";

/** More failures are counted, and in the report. */
const MOST_SHOWN = 10;

/** What the check found, where it ends with that. */
export function tellChecked(found, { json }, { rate }, progress) {
  const { rows, wrong, repeated } = found;
  progress.end();
  const seconds = rate > 0 ? rows / rate : 0;
  if (json) process.stdout.write(toJson({ ...found, seconds }));
  else if (wrong > 0) tellWrong(found);
  else {
    const repeats = repeated > 0 ? `; ${count(repeated)} repeat a member` : "";
    const takes = seconds > 0 ? `; sending them takes ${duration(seconds)}` : "";
    process.stdout.write(`${count(rows)} rows, all good${repeats}${takes}\n`);
  }
  return wrong > 0 ? EXIT.usage : EXIT.done;
}

function tellWrong({ rows, wrong, problems }) {
  const say = (text) => process.stderr.write(`${text}\n`);
  for (const { line, message, field, hint } of problems) {
    const way = field === "roomId" ? "a column, or --room for all rows" : hint;
    const more = way && !message.includes(way) ? ` (${way})` : "";
    say(printable(`line ${line}: ${message}${more}`));
  }
  if (wrong > problems.length) say(`... and ${count(wrong - problems.length)} more`);
  say(`error: ${count(wrong)} of ${count(rows)} rows are wrong; nothing was sent`);
}

export function failureTeller(progress) {
  let shown = 0;
  return ({ rows, options: { roomId, memberAccount } }, error) => {
    shown += 1;
    if (shown > MOST_SHOWN) return;
    const where = rows.map(({ line }) => line).join(", ");
    const said = inFlags(error.message, OPERATION);
    progress.say(printable(`line ${where} (${roomId}, ${memberAccount}): ${said}`));
    if (shown === MOST_SHOWN)
      progress.say("... further failures are in the report only (--report)");
  };
}

/** What came of all rows, and how to go on. */
export function tellEnd(summary, { error, stop, values, settings, input, progress }) {
  const { failed, left } = summary;
  if (values.json) process.stdout.write(toJson({ ...summary, journal: settings.journal ?? null }));
  else process.stdout.write(summaryLine(summary));
  if (error) process.stderr.write(told(error, { json: values.json, operation: OPERATION }));
  else if (stop.isStopping && left > 0) progress.say("interrupted");
  else if (input.isChanged()) {
    progress.say(`${input.name} has changed since it was checked: it was read as it was then`);
  }
  if (left > 0) progress.say(wayOn(settings.journal, input));
  if (failed > 0 && settings.journal) {
    progress.say(
      `with --retry-failed, the same command tries the ${count(failed)} rows again that failed`,
    );
  }
}

function summaryLine({ rows, done, failed, superseded, left, seconds }) {
  const parts = [`${count(done)} done`, `${count(failed)} failed`];
  if (superseded > 0) parts.push(`${count(superseded)} superseded by later rows`);
  if (left > 0) parts.push(`${count(left)} left`);
  return `${count(rows)} rows: ${parts.join(", ")}, in ${duration(seconds)}\n`;
}

function wayOn(journal, { name, isStream }) {
  if (journal)
    return `to go on where it stopped, run the same command again; ${journal} knows what is done`;
  const what = isStream ? "standard input" : name;
  return `without a journal, ${what} can only be imported from its beginning`;
}

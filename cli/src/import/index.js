// `import`: checks every row of a file, then sends them all, and can be cut off at any moment.

import { wholeNumber } from "../arguments.js";
import { who } from "../credentials.js";
import { inFlags } from "../flags.js";
import { printable, toJson } from "../print.js";
import { EXIT, exitCodeOf, told, UsageError } from "../problems.js";
import { check } from "./check.js";
import { CountingAdmin } from "./client.js";
import { openInput } from "./input.js";
import { Journal, NoJournal } from "./journal.js";
import { count, duration, ProgressLine } from "./progress.js";
import { openReport } from "./report.js";
import { OPERATION } from "./rows.js";
import { retryRows, sendRows } from "./send.js";
import { Interrupted, listenForStop } from "./stop.js";

const RATE = 200;
const CONCURRENCY = 256;
/** More failures are counted, and in the report. */
const MOST_SHOWN = 10;

/** The command, from its flags to its exit code. */
export async function run({ values, positionals: [name] }) {
  const settings = settingsOf(values, name);
  const stop = listenForStop();
  const progress = new ProgressLine(values.quiet);
  let input;
  try {
    input = await openInput(name, values, stop.signal);
    if (!values.encoding && input.encoding !== "utf-8") progress.say(`read as ${input.encoding}`);
    const found = await check(input, values.room, {
      isCounting: values["dry-run"],
      progress,
      signal: stop.signal,
    });
    if (found.wrong > 0 || values["dry-run"]) return tellChecked(found, values, settings, progress);
    return await send(input, found.rows, { values, settings, stop, progress });
  } catch (error) {
    if (!(error instanceof Interrupted) && error.name !== "AbortError") throw error;
    progress.say("interrupted: nothing was sent");
    return stop.exitCode;
  } finally {
    progress.end();
    input?.remove();
    stop.unlisten();
  }
}

function settingsOf(values, name) {
  const isStream = name === "-";
  if (isStream && (values.journal || values["retry-failed"])) {
    throw new UsageError("standard input cannot be gone on with", "import from a file");
  }
  if (values.journal && values["no-journal"]) {
    throw new UsageError("--journal and --no-journal exclude each other");
  }
  const hasJournal = !isStream && !values["no-journal"];
  return {
    rate: wholeNumber(values, "rate", 0) ?? RATE,
    concurrency: wholeNumber(values, "concurrency") ?? CONCURRENCY,
    limit: wholeNumber(values, "limit") ?? Number.POSITIVE_INFINITY,
    journal: hasJournal ? (values.journal ?? `${name}.journal`) : undefined,
    client: values["dry-run"] ? undefined : who(values),
  };
}

/** What the check found, where it ends with that. */
function tellChecked({ rows, wrong, problems, repeated }, { json }, { rate }, progress) {
  progress.end();
  const seconds = rate > 0 ? rows / rate : 0;
  if (json) process.stdout.write(toJson({ rows, wrong, problems, repeated, seconds }));
  else {
    for (const { line, message, field, hint } of problems) {
      const way = field === "roomId" ? "a column, or --room for all rows" : hint;
      const more = way && !message.includes(way) ? ` (${way})` : "";
      process.stderr.write(`${printable(`line ${line}: ${message}${more}`)}\n`);
    }
    if (wrong > problems.length)
      process.stderr.write(`... and ${count(wrong - problems.length)} more\n`);
  }
  if (wrong > 0) {
    if (!json)
      process.stderr.write(
        `error: ${count(wrong)} of ${count(rows)} rows are wrong; nothing was sent\n`,
      );
    return EXIT.usage;
  }
  if (json) return EXIT.done;
  const repeats = repeated > 0 ? `; ${count(repeated)} repeat a member` : "";
  const takes = seconds > 0 ? `; sending them takes ${duration(seconds)}` : "";
  process.stdout.write(`${count(rows)} rows, all good${repeats}${takes}\n`);
  return EXIT.done;
}

async function send(input, rows, { values, settings, stop, progress }) {
  const { client, concurrency, limit, rate } = settings;
  const journal = await openJournal(settings.journal, input, values.room, client);
  const report = openReport(values.report);
  const { state } = journal;
  const before = new Set(state.failed);
  const admin = new CountingAdmin({ ...client, callsPerSecond: rate });
  const start = performance.now();
  const work = {
    ...{ input, rows, room: values.room, journal, report, admin, concurrency, limit, stop },
    onFailure: failureTeller(progress),
  };
  stop.isGentle = true;
  stop.onStop = () => progress.say("stopping; once more to stop at once");
  progress.sending(state, rows);
  let error;
  try {
    if (input.isChanged()) throw new UsageError(`${input.name} has changed while it was checked`);
    error = await sendRows(work);
    const goesOn = !error && !stop.isStopping && values["retry-failed"];
    if (goesOn && before.size > 0) error = await retryRows(work, before);
  } catch (thrown) {
    if (!(thrown instanceof Interrupted)) error = thrown;
  } finally {
    admin.free();
    report.close();
    journal.close(state.settled < rows || state.failed.size > 0);
  }
  progress.end();
  const summary = { rows, ...summaryOf(state, rows), seconds: (performance.now() - start) / 1000 };
  tellEnd(summary, { error, stop, values, settings, input });
  return exitCode(summary, error, stop);
}

function openJournal(file, input, room, { sdkAppId, baseUrl, region }) {
  if (file === undefined) return new NoJournal();
  const { size, sha256, format, encoding } = input;
  return Journal.open(file, { size, sha256, format, encoding, room, sdkAppId, baseUrl, region });
}

function failureTeller(progress) {
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

const summaryOf = ({ done, failed, superseded, settled }, rows) => ({
  done,
  failed: failed.size,
  superseded,
  left: rows - settled,
});

function exitCode({ failed, left }, error, stop) {
  if (error) return exitCodeOf(error);
  if (stop.isStopping && left > 0) return stop.exitCode;
  return failed > 0 ? EXIT.failed : EXIT.done;
}

function tellEnd(summary, { error, stop, values, settings, input }) {
  const { rows, done, failed, superseded, left, seconds } = summary;
  if (values.json) process.stdout.write(toJson({ ...summary, journal: settings.journal ?? null }));
  else {
    const parts = [`${count(done)} done`, `${count(failed)} failed`];
    if (superseded > 0) parts.push(`${count(superseded)} superseded by later rows`);
    if (left > 0) parts.push(`${count(left)} left`);
    process.stdout.write(`${count(rows)} rows: ${parts.join(", ")}, in ${duration(seconds)}\n`);
  }
  const say = (text) => process.stderr.write(`${text}\n`);
  if (error) process.stderr.write(told(error, { json: values.json, operation: OPERATION }));
  else if (stop.isStopping && left > 0) say("interrupted");
  if (left > 0) say(wayOn(settings.journal, input));
  if (failed > 0 && settings.journal) {
    say(`with --retry-failed, the same command tries the ${count(failed)} rows again that failed`);
  }
}

function wayOn(journal, { name, isStream }) {
  if (journal)
    return `to go on where it stopped, run the same command again; ${journal} knows what is done`;
  const what = isStream ? "standard input" : name;
  return `without a journal, ${what} can only be imported from its beginning`;
}

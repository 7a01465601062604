// `import`: checks every row of a file, then sends them all, and can be cut off at any moment.

import { setTimeout as wait } from "node:timers/promises";
import { wholeNumber } from "../arguments.js";
import { who } from "../credentials.js";
import { EXIT, exitCodeOf, UsageError } from "../problems.js";
import { check } from "./check.js";
import { CountingAdmin } from "./client.js";
import { isSameFile } from "./files.js";
import { openInput } from "./input.js";
import { Journal, NoJournal } from "./journal.js";
import { duration, ProgressLine } from "./progress.js";
import { openReport } from "./report.js";
import { retryRows, sendRows } from "./send.js";
import { Interrupted, listenForStop } from "./stop.js";
import { failureTeller, tellChecked, tellEnd } from "./tell.js";

const RATE = 200;
const CONCURRENCY = 256;

/** The command, from its flags to its exit code. */
export async function run({ values, positionals: [name] }) {
  const settings = settingsOf(values, name);
  const stop = listenForStop();
  const progress = new ProgressLine(values);
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
    if (!isStop(error)) throw error;
    progress.say("interrupted: nothing was sent");
    return stop.exitCode;
  } finally {
    progress.end();
    input?.remove();
    stop.unlisten();
  }
}

const isStop = (error) => error instanceof Interrupted || error.name === "AbortError";

function settingsOf(values, name) {
  const isStream = name === "-";
  if (isStream && (values.journal || values["retry-failed"])) {
    throw new UsageError("standard input cannot be gone on with", "import from a file");
  }
  if (values.journal && values["no-journal"]) {
    throw new UsageError("--journal and --no-journal exclude each other");
  }
  const hasJournal = !isStream && !values["no-journal"];
  const journal = hasJournal ? (values.journal ?? `${name}.journal`) : undefined;
  if (!isStream) refuseReportOn(name, "the file to import", values.report);
  if (hasJournal) refuseReportOn(journal, "the journal", values.report);
  return {
    rate: wholeNumber(values, "rate", 0) ?? RATE,
    concurrency: wholeNumber(values, "concurrency") ?? CONCURRENCY,
    limit: wholeNumber(values, "limit") ?? Number.POSITIVE_INFINITY,
    journal,
    client: values["dry-run"] ? undefined : who(values),
  };
}

/** A report is added to a file that may be there: not to one that is something else. */
function refuseReportOn(file, what, report) {
  if (report !== undefined && isSameFile(file, report)) {
    throw new UsageError(`--report ${report} is ${what}`, "name a file of its own");
  }
}

async function send(input, rows, { values, settings, stop, progress }) {
  const { client, concurrency, limit, rate } = settings;
  if (input.isChanged()) throw new UsageError(`${input.name} has changed while it was checked`);
  const report = openReport(values.report);
  const journal = await openJournal(settings.journal, input, values.room, client);
  const admin = new CountingAdmin({ ...client, callsPerSecond: rate });
  const work = {
    ...{ input, rows, room: values.room, journal, report, admin, concurrency, stop },
    budget: limit,
    onFailure: failureTeller(progress),
  };
  const { state } = journal;
  const start = performance.now();
  let error;
  try {
    error = await sendAll(work, values["retry-failed"], progress);
  } catch (thrown) {
    if (!isStop(thrown)) error = thrown;
  } finally {
    admin.free();
    report.close();
    journal.close(state.settled < rows || state.failed.size > 0);
  }
  progress.end();
  const summary = { rows, ...summaryOf(state, rows), seconds: (performance.now() - start) / 1000 };
  tellEnd(summary, { error, stop, values, settings, input, progress });
  return exitCode(summary, error, stop);
}

/** Resolves with the error of who is refused. */
async function sendAll(work, isRetrying, progress) {
  const { rows, journal, stop } = work;
  const { state } = journal;
  const before = new Set(isRetrying ? state.failed : []);
  if (state.settled < rows || before.size > 0) await rest(journal.restMs, stop, progress);
  stop.isGentle = true;
  stop.onStop = () => progress.say("stopping; once more to stop at once");
  progress.sending(state, rows);
  const error = await sendRows(work);
  const goesOn = !error && !stop.isStopping && work.budget > 0;
  return goesOn && before.size > 0 ? retryRows(work, before) : error;
}

/** Until the service has done with what the last run had sent: a newer value must not come before it. */
async function rest(ms, { signal }, progress) {
  if (ms === 0) return;
  progress.say(
    `waiting ${duration(ms / 1000)}: the service may still be at work on what the last run sent`,
  );
  await wait(ms, undefined, { signal });
}

function openJournal(file, input, room, { sdkAppId, baseUrl, region }) {
  if (file === undefined) return new NoJournal();
  const { size, sha256, format, encoding } = input;
  return Journal.open(file, { size, sha256, format, encoding, room, sdkAppId, baseUrl, region });
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

// Sends rows in the order of the file, and settles each as its outcome comes.

import { isRefused } from "../problems.js";
import { Again } from "./again.js";
import { outcomeOf, supersededOutcome } from "./report.js";
import { merged, OPERATION, rowsOf } from "./rows.js";

/** How many rows one synced mark allows to be sent. */
const BLOCK = 512;

const itemOf = (rows, options) => ({ operation: OPERATION, options, rows });

/** Sends what the journal does not know to have ended. Resolves with the error of who is refused. */
export const sendRows = (work) => settleAll(work, openRows(work));

async function settleAll({ admin, concurrency, stop, journal, report, onFailure }, items) {
  const { signal } = stop;
  for await (const outcome of admin.bulk(items, { concurrency, signal })) {
    const { update: item, error } = outcome;
    // Every other row would fail as well: they stay open, for when the credential is right.
    if (isRefused(error)) return error;
    for (const { index, line } of item.rows) {
      report.write(outcomeOf(line, item.options, outcome));
      journal.settle(outcome.ok ? "d" : "f", index);
    }
    if (!outcome.ok) onFailure(item, error);
  }
  return undefined;
}

/**
 * First the rows that an earlier run may have sent: one call a member, which says the last value of
 * each field, so that none of their values comes back after a newer one. Then the others.
 */
async function* openRows(work) {
  const { state } = work.journal;
  const start = state.next;
  const uncertain = new Again();
  for await (const row of checkedRows(work)) {
    const { index, line, update } = row;
    if (index < start) {
      if (state.isUncertain(index)) uncertain.add(row);
      // It failed once and was tried again, after a later row of its member.
      else supersede(work, uncertain.overtake(update));
      continue;
    }
    yield* mergedItems(uncertain, work);
    if (isEnough(work)) return;
    markAsSent(index, work);
    work.budget -= 1;
    yield itemOf([{ index, line }], update);
  }
  yield* mergedItems(uncertain, work);
}

function markAsSent(index, { journal, budget, rows }) {
  if (index < journal.state.next) return;
  journal.mark(Math.min(index + Math.min(BLOCK, budget), rows));
}

function* mergedItems(uncertain, work) {
  if (isEnough(work)) return;
  for (const rows of uncertain.groups()) {
    work.budget -= 1;
    yield itemOf(rows, merged(rows.map(({ update }) => update)));
    if (isEnough(work)) return;
  }
}

/** Whether no more is to be sent: `budget` is how many calls are left of --limit. */
const isEnough = ({ stop, budget }) => stop.isStopping || budget <= 0;

/** As many rows as were checked: a file that changes meanwhile may hold others. */
async function* checkedRows({ input, room, rows }) {
  try {
    for await (const row of rowsOf(input, room)) {
      if (row.index >= rows) return;
      if (row.problem) throw new Error(`line ${row.line}: ${row.problem.message}`);
      yield row;
    }
  } catch (error) {
    if (!input.isChanged()) throw error;
    throw new Error(`${input.name} has changed since it was checked: ${error.message}`);
  }
}

function supersede({ journal, report }, rows) {
  for (const { index, line, update } of rows) {
    report.write(supersededOutcome(line, update));
    journal.settle("s", index);
  }
}

/**
 * Sends rows again that had failed before this run, without what a later row of the member says that is
 * done: its value would come back after a newer one. For the same reason nothing is sent of what a later
 * row says that failed as well: that one may have been carried out without an answer.
 */
export async function retryRows(work, candidates) {
  const { journal } = work;
  const failed = new Again();
  for await (const row of checkedRows(work)) {
    if (!journal.state.isSettled(row.index)) continue;
    supersede(work, failed.overtake(row.update));
    if (candidates.has(row.index)) failed.add(row);
  }
  const rows = [...failed.groups()].flat().sort((a, b) => a.index - b.index);
  const open = rows.slice(0, work.budget);
  journal.reopen(open.map(({ index }) => index));
  return settleAll(work, again(open, work.stop));
}

function* again(rows, stop) {
  for (const { index, line, update } of rows) {
    if (stop.isStopping) return;
    yield itemOf([{ index, line }], update);
  }
}

// Sends rows in the order of the file, and settles each as its outcome comes.

import { isRefused } from "../problems.js";
import { outcomeOf, supersededOutcome } from "./report.js";
import { CHANGES, isGiven, keyOf, merged, OPERATION, rowsOf } from "./rows.js";

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
async function* openRows({ input, room, journal, stop, rows: total, limit }) {
  const { state } = journal;
  const start = state.next;
  const uncertain = new Map();
  let sent = 0;
  for await (const { index, line, update } of rowsOf(input, room)) {
    if (index < start) {
      if (state.isUncertain(index)) add(uncertain, keyOf(update), { index, line, update });
      continue;
    }
    yield* mergedItems(uncertain, stop);
    if (stop.isStopping || sent === limit) return;
    if (index >= state.next) {
      journal.mark(Math.min(index + Math.min(BLOCK, limit - sent), total));
    }
    sent += 1;
    yield itemOf([{ index, line }], update);
  }
  yield* mergedItems(uncertain, stop);
}

function* mergedItems(groups, stop) {
  for (const [key, rows] of groups) {
    if (stop.isStopping) return;
    groups.delete(key);
    yield itemOf(rows, merged(rows.map(({ update }) => update)));
  }
}

function add(groups, key, row) {
  if (!groups.has(key)) groups.set(key, []);
  groups.get(key).push(row);
}

/**
 * Sends rows again that had failed before this run, but none after which a row of the same member is
 * done: its value would come back after a newer one. For the same reason nothing is sent of a row that
 * a later one, which failed as well, says anew: that one may have been carried out without an answer.
 */
export async function retryRows(work, candidates) {
  const { journal, report } = work;
  const failed = new Map();
  const supersede = ({ index, line, update }) => {
    report.write(supersededOutcome(line, update));
    journal.settle("s", index);
  };
  for await (const { index, line, update } of rowsOf(work.input, work.room)) {
    const key = keyOf(update);
    if (candidates.has(index)) add(failed, key, { index, line, update });
    else if (failed.has(key) && journal.state.isDone(index)) {
      failed.get(key).forEach(supersede);
      failed.delete(key);
    }
  }
  const rows = [...failed.values()].flatMap(withoutRepeats).sort((a, b) => a.index - b.index);
  rows.filter(({ isEmpty }) => isEmpty).forEach(supersede);
  const open = rows.filter(({ isEmpty }) => !isEmpty);
  journal.reopen(open.map(({ index }) => index));
  return settleAll(work, again(open, work.stop));
}

/** Rows of one member, each without the fields that a later one of them says. */
function withoutRepeats(rows) {
  const said = new Set();
  return rows.toReversed().map((row) => {
    const isNews = ([name, value]) => CHANGES.includes(name) && !said.has(name) && isGiven(value);
    const news = Object.entries(row.update).filter(isNews);
    for (const [name] of news) said.add(name);
    const { roomId, memberAccount } = row.update;
    const update = { roomId, memberAccount, ...Object.fromEntries(news) };
    return { ...row, update, isEmpty: news.length === 0 };
  });
}

function* again(rows, stop) {
  for (const { index, line, update } of rows) {
    if (stop.isStopping) return;
    yield itemOf([{ index, line }], update);
  }
}

// Many calls of one client: as many at once as may be, their outcomes as they come.

import { invalid } from "./errors.js";
import { onAbort, said } from "./signals.js";

const DEFAULT_CONCURRENCY = 256;

/**
 * One reader takes the items in order, so that calls on one member go out in the order of the source.
 * What is read, under way and not yet taken is never more than `concurrency`.
 */
export async function* bulk(call, items, options) {
  const { concurrency = DEFAULT_CONCURRENCY, signal } = read(options);
  if (!(Number.isInteger(concurrency) && concurrency > 0)) {
    throw invalid("concurrency", "must be a whole number from 1 on");
  }
  if (said(signal, "aborted")) throw said(signal, "reason");
  const source = iteratorOf(items);
  const controller = new AbortController();
  const state = {
    call,
    outcomes: [],
    wake() {},
    underWay: 0,
    index: 0,
    signal: controller.signal,
  };
  const abort = () => {
    state.isAborted = true;
    state.failure = { thrown: reasonOf(signal) };
    controller.abort(state.failure.thrown);
    state.wake();
  };
  const unlisten = signal && onAbort(signal, abort);
  let reading;
  try {
    for (;;) {
      if (state.isAborted) throw state.failure.thrown;
      const taken = state.underWay + state.outcomes.length;
      if (!reading && !state.isDone && taken < concurrency) {
        reading = readNext(source, state).finally(() => {
          reading = undefined;
          state.wake();
        });
      }
      if (state.outcomes.length > 0) yield state.outcomes.shift();
      else if (state.failure) throw state.failure.thrown;
      else if (!reading && state.isDone && state.underWay === 0) return;
      else await new Promise((resolve) => (state.wake = resolve));
    }
  } finally {
    unlisten?.();
    controller.abort();
    if (!state.isDone) source.return?.()?.then?.(undefined, () => {});
  }
}

const KNOWN = ["concurrency", "signal"];

/** The options, each read once. */
function read(options = {}) {
  let given;
  try {
    given = Object.entries(options);
  } catch {
    throw invalid("options", "cannot be read");
  }
  const isKnown = typeof options === "object" && given.every(([name]) => KNOWN.includes(name));
  if (!isKnown) throw invalid("options", "must be `concurrency` and `signal`, and no others");
  return Object.fromEntries(given);
}

function reasonOf(signal) {
  try {
    return said(signal, "reason");
  } catch (error) {
    return error;
  }
}

function iteratorOf(items) {
  const iterate = items?.[Symbol.asyncIterator] ?? items?.[Symbol.iterator];
  if (typeof iterate !== "function") throw invalid("items", "must be iterable");
  return iterate.call(items);
}

/** Reads an item, and has its call made. */
async function readNext(source, state) {
  try {
    const { done, value } = await source.next();
    if (done) state.isDone = true;
    else run(await value, state);
  } catch (thrown) {
    state.isDone = true;
    state.failure ??= { thrown };
  }
}

/** An item is an update of a member, or names its operation. A failure is an outcome like any other. */
async function run(update, state) {
  const { call, signal } = state;
  const index = state.index++;
  state.underWay += 1;
  try {
    const [operation, options] = partsOf(update);
    const reply = await call(operation, options, signal);
    state.outcomes.push({ index, update, ok: true, reply });
  } catch (error) {
    state.outcomes.push({ index, update, ok: false, error });
  }
  state.underWay -= 1;
  state.wake();
}

function partsOf(item) {
  let parts;
  try {
    const { operation = "updateRoomMemberInfo", options = item } = Object(item);
    parts = [operation, options];
  } catch {
    throw invalid("items", "holds one that cannot be read: its getter threw");
  }
  if (typeof parts[0] === "string") return parts;
  throw invalid("operation", "must be the name of an operation");
}

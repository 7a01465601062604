// Many calls of one client: as many at once as may be, their outcomes as they come.

import { invalid } from "./errors.js";
import { onAbort } from "./signals.js";

const DEFAULT_CONCURRENCY = 256;

/**
 * One reader takes the items in order, so that calls on one member go out in the order of the source.
 * What is read, under way and not yet taken is never more than `concurrency`.
 */
export async function* bulk(admin, items, { concurrency = DEFAULT_CONCURRENCY, signal } = {}) {
  if (!(Number.isInteger(concurrency) && concurrency > 0)) {
    throw invalid("concurrency", "must be a whole number from 1 on");
  }
  if (signal?.aborted) throw signal.reason;
  const source = iteratorOf(items);
  const controller = new AbortController();
  const state = {
    admin,
    outcomes: [],
    wake() {},
    underWay: 0,
    index: 0,
    signal: controller.signal,
  };
  const abort = () => {
    state.failure = { thrown: signal.reason };
    controller.abort(signal.reason);
    state.wake();
  };
  const unlisten = signal && onAbort(signal, abort);
  let reading;
  try {
    for (;;) {
      if (state.failure) throw state.failure.thrown;
      const taken = state.underWay + state.outcomes.length;
      if (!reading && !state.isDone && taken < concurrency) {
        reading = readNext(source, state).finally(() => {
          reading = undefined;
          state.wake();
        });
      }
      if (state.outcomes.length > 0) yield state.outcomes.shift();
      else if (!reading && state.isDone && state.underWay === 0) return;
      else await new Promise((resolve) => (state.wake = resolve));
    }
  } finally {
    unlisten?.();
    controller.abort();
    if (!state.isDone) source.return?.()?.then?.(undefined, () => {});
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
  const { admin, signal } = state;
  const index = state.index++;
  state.underWay += 1;
  try {
    const { operation = "updateRoomMemberInfo", options = update } = Object(update);
    const reply = await admin[operation](options, { signal });
    state.outcomes.push({ index, update, ok: true, reply });
  } catch (error) {
    state.outcomes.push({ index, update, ok: false, error });
  }
  state.underWay -= 1;
  state.wake();
}

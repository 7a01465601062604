// Lists that come in pages: `await` gives one page, `for await` goes through all that follow.

import { RoomEngineError } from "./errors.js";

/**
 * The promise of the first page, which can be iterated as well. `items` and `cursor` are fields of a
 * reply, `option` takes the cursor for the next page, and `end` is the cursor after the last one.
 */
export function paged(call, options, [items, cursor, option, end]) {
  const given = copyOf(options);
  const first = call(given);
  first[Symbol.asyncIterator] = async function* () {
    const seen = new Set([given?.[option]]);
    for (let page = await first; ; page = await call({ ...given, [option]: page[cursor] })) {
      // A page of the service need not have a list.
      yield* page[items] ?? [];
      const { [cursor]: next = end } = page;
      if (next === end) return;
      if (seen.has(next)) throw goesRound(page);
      seen.add(next);
    }
  };
  return first;
}

/** Whatever the caller does to it meanwhile; what cannot be read is told by the call itself. */
function copyOf(options) {
  try {
    return Object.prototype.toString.call(options) === "[object Object]" ? { ...options } : options;
  } catch {
    return options;
  }
}

const goesRound = ({ requestId }) =>
  new RoomEngineError({
    kind: "protocol",
    message: "the list does not end: a page names one before it as the next",
    ...(requestId && { requestId }),
    retryable: false,
    attempts: 1,
  });

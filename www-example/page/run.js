// Sends many, some at once, and can be stopped.

/**
 * Performs `perform(item)` for all items, `atOnce` of them at a time. After an abort of `signal` none
 * is begun; those under way come to their end, since nobody could tell what became of them.
 */
export async function runAll(items, { atOnce, perform, signal }) {
  const waiting = [...items];
  const worker = async () => {
    while (waiting.length > 0 && !signal.aborted) await perform(waiting.shift());
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

// Ctrl-C: rows under way are let come to their end; the second time, and before any was sent, it is at
// once.

import { constants } from "node:os";

/** As long as the service takes for a call, at the most. */
const GRACE_MS = 3000;
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];

export class Interrupted extends Error {}

/** `isStopping`, a `signal` for what is to end at once, and the exit code of the signal that came. */
export function listenForStop() {
  const controller = new AbortController();
  const stop = { isStopping: false, isGentle: false, signal: controller.signal, onStop() {} };
  const abort = () => controller.abort(new Interrupted("interrupted"));
  const listener = (name) => {
    stop.exitCode ??= 128 + constants.signals[name];
    if (stop.isStopping || !stop.isGentle) abort();
    else setTimeout(abort, GRACE_MS).unref();
    stop.isStopping = true;
    stop.onStop();
  };
  for (const name of SIGNALS) process.on(name, listener);
  stop.unlisten = () => {
    for (const name of SIGNALS) process.off(name, listener);
  };
  return stop;
}

// One listener for each signal, however many calls share it: Node warns of a leak at the eleventh.

import { invalid } from "./errors.js";

const signals = /* @__PURE__ */ new WeakMap();

/** Has `stop` called when the signal is aborted; returns what undoes that. */
export function onAbort(signal, stop) {
  const held = signals.get(signal) ?? listen(signal);
  held.stops.add(stop);
  return () => {
    if (!held.stops.delete(stop) || held.stops.size > 0) return;
    signals.delete(signal);
    try {
      signal.removeEventListener("abort", held.abort);
    } catch {
      // It is of another make, and its business what it does with a listener that does nothing.
    }
  };
}

/** By its shape, not its class: a polyfill's signal is a signal too. */
export const isSignal = (value) =>
  typeof value?.aborted === "boolean" && typeof value.addEventListener === "function";

/** What a signal says of itself. The cause of a failure is not told: it may quote anything. */
export function said(signal, name) {
  try {
    return signal?.[name];
  } catch {
    throw invalid("signal", "cannot be read: its getter threw");
  }
}

function listen(signal) {
  const stops = new Set();
  const held = { stops, abort: () => [...stops].map((stop) => stop()) };
  try {
    signal.addEventListener("abort", held.abort);
  } catch {
    throw invalid("signal", "cannot be listened to");
  }
  signals.set(signal, held);
  return held;
}

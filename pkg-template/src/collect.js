// Has something done when the garbage collector has taken what nobody can use any more.

let registry;

/** `act` must not know `target`, or that is never taken: let it be a bound function, not an inner one. */
export function collect(target, act) {
  if (!globalThis.FinalizationRegistry) return;
  registry ??= new FinalizationRegistry((held) => held());
  registry.register(target, act);
}

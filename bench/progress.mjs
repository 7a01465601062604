// What the bench says while it works: which question, how far, and how long it will still take.

const SAY_AGAIN_MS = 10_000;

export function duration(seconds) {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  return `${Math.round(seconds / 60)} min`;
}

/**
 * Gives the function that a question tells its progress: a part of 1, and what it does. The estimate
 * counts until enough was done to know better.
 */
export function progressOf(name, expected, stream = process.stderr, now = () => performance.now()) {
  const started = now();
  let said = Number.NEGATIVE_INFINITY;
  stream.write(`${name}: about ${duration(expected)}\n`);
  return (part, what = "") => {
    const elapsed = (now() - started) / 1000;
    const whole = part > 0.15 ? elapsed / part : Math.max(expected, elapsed);
    const line = `${name}: ${Math.round(part * 100)} %${what && `, ${what}`}, about ${duration(whole - elapsed)} left`;
    if (stream.isTTY) {
      stream.write(`\r${line.padEnd(78)}`);
    } else if (now() - said >= SAY_AGAIN_MS) {
      said = now();
      stream.write(`${line}\n`);
    }
  };
}

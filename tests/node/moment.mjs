// Waiting for something to be so, without guessing how long it takes.

const LIMIT_MS = 10_000;

/** Resolves once `condition()` holds. */
export async function until(condition, what = condition.toString()) {
  const end = Date.now() + LIMIT_MS;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`it never came to be: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

/** Lets everything happen that is only waiting for its turn. */
export async function turns(count = 5) {
  for (let index = 0; index < count; index += 1) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

// Promises that Rust waits for. What waits for one there stays until it settles, and a caller's own
// may never do so: each is waited for through one of ours, which settles at the latest when nobody
// waits any longer.

/** The outcome of a promise, or of a value that is none. */
export class Awaited {
  constructor(value) {
    this.outcome = new Promise((resolve, reject) => {
      this.letGo = resolve;
      Promise.resolve(value).then(resolve, reject);
    });
  }

  /** For whoever waits no longer. */
  end() {
    this.letGo();
  }
}

/**
 * A fetch that is under way: its answer, in parts, or nothing once its time is up.
 *
 * Here and not in Rust because everything about it is JavaScript's: each look from there at a header
 * or a promise costs more than the look itself.
 */
export class Exchange extends Awaited {
  constructor(ownFetch, url, body, moreHeaders, sendsCookies, timeoutMs) {
    const controller = new AbortController();
    const init = {
      method: "POST",
      headers: { ...moreHeaders, "Content-Type": "application/json" },
      body,
      redirect: "manual",
      signal: controller.signal,
    };
    // Only where there are any: workerd refuses the very word.
    if (sendsCookies) init.credentials = "same-origin";
    const answered = answer(ownFetch, url, init);
    super(answered);
    this.controller = controller;
    this.timer = setTimeout(this.letGo, timeoutMs);
    const settled = () => {
      this.isSettled = true;
    };
    answered.then(settled, settled);
  }

  /** What is still under way is aborted. */
  end() {
    clearTimeout(this.timer);
    if (!this.isSettled) this.controller.abort();
    super.end();
  }
}

/** Whatever the fetch gives: a caller's own need not give the platform's Response. */
async function answer(ownFetch, url, init) {
  // Looked up at each exchange: tests and tracers replace it. Without `this`, for a browser's
  // refuses any other than its own global.
  const call = ownFetch ?? fetch;
  const response = await call(url, init);
  const { status } = response;
  const [contentType, retryAfter, date] = headersOf(response);
  return [status, contentType, retryAfter, date, await response.text()];
}

function headersOf({ headers }) {
  try {
    return ["content-type", "retry-after", "date"].map((name) => headers.get(name));
  } catch {
    // They say more about an answer, and are not needed to read it.
    return [];
  }
}

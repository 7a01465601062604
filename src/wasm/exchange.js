// One HTTP exchange. Here and not in Rust because everything about it is JavaScript's: each look
// from there at a header or a promise costs more than the look itself.

/** A fetch that is under way: its answer, in parts, or nothing once its time is up. */
export class Exchange {
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
    this.isSettled = false;
    this.controller = controller;
    this.outcome = new Promise((resolve, reject) => {
      this.giveUp = resolve;
      this.timer = setTimeout(resolve, timeoutMs);
      const settle = (end) => (value) => {
        this.isSettled = true;
        end(value);
      };
      answer(ownFetch, url, init).then(settle(resolve), settle(reject));
    });
  }

  /** For whoever waits no longer: what is still under way is aborted. */
  end() {
    clearTimeout(this.timer);
    if (!this.isSettled) this.controller.abort();
    this.giveUp();
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

// One line on standard error that says how far it is: rewritten on a terminal, a new one now and then
// elsewhere.

const TERMINAL_MS = 200;
const LOG_MS = 10_000;

export class ProgressLine {
  #isJson;
  #isTerminal;
  #isShown = false;
  #timer;
  #text = () => "";

  constructor({ quiet, json }) {
    this.#isJson = json === true;
    this.#isTerminal = process.stderr.isTTY === true && !this.#isJson;
    if (quiet) return;
    const ms = this.#isTerminal ? TERMINAL_MS : LOG_MS;
    this.#timer = setInterval(() => this.#show(), ms);
    this.#timer.unref();
  }

  checked(rows) {
    this.#text = () => `${count(rows)} rows checked`;
  }

  /** Tells of a state of rows, of which there are so many, until it ends. */
  sending(state, rows) {
    const [start, before] = [performance.now(), state.settled];
    this.#text = () => {
      const rate = (state.settled - before) / ((performance.now() - start) / 1000);
      const left = rows - state.settled;
      const parts = [
        `${count(state.done)} of ${count(rows)} done`,
        `${count(state.failed.size)} failed`,
        `${Math.round(rate)}/s`,
      ];
      if (rate > 0) parts.push(`${duration(left / rate)} left`);
      return parts.join(", ");
    };
  }

  /** Writes something else to standard error, above the line; with --json, as a line of JSON. */
  say(text) {
    this.#clear();
    process.stderr.write(`${this.#isJson ? JSON.stringify({ note: text }) : text}\n`);
  }

  end() {
    clearInterval(this.#timer);
    this.#clear();
  }

  #show() {
    const text = this.#text();
    if (!this.#isTerminal) this.say(text);
    else {
      process.stderr.write(`\r\x1b[K${text.slice(0, (process.stderr.columns || 80) - 1)}`);
      this.#isShown = true;
    }
  }

  #clear() {
    if (this.#isShown) process.stderr.write("\r\x1b[K");
    this.#isShown = false;
  }
}

/** `1234567` as `1,234,567`. */
export const count = (number) => number.toLocaleString("en-US");

/** Seconds in words. */
export function duration(seconds) {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${(minutes / 60).toFixed(1)} h`;
}

// Which rows are done. They are done nearly in order, so that a number says it of nearly all.

/** Numbers that come nearly in order: a row of them from 0 on, and the few beyond. */
class Numbers {
  #below = 0;
  #beyond = new Set();
  size = 0;

  has(number) {
    return number < this.#below || this.#beyond.has(number);
  }

  add(number) {
    if (this.has(number)) return;
    this.size += 1;
    this.#beyond.add(number);
    while (this.#beyond.delete(this.#below)) this.#below += 1;
  }
}

/** How far an import has come. */
export class State {
  /** Rows below this one may have been sent. */
  next = 0;
  /** Rows that failed; memory grows with these only. */
  failed = new Set();
  superseded = 0;
  #settled = new Numbers();
  #reopened = new Set();

  /** `d` done, `f` failed, `s` superseded, `u` open again. */
  settle(mark, row) {
    this.#settled.add(row);
    this.#reopened.delete(row);
    this.failed.delete(row);
    if (mark === "f") this.failed.add(row);
    if (mark === "s") this.superseded += 1;
    if (mark === "u") this.#reopened.add(row);
  }

  /** Whether its end is known. */
  isSettled(row) {
    return this.#settled.has(row) && !this.#reopened.has(row);
  }

  /** Whether it may have been sent, and nobody knows what came of it. */
  isUncertain(row) {
    return row < this.next && !this.isSettled(row);
  }

  isDone(row) {
    return this.isSettled(row) && !this.failed.has(row);
  }

  get settled() {
    return this.#settled.size - this.#reopened.size;
  }

  get done() {
    return this.settled - this.failed.size - this.superseded;
  }

  get hasUncertain() {
    return this.settled < this.next;
  }
}

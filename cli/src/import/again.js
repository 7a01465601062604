// Rows that are sent again, by member. A later row of the member may have been carried out already: what
// it says is not sent again, or an older value would come back after a newer one.

import { CHANGES, isGiven, keyOf } from "./rows.js";

export class Again {
  #groups = new Map();

  add({ index, line, update }) {
    const key = keyOf(update);
    if (!this.#groups.has(key)) this.#groups.set(key, []);
    this.#groups.get(key).push({ index, line, update });
  }

  /** Takes what a later row says out of the earlier ones. Returns those of which nothing is left. */
  overtake(later) {
    const key = keyOf(later);
    const before = this.#groups.get(key);
    if (!before) return [];
    const rows = before.map((row) => ({ ...row, update: without(row.update, later) }));
    const left = rows.filter(({ update }) => saysSomething(update));
    if (left.length > 0) this.#groups.set(key, left);
    else this.#groups.delete(key);
    return rows.filter(({ update }) => !saysSomething(update));
  }

  /** The rows of one member after another, each of which is forgotten then. */
  *groups() {
    for (const [key, rows] of this.#groups) {
      this.#groups.delete(key);
      yield rows;
    }
  }
}

const saysSomething = (update) => CHANGES.some((name) => isGiven(update[name]));

function without(update, later) {
  const isLeft = ([name]) => !(CHANGES.includes(name) && isGiven(later[name]));
  return Object.fromEntries(Object.entries(update).filter(isLeft));
}

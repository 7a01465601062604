// Keeps what was run where, for the table in `docs/runtimes.md`.

import { appendFileSync } from "node:fs";

/**
 * Adds a row. `place` and `ran` are the same on every machine; `version` is that of this one.
 */
export function record({ place, version, ran }) {
  const { MATRIX_FILE } = process.env;
  if (!MATRIX_FILE) throw new Error("MATRIX_FILE is not set: run this with `cargo xtask test`");
  for (const [name, text] of Object.entries({ place, version, ran })) {
    if (typeof text !== "string" || text === "" || /[|\n]/.test(text)) {
      throw new TypeError(`record: \`${name}\` has to be one line without a bar`);
    }
  }
  // One write, so that lines of test files that run at once do not mix.
  appendFileSync(MATRIX_FILE, `${JSON.stringify({ place, version, ran })}\n`);
}

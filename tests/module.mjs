// What the functions of the built module are called, for tests that break one of them: the build
// gives them short names.

import { readFileSync } from "node:fs";

const NAMES = new URL("../target/pkg-build/core.names.json", import.meta.url);

/** Pairs of a function's name in Rust and its name in the module. */
export const { exports: exportNames } = JSON.parse(readFileSync(NAMES, "utf8"));

export function nameOf(name) {
  const found = new Map(exportNames).get(name);
  if (found === undefined) throw new Error(`the module exports no ${name}`);
  return found;
}

// Who may sign in, as OPERATORS says: `ann=<hash>:owner,ben=<hash>:moderator:class-*|town-hall`.

import { parseHash } from "./password.mjs";
import { isRole } from "./rights.mjs";
import { refuseUnless, wordsOf } from "./words.mjs";

/** What is made for nothing else could be tried out by the million. */
const FEWEST_ITERATIONS = 100_000;

/** Who may do more than look has to be said; what an operator could do before there were roles. */
const ROLE = "moderator";

/** `{ hash, role, rooms }` by name; without `rooms` it is all of them. Commas or white space between entries. */
export function operatorsOf(text) {
  const entries = wordsOf(text).map(operatorOf);
  const operators = new Map(entries);
  refuseUnless(entries.length > 0, "OPERATORS must name somebody");
  refuseUnless(operators.size === entries.length, "OPERATORS must name each operator once");
  return operators;
}

function operatorOf(entry) {
  const [name, said = ""] = entry.split(/=(.*)/s);
  const [hash, role = ROLE, patterns, ...more] = said.split(":");
  refuseUnless(name !== "", "an entry of OPERATORS has the form name=hash:role:rooms");
  const { iterations } = parseHash(hash);
  refuseUnless(
    iterations >= FEWEST_ITERATIONS,
    `the hash of ${name} must have at least ${FEWEST_ITERATIONS} iterations`,
  );
  refuseUnless(isRole(role), `the role of ${name} must be viewer, moderator or owner`);
  refuseUnless(
    more.length === 0 && patterns?.split("|").includes("") !== true,
    `the rooms of ${name} must be patterns with | between them`,
  );
  const rooms = patterns?.split("|");
  refuseUnless(
    !rooms || rooms.every(isDecodable),
    `the rooms of ${name} have a % that stands for nothing: the sign itself is %25`,
  );
  return [name, { hash, role, rooms }];
}

function isDecodable(text) {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

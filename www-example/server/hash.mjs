// npm run hash -- <operator> [iterations]: asks for a password and prints the entry for OPERATORS.
//
// The password comes from standard input, never from the command line, which other users of the
// machine can see and shells remember.

import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { hashPassword, ITERATIONS } from "./password.mjs";

const FEWEST_CHARACTERS = 12;

const [operator, iterations = ITERATIONS] = process.argv.slice(2);
if (!operator || /[=:\s,]/.test(operator)) {
  fail("usage: npm run hash -- <operator, without =, :, comma or space> [iterations]");
}
const password = await askHidden("Password: ");
if ([...password].length < FEWEST_CHARACTERS) {
  fail(`a password has at least ${FEWEST_CHARACTERS} characters`);
}
console.log(`${operator}=${await hashPassword(password, Number(iterations))}`);

/** One line of standard input, which a terminal does not show. */
async function askHidden(question) {
  process.stderr.write(question);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  const answer = await lines.question("");
  lines.close();
  process.stderr.write("\n");
  return answer;
}

function fail(text) {
  console.error(text);
  process.exit(1);
}

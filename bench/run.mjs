// `cargo xtask bench` runs this: asks the questions, prints the answers, and keeps a report.

import { mkdirSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { chart } from "./chart.mjs";
import { duration, progressOf } from "./progress.mjs";
import { QUESTIONS } from "./questions.mjs";
import { machine, saved, table } from "./report.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: "boolean" }, save: { type: "boolean" }, out: { type: "string" } },
});

const names = positionals.length > 0 ? positionals : Object.keys(QUESTIONS);
const unknown = names.filter((name) => !Object.hasOwn(QUESTIONS, name));
if (unknown.length > 0) {
  console.error(
    `no such question: ${unknown.join()}; there are ${Object.keys(QUESTIONS).join(", ")}`,
  );
  process.exit(2);
}

const quick = values.quick === true;
if (values.save && (quick || positionals.length > 0)) {
  console.error("only a full run is saved: leave out --quick and the questions");
  process.exit(2);
}
const expected = (name) => QUESTIONS[name][quick ? "quick" : "seconds"];
const sum = names.reduce((sum, name) => sum + expected(name), 0);
console.error(`\n${names.join(", ")}: about ${duration(sum)} in all on a quiet machine`);

const rows = [];
for (const name of names) {
  const started = performance.now();
  const progress = progressOf(name, expected(name));
  const found = await QUESTIONS[name].ask({ quick, progress });
  const took = duration((performance.now() - started) / 1000);
  console.error(`${process.stderr.isTTY ? "\r" : ""}${`${name}: took ${took}`.padEnd(78)}`);
  rows.push(...found.map((each) => ({ question: name, ...each })));
}

const report = { machine: machine(), quick, rows };
console.log(`\n${table(rows)}`);
mkdirSync(values.out, { recursive: true });
writeFileSync(`${values.out}/report.json`, `${JSON.stringify(report, null, 2)}\n`);
writeFileSync(`${values.out}/report.svg`, chart(rows));
console.log(`\nkept in ${values.out}: report.json and report.svg`);
if (values.save) saved(report, chart(rows));

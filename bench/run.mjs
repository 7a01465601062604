// `cargo xtask bench` runs this: asks the questions, prints the answers, and keeps a report.

import { mkdirSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { chart } from "./chart.mjs";
import { QUESTIONS } from "./questions.mjs";
import { machine, markdown, saved, table } from "./report.mjs";

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

const rows = [];
for (const name of names) {
  const started = performance.now();
  const progress = (part) => {
    if (process.stderr.isTTY) process.stderr.write(`\r${name} ${Math.round(part * 100)} % `);
  };
  const found = await QUESTIONS[name]({ quick: values.quick === true, progress });
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  process.stderr.write(`${process.stderr.isTTY ? "\r" : ""}${name}: ${seconds} s\n`);
  rows.push(...found.map((each) => ({ question: name, ...each })));
}

const report = { machine: machine(), quick: values.quick === true, rows };
console.log(`\n${table(rows)}`);
mkdirSync(values.out, { recursive: true });
writeFileSync(`${values.out}/report.json`, `${JSON.stringify(report, null, 2)}\n`);
writeFileSync(`${values.out}/report.svg`, chart(rows));
console.log(`\nkept in ${values.out}: report.json and report.svg`);
if (values.save) saved(markdown(report), chart(rows));

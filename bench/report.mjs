// The answers as text: for the terminal, and for docs/performance.md.

import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import { gist } from "./gist.mjs";

const require = createRequire(import.meta.url);
const DOC = new URL("../docs/performance.md", import.meta.url);
const CHART = new URL("../docs/performance.svg", import.meta.url);

/** Where and with what it was measured. */
export function machine() {
  const version = (name) => require(`${name}/package.json`).version;
  const livekit = JSON.parse(
    readFileSync(new URL("../node_modules/livekit-server-sdk/package.json", import.meta.url)),
  );
  return {
    date: new Date().toISOString().slice(0, 10),
    processor: `${os.cpus().length} x ${os.cpus()[0].model.trim()}`,
    system: `${os.type()} ${os.arch()}`,
    node: process.versions.node,
    "tls-sig-api-v2": version("tls-sig-api-v2"),
    "livekit-server-sdk": livekit.version,
  };
}

const shown = ({ value, unit }) =>
  unit === "x" ? `${value.toFixed(2)} x` : `${value.toFixed(value < 10 ? 1 : 0)} ${unit}`;

const wanted = ({ target, unit }) => {
  if (!target) return "";
  const [sign, number] = "atMost" in target ? ["≤", target.atMost] : ["≥", target.atLeast];
  return `${sign} ${number}${unit === "x" ? " x" : ` ${unit}`}`;
};

const isReached = ({ target, value }) =>
  value <= (target?.atMost ?? Number.POSITIVE_INFINITY) &&
  value >= (target?.atLeast ?? Number.NEGATIVE_INFINITY);

const verdict = (row) => {
  if (!row.target) return "";
  return isReached(row) ? "reached" : "missed";
};

const cells = (rows) =>
  rows.map((row) => [row.what, shown(row), wanted(row), verdict(row), row.detail]);

export function table(rows) {
  const all = cells(rows);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => row[column].length)));
  const padded = (row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0));
  return all.map((row) => padded(row).join("  ").trimEnd()).join("\n");
}

export function markdown({ machine, rows }) {
  const about = Object.entries(machine)
    .filter(([name]) => name !== "date")
    .map(([name, value]) =>
      name === "processor" || name === "system" ? value : `${name} ${value}`,
    );
  const lines = cells(rows).map((row) => `| ${row.join(" | ")} |`);
  return [
    `Measured on ${machine.date}: ${about.join(", ")}.`,
    "",
    "| what | measured | wanted | | in numbers |",
    "|---|---|---|---|---|",
    ...lines,
  ].join("\n");
}

/** Puts a full run into the document and its chart beside it. */
export function saved(report, svg) {
  const rows = cells(report.rows).map(([what, measured, , , detail]) => ({
    what,
    measured,
    detail,
  }));
  let doc = readFileSync(DOC, "utf8");
  doc = replaced(doc, "gist", gist(rows));
  doc = replaced(doc, "measured", markdown(report));
  writeFileSync(DOC, doc);
  writeFileSync(CHART, svg);
}

function replaced(doc, name, text) {
  const [start, end] = [`<!-- ${name} -->`, `<!-- end of ${name} -->`];
  const [before, rest] = doc.split(start);
  const after = rest.split(end)[1];
  return `${before}${start}\n${text}\n${end}${after}`;
}

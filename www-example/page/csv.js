// CSV in and out, by Papa Parse; which separator, and what spreadsheets would compute, is decided here.

import Papa from "papaparse";

/** A quotation mark that nobody closed, or that was closed in the middle of a cell. */
export class BadQuote extends Error {
  constructor(line) {
    super(`line ${line}: a quotation mark is not closed, or text follows it`);
    this.line = line;
  }
}

/** Rows as `{ line, cells }`, with the line that each begins in; empty ones are left out. */
export function parseCsv(source) {
  const text = source.replace(/^\uFEFF/, "").replaceAll(/\r\n?/g, "\n");
  const [said, separator] = /^sep=(.)(?:\n|$)/i.exec(text) ?? [""];
  const body = text.slice(said.length);
  const rows = [];
  let line = said ? 2 : 1;
  let at = 0;
  Papa.parse(body, {
    delimiter: separator ?? separatorOf(body),
    newline: "\n",
    step({ data, errors, meta }) {
      if (errors.some(({ type }) => type === "Quotes")) throw new BadQuote(line);
      rows.push({ line, cells: data.map((cell) => cell.trim()) });
      line += count(body.slice(at, meta.cursor), "\n");
      at = meta.cursor;
    },
  });
  return rows.filter(({ cells }) => cells.some((cell) => cell !== ""));
}

/** A tab where there is one, since spreadsheets copy with tabs, and names have commas in them. */
function separatorOf(text) {
  const [first] = text.trimStart().split("\n");
  if (first.includes("\t")) return "\t";
  return first.includes(";") && !first.includes(",") ? ";" : ",";
}

const count = (text, mark) => text.split(mark).length - 1;

/** Rows of cells as a file that spreadsheets open: with a mark for UTF-8, and without formulas. */
export function toCsv(rows) {
  const cells = rows.map((row) => row.map(harmless));
  return `\uFEFF${Papa.unparse(cells, { newline: "\r\n", quotes: true })}\r\n`;
}

/**
 * A cell that a spreadsheet would compute, and that somebody else has written, is marked as text: also
 * behind what another spreadsheet takes for a separator, and where the sign is a full-width one.
 */
function harmless(cell) {
  const text = String(cell ?? "");
  return text
    .replaceAll(/(^|[,;|\t\r\n])(["'\s]*)(?=[=+\-@＝＋－＠])/g, "$1'$2")
    .replace(/^[\t\r]/, "'$&");
}

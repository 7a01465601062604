// CSV in and out, by Papa Parse; which separator, and what spreadsheets would compute, is decided here.

import Papa from "papaparse";

/** A quotation mark that nobody closed, or that was closed in the middle of a cell. */
export class BadQuote extends Error {
  constructor(line) {
    super(`line ${line}: a quotation mark is not closed, or text follows it`);
    this.line = line;
  }
}

/** Nobody can tell which separator it is: a wrong guess would send accounts that hold half a line. */
export class UnclearSeparator extends Error {}

/** `sep=;` of Excel, which spreadsheets save again with quotes, blanks and separators of their own. */
const SAID = /^[\s"]*sep=[ "]*([^\n" ])[",;|\t ]*(?:\n|$)/i;

/** Rows as `{ line, cells }`, with the line that each begins in; empty ones are left out. */
export function parseCsv(source) {
  const text = source.replace(/^\uFEFF/, "").replaceAll(/\r\n?/g, "\n");
  const [said, separator] = SAID.exec(text) ?? [""];
  const body = text.slice(said.length);
  const rows = [];
  let line = 1 + count(said, "\n");
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

/**
 * The mark that comes first in each line, since an account or a column's name stands before it, and has
 * none. Where lines differ, as with names in front, it is a tab that all of them have, since spreadsheets
 * copy with tabs, or else the mark that gives equally many cells in each line.
 */
function separatorOf(text) {
  if (/^[\s"]*sep=/i.test(text)) throw new UnclearSeparator();
  const lines = linesOutsideQuotes(text);
  const marked = lines.filter((line) => /[\t,;]/.test(line));
  const first = new Set(marked.map((line) => /[\t,;]/.exec(line)[0]));
  const tabs = marked.filter((line) => line.includes("\t")).length;
  if (first.has("\t") && tabs === marked.length) return "\t";
  if (tabs > 0) throw new UnclearSeparator();
  if (first.size < 2) return [...first][0] ?? ",";
  const even = [";", ","].find((mark) => isEven(lines, mark));
  if (even === undefined) throw new UnclearSeparator();
  return even;
}

/** Lines that are not blank. A tab at the end of one is an empty cell, or nothing. */
function linesOutsideQuotes(text) {
  const bare = text.replaceAll(/(^|[\t,;\n])"(?:[^"]|"")*"/g, "$1");
  const lines = bare.split("\n").map((line) => line.trimEnd());
  return lines.filter((line) => line !== "");
}

/** Whether a mark separates equally many cells in each line, and more than one. */
function isEven(lines, mark) {
  const counts = lines.map((line) => count(line, mark));
  return counts[0] > 0 && counts.every((marks) => marks === counts[0]);
}

const count = (text, mark) => text.split(mark).length - 1;

/** Rows of cells as a file that spreadsheets open: with a mark for UTF-8, and without formulas. */
export function toCsv(rows) {
  const cells = rows.map((row) => row.map(harmless));
  return `\uFEFF${Papa.unparse(cells, { newline: "\r\n", quotes: true })}\r\n`;
}

/** What a formula begins with, also as a full-width sign. */
const SIGN = "[=+\\-@＝＋－＠]";
/** Behind a letter or digit it stands in a word; anything else may be what a spreadsheet separates by. */
const SIGN_THAT_BEGINS = new RegExp(`(?<![\\p{L}\\p{M}\\p{N}])(?=${SIGN})`, "gu");
/** Blanks and quotes that a spreadsheet may drop. */
const BEFORE_SIGN = new RegExp(`^(?=[\\s"']+${SIGN})`);

/** A cell that a spreadsheet would compute, and that somebody else has written, is marked as text. */
function harmless(cell) {
  const text = String(cell ?? "");
  return text
    .replace(BEFORE_SIGN, "'")
    .replaceAll(SIGN_THAT_BEGINS, "'")
    .replace(/^[\t\r]/, "'$&");
}

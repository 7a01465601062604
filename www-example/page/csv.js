// CSV in and out: RFC 4180, and what spreadsheets put on the clipboard.

/** A quotation mark that nobody closed. */
export class UnclosedQuote extends Error {
  constructor(line) {
    super(`line ${line}: a quotation mark is not closed`);
    this.line = line;
  }
}

/** Rows as `{ line, cells }`, with the line that each begins in; empty ones are left out. */
export function parseCsv(source) {
  const text = source.replace(/^\uFEFF/, "").replaceAll(/\r\n?/g, "\n");
  const separator = separatorOf(text);
  const rows = [];
  let line = 1;
  let row = { line, cells: [] };
  let at = 0;
  while (at < text.length) {
    const cell = text[at] === '"' ? quoted(text, at, line) : plain(text, at, separator);
    row.cells.push(cell.value.trim());
    line += count(text.slice(at, cell.end), "\n");
    at = cell.end;
    if (text[at] === "\n" || at >= text.length) {
      rows.push(row);
      line += 1;
      row = { line, cells: [] };
    }
    at += 1;
  }
  return rows.filter(({ cells }) => cells.some((cell) => cell !== ""));
}

/** A tab where there is one, as in what is copied from a spreadsheet. */
function separatorOf(text) {
  const [first] = text.trimStart().split("\n");
  return ["\t", ";"].find((mark) => first.includes(mark) && !first.includes(",")) ?? ",";
}

function plain(text, start, separator) {
  let end = start;
  while (end < text.length && text[end] !== separator && text[end] !== "\n") end += 1;
  return { value: text.slice(start, end), end };
}

/** What stands between the closing mark and the next separator is dropped, as spreadsheets do. */
function quoted(text, start, line) {
  let value = "";
  let at = start + 1;
  for (;;) {
    const mark = text.indexOf('"', at);
    if (mark === -1) throw new UnclosedQuote(line);
    value += text.slice(at, mark);
    if (text[mark + 1] !== '"') return { value, end: endOfCell(text, mark + 1) };
    value += '"';
    at = mark + 2;
  }
}

function endOfCell(text, start) {
  const rest = /[,;\t\n]/g;
  rest.lastIndex = start;
  return rest.exec(text)?.index ?? text.length;
}

const count = (text, mark) => text.split(mark).length - 1;

/** Rows of cells as a file that spreadsheets open: with a mark for UTF-8, and without formulas. */
export function toCsv(rows) {
  const lines = rows.map((cells) => cells.map(written).join(","));
  return `\uFEFF${lines.join("\r\n")}\r\n`;
}

/** A cell that a spreadsheet would compute, and that somebody else has written, is marked as text. */
function written(cell) {
  const text = String(cell ?? "");
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

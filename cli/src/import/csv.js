// CSV with a header, in any order, as spreadsheets write it.

import { pipeline, Readable } from "node:stream";
import { CsvError, parse } from "csv-parse";
import { nearest } from "../flags.js";
import { UsageError } from "../problems.js";

/** A row that is longer has a quotation mark that nobody closed. */
const MOST_LETTERS = 100_000;

const LINE_END = /\r\n|\n|\r/;

/** Rows as `{ line, update }` or `{ line, problem }`. An empty cell leaves its field as it is. */
export async function* csvRows(texts, columns) {
  const { delimiter, lines, rest } = await beginning(texts);
  let header;
  for await (const { line, cells } of records(rest, delimiter, lines)) {
    if (!header) header = headerOf(cells, columns);
    else if (cells.length > header.length) {
      yield {
        line,
        problem: { message: `it has ${cells.length} cells for ${header.length} columns` },
      };
    } else yield { line, update: updateOf(cells, header) };
  }
  if (!header) throw new UsageError("the file has no header", `columns: ${columns.join(", ")}`);
}

function updateOf(cells, header) {
  const named = cells.map((cell, index) => [header[index], cell]);
  return Object.fromEntries(named.filter(([name, cell]) => name && cell !== ""));
}

async function* records(texts, delimiter, linesBefore) {
  const parser = parse({
    delimiter,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
    max_record_size: MOST_LETTERS,
    record_delimiter: ["\r\n", "\n", "\r"],
  });
  pipeline(Readable.from(texts), parser, () => {});
  try {
    for await (const { info, record } of parser) {
      // The parser tells where a row ends.
      const breaks = record.reduce((sum, cell) => sum + cell.split(LINE_END).length - 1, 0);
      if (record.some((cell) => cell !== "")) {
        yield { line: info.lines + linesBefore - breaks, cells: record };
      }
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new UsageError(
      `line ${error.lines + linesBefore}: ${error.message}`,
      "a quotation mark within a quoted cell is written twice",
    );
  }
}

/** `sep=;` of Excel, which spreadsheets save again with quotes, blanks and separators of their own. */
const SAID = /^[\s"]*sep=[ "]*([^\r\n" ])[",;|\t ]*(?:\r\n|\n|\r)/i;

/** What separates cells, and the text without the line that says so. */
async function beginning(texts) {
  const iterator = texts[Symbol.asyncIterator]();
  let text = "";
  let isDone = false;
  while (!isDone && !/\S[^\r\n]*(\n|\r[\s\S])/.test(text) && text.length < MOST_LETTERS) {
    const { done, value } = await iterator.next();
    isDone = done;
    text += value ?? "";
  }
  const [line, said] = SAID.exec(text) ?? [""];
  const rest = (async function* () {
    yield text.slice(line.length);
    yield* { [Symbol.asyncIterator]: () => iterator };
  })();
  const lines = line.split(LINE_END).length - 1;
  return { delimiter: said ?? delimiterOf(text), lines, rest };
}

/** The mark that the header has most of. */
function delimiterOf(text) {
  const [header] = text.trimStart().split(LINE_END);
  const count = (mark) => header.split(mark).length - 1;
  return [",", ";", "\t"].reduce((best, mark) => (count(mark) > count(best) ? mark : best));
}

const plain = (name) => name.toLowerCase().replaceAll(/[\s_-]/g, "");

/** The option that each cell of the header names. */
function headerOf(cells, columns) {
  const header = cells.map((cell) => columns.find((name) => plain(name) === plain(cell)));
  const hint = `the first line names the columns, in any order: ${columns.join(", ")}`;
  const unknown = cells.find((cell, index) => cell !== "" && header[index] === undefined);
  if (unknown !== undefined) {
    const near = nearest(unknown, columns);
    const question = near ? `: did you mean \`${near}\`?` : "";
    throw new UsageError(`unknown column \`${unknown}\`${question}`, hint);
  }
  const twice = header.find((name, index) => name && header.indexOf(name) !== index);
  if (twice) throw new UsageError(`the column \`${twice}\` is there twice`, hint);
  if (!header.includes("memberAccount")) {
    throw new UsageError("there is no column `memberAccount`", hint);
  }
  return header;
}

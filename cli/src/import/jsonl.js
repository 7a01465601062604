// Lines of JSON: an object a line, with the package's own names.

import { linesOf } from "./lines.js";

/** No update of a member comes near it. */
const MOST_LETTERS = 100_000;

/** Rows as `{ line, update }` or `{ line, problem }`. `null` leaves a field as it is, `""` empties it. */
export async function* jsonRows(texts) {
  let line = 0;
  for await (const { text } of linesOf(texts, MOST_LETTERS)) {
    line += 1;
    if (text.trim() === "") continue;
    yield { line, ...rowOf(text) };
  }
}

function rowOf(text) {
  if (text.length > MOST_LETTERS) {
    return { problem: { message: `it is longer than ${MOST_LETTERS} characters` } };
  }
  try {
    const update = JSON.parse(text);
    const isObject = typeof update === "object" && update !== null && !Array.isArray(update);
    return isObject ? { update } : { problem: { message: "it is no JSON object" } };
  } catch (error) {
    return { problem: { message: `it is no JSON: ${error.message}` } };
  }
}

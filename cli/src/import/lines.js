// Lines of a text that comes piece by piece.

/** `{ text, isWhole }` for each line; the last is not whole where the text ends without a line break. */
export async function* linesOf(texts, mostLetters = Number.POSITIVE_INFINITY) {
  let rest = "";
  for await (const text of texts) {
    const lines = (rest + text).split("\n");
    rest = lines.pop();
    for (const line of lines) yield { text: line, isWhole: true };
    if (rest.length > mostLetters) break;
  }
  if (rest !== "") yield { text: rest, isWhole: false };
}

// Characters that nobody sees, and that make two accounts look the same.

const INVISIBLE = /(?! )[\p{Cc}\p{Cf}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]/gu;

/** The parts of a text as `{ text }` and, for what is not seen, `{ code }` such as U+200B. */
export function partsOf(text) {
  const parts = [];
  let at = 0;
  for (const { 0: character, index } of text.matchAll(INVISIBLE)) {
    if (index > at) parts.push({ text: text.slice(at, index) });
    const code = character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
    parts.push({ code: `U+${code}` });
    at = index + character.length;
  }
  if (at < text.length) parts.push({ text: text.slice(at) });
  return parts;
}

/** The same as a text, for where there is no markup: `ann[U+200B]`. */
export const visible = (value) =>
  partsOf(String(value))
    .map(({ text, code }) => text ?? `[${code}]`)
    .join("");

// Limits of the service count bytes of UTF-8; people see characters.

const encoder = new TextEncoder();
const characters = new Intl.Segmenter(undefined, { granularity: "grapheme" });

export const byteLength = (text) => encoder.encode(text).length;

/**
 * The part of a text that is within `limit` bytes, and what is over it. It is cut between what people
 * see as characters: an emoji of a whole family is in or out.
 */
export function splitAt(text, limit) {
  let used = 0;
  for (const { segment, index } of characters.segment(text)) {
    used += byteLength(segment);
    if (used > limit) return [text.slice(0, index), text.slice(index)];
  }
  return [text, ""];
}

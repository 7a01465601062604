// What the readers of settings share.

/** The words of a text, with commas or white space between them. */
export const wordsOf = (text) => (text ?? "").split(/[\s,]+/).filter((word) => word !== "");

/** Throws with these words unless something is right; they must not repeat a secret. */
export function refuseUnless(isRight, words) {
  if (!isRight) throw new Error(words);
}

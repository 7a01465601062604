// Files as people have them: UTF-8, UTF-16, and GBK of Chinese spreadsheets. What is none of them is
// refused, since somebody's name would go out as rubbish.

const MARKS = [
  ["utf-8", [0xef, 0xbb, 0xbf]],
  ["utf-16le", [0xff, 0xfe]],
  ["utf-16be", [0xfe, 0xff]],
];

/** `{ text, encoding }` of a file's bytes, or `undefined` where nobody could tell. */
export function decodeText(bytes) {
  const [marked] =
    MARKS.find(([, mark]) => mark.every((byte, index) => bytes[index] === byte)) ?? [];
  if (marked) return decoded(bytes, marked);
  const wide = wideOf(bytes);
  if (wide) {
    const read = decoded(bytes, wide);
    // Bytes of something else make no list: they have no line ends, or control characters.
    return /[,;\t\n]/.test(read?.text) && !/[\u0080-\u009f]/.test(read.text) ? read : undefined;
  }
  return decoded(bytes, "utf-8") ?? (looksLikeGbk(bytes) ? decoded(bytes, "gbk") : undefined);
}

function decoded(bytes, encoding) {
  try {
    // gb18030 is the decoder of GBK that knows all of it.
    const name = encoding === "gbk" ? "gb18030" : encoding;
    const text = new TextDecoder(name, { fatal: true }).decode(bytes);
    return text.includes("\0") ? undefined : { text, encoding };
  } catch {
    return undefined;
  }
}

/** UTF-16 without a mark: the separators and newlines of a list have a zero on one side. */
function wideOf(bytes) {
  if (bytes.length % 2 === 1) return undefined;
  const zeros = [0, 0];
  for (const [index, byte] of bytes.entries()) if (byte === 0) zeros[index % 2] += 1;
  if (zeros[0] === zeros[1]) return undefined;
  return zeros[1] > zeros[0] ? "utf-16le" : "utf-16be";
}

/**
 * Whether what is not ASCII is mostly pairs of the common characters (GB 2312). In Western encodings
 * such a byte stands alone, before a plain letter, and would be read as a rare character with it.
 */
function looksLikeGbk(bytes) {
  let [common, all] = [0, 0];
  for (let index = 0; index < bytes.length; index += 1) {
    if (bytes[index] < 0x80) continue;
    all += 1;
    const isLead = bytes[index] >= 0xa1 && bytes[index] <= 0xf7;
    if (isLead && bytes[index + 1] >= 0xa1) common += 1;
    index += 1;
  }
  return all > 0 && common / all > 0.8;
}

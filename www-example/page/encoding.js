// Files as people have them: UTF-8, UTF-16, and GBK of Chinese spreadsheets. What is none of them is
// refused, since somebody's name would go out as rubbish.

import { lookForChinese } from "./chinese.js";

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
  return decoded(bytes, "utf-8") ?? chinese(bytes);
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

/** GBK, where nothing else can be meant. */
function chinese(bytes) {
  const read = decoded(bytes, "gbk");
  const look = lookForChinese();
  look.see(read?.text ?? "");
  return look.isLikely() ? read : undefined;
}

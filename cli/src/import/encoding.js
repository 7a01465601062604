// Which encoding a file's text is in: recognised without doubt, or refused. A wrong guess would send
// names that nobody can read.

import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { UsageError } from "../problems.js";
import { lookForChinese } from "./chinese.js";

/** What the platform calls them, where that is another name. */
const LABELS = { gbk: "gb18030" };
const MARKS = [
  ["utf-8", [0xef, 0xbb, 0xbf]],
  ["utf-16le", [0xff, 0xfe]],
  ["utf-16be", [0xfe, 0xff]],
];
const SAMPLE_BYTES = 4096;

/** `{ encoding, size, sha256 }` of a file, whose encoding may be given. */
export async function recognise(file, given) {
  const hash = createHash("sha256");
  const utf8 = new TextDecoder("utf-8", { fatal: true });
  let size = 0;
  let encoding = given;
  let isUtf8 = true;
  for await (const chunk of createReadStream(file)) {
    if (size === 0) encoding ??= marked(chunk) ?? wide(chunk);
    hash.update(chunk);
    size += chunk.length;
    if (!encoding) isUtf8 &&= decodes(utf8, chunk, true);
  }
  if (!encoding) isUtf8 &&= decodes(utf8, new Uint8Array(), false);
  encoding ??= isUtf8 ? "utf-8" : await chinese(file);
  return { encoding, size, sha256: hash.digest("hex") };
}

/** The text of a file, piece by piece; a byte that does not belong ends it. */
export async function* decoded(file, encoding) {
  const decoder = new TextDecoder(LABELS[encoding] ?? encoding, { fatal: true });
  try {
    for await (const chunk of createReadStream(file)) yield decoder.decode(chunk, { stream: true });
    yield decoder.decode();
  } catch (error) {
    if (error.code !== "ERR_ENCODING_INVALID_ENCODED_DATA") throw error;
    throw new UsageError(`the file is not ${encoding}`, "say which with --encoding");
  }
}

const marked = (chunk) =>
  MARKS.find(([, mark]) => mark.every((byte, index) => chunk[index] === byte))?.[0];

/** UTF-16 without a mark: of the letters that make a table, every other byte is 0. */
function wide(chunk) {
  const sample = chunk.subarray(0, SAMPLE_BYTES);
  const zeros = [0, 0];
  for (const [index, byte] of sample.entries()) if (byte === 0) zeros[index % 2] += 1;
  if (zeros[0] + zeros[1] < sample.length / 10) return undefined;
  return zeros[1] > zeros[0] ? "utf-16le" : "utf-16be";
}

function decodes(decoder, chunk, stream) {
  try {
    decoder.decode(chunk, { stream });
    return true;
  } catch {
    return false;
  }
}

/** GBK, where nothing else can be meant. */
async function chinese(file) {
  const look = lookForChinese();
  try {
    for await (const text of decoded(file, "gbk")) look.see(text);
    if (look.isLikely()) return "gbk";
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
  }
  throw new UsageError(
    "the file's encoding is not known: it is neither UTF-8 nor UTF-16 nor clearly GBK",
    "save it as UTF-8 (in Excel: CSV UTF-8), or say what it is with --encoding",
  );
}

// Which encoding a file's text is in: recognised without doubt, or refused. A wrong guess would send
// names that nobody can read.

import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { UsageError } from "../problems.js";

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

/**
 * GBK, where it can be nothing else. Texts of Western code pages decode as GBK too, into rare signs: so
 * nearly all pairs have to be of the part of the table in which everyday Chinese is (GB 2312), where
 * both bytes are above the letters.
 */
async function chinese(file) {
  const decoder = new TextDecoder(LABELS.gbk, { fatal: true });
  let [pairs, common, lead, isGbk] = [0, 0, 0, true];
  for await (const chunk of createReadStream(file)) {
    isGbk &&= decodes(decoder, chunk, true);
    for (const byte of chunk) {
      if (lead !== 0) {
        pairs += 1;
        if (lead >= 0xa1 && lead <= 0xf7 && byte >= 0xa1) common += 1;
        lead = 0;
      } else if (byte >= 0x80) lead = byte;
    }
  }
  isGbk &&= decodes(decoder, new Uint8Array(), false);
  if (isGbk && common >= pairs * 0.9) return "gbk";
  throw new UsageError(
    "the file's encoding is not known: it is neither UTF-8 nor UTF-16 nor clearly GBK",
    "save it as UTF-8 (in Excel: CSV UTF-8), or say what it is with --encoding",
  );
}

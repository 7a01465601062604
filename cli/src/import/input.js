// The file of an import. Standard input becomes a file of its own first: it is read twice, once to
// check every row and once to send them.

import { createWriteStream, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { UsageError } from "../problems.js";
import { decoded, recognise } from "./encoding.js";

/** `{ file, name, isStream, encoding, format, size, sha256, texts(), isChanged(), remove() }`. */
export async function openInput(name, { format, encoding }, signal) {
  const isStream = name === "-";
  const { file, remove } = isStream
    ? await spooled(process.stdin, signal)
    : { file: name, remove() {} };
  try {
    const stamp = stampOf(file);
    const known = await recognise(file, encoding);
    if (known.size === 0) throw new UsageError(`${name} is empty`);
    const beginning = await beginningOf(file, known.encoding);
    if (beginning.startsWith("[")) {
      throw new UsageError(`${name} is a JSON array`, "give lines of JSON, one object a line");
    }
    format ??= formatOf(name) ?? (beginning.startsWith("{") ? "jsonl" : "csv");
    const texts = readerOf(file, known.encoding);
    const isChanged = () => isOther(file, stamp);
    return { file, name, isStream, ...known, format, texts, isChanged, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

function stampOf(file) {
  let found;
  try {
    found = statSync(file);
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${error.code}`);
  }
  if (!found.isFile()) throw new UsageError(`${file} is no file`, "pipe it in, and say - for it");
  return `${found.size} ${found.mtimeMs}`;
}

function isOther(file, stamp) {
  try {
    return stampOf(file) !== stamp;
  } catch {
    return true;
  }
}

/** Only its owner can read it, and it goes when the program ends. */
async function spooled(stream, signal) {
  const folder = mkdtempSync(join(tmpdir(), "room-engine-admin-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once("exit", remove);
  const file = join(folder, "input");
  await pipeline(stream, createWriteStream(file, { mode: 0o600 }), { signal });
  return { file, remove };
}

function formatOf(name) {
  if (/\.(jsonl|ndjson)$/i.test(name)) return "jsonl";
  return /\.(csv|tsv|txt)$/i.test(name) ? "csv" : undefined;
}

async function beginningOf(file, encoding) {
  for await (const text of decoded(file, encoding)) {
    const beginning = text.trimStart();
    if (beginning !== "") return beginning;
  }
  return "";
}

/** The file's text, as far as it reached when it was read first: what is added later was not checked. */
function readerOf(file, encoding) {
  let end = Number.POSITIVE_INFINITY;
  return async function* texts() {
    let letters = 0;
    for await (const text of decoded(file, encoding)) {
      yield text.slice(0, end - letters);
      letters += text.length;
      if (letters >= end) return;
    }
    end = letters;
  };
}

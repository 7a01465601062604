// The file of an import. Standard input becomes a file of its own first: it is read twice, once to
// check every row and once to send them.

import { createWriteStream, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { UsageError } from "../problems.js";
import { decoded, recognise } from "./encoding.js";

/** `{ file, name, isStream, encoding, format, size, sha256, isChanged(), remove() }`. */
export async function openInput(name, { format, encoding }, signal) {
  const isStream = name === "-";
  const { file, remove } = isStream
    ? await spooled(process.stdin, signal)
    : { file: name, remove() {} };
  try {
    const stamp = stampOf(file);
    const known = await recognise(file, encoding);
    if (known.size === 0) throw new UsageError(`${name} is empty`);
    format ??= formatOf(name) ?? (await looksLike(file, known.encoding));
    const isChanged = () => stampOf(file) !== stamp;
    return { file, name, isStream, ...known, format, isChanged, remove };
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

async function looksLike(file, encoding) {
  for await (const text of decoded(file, encoding)) {
    const start = text.trimStart();
    if (start !== "") return start.startsWith("{") ? "jsonl" : "csv";
  }
  return "csv";
}

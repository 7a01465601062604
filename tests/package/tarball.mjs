// Reads what `npm pack` wrote: a gzipped tar of plain files.

import { gunzipSync } from "node:zlib";

const BLOCK = 512;
const PREFIX = "package/";

/** The files of a tarball by name, without npm's `package/`: `{ mode, bytes }`. */
export function readTarball(gzipped) {
  const tar = gunzipSync(gzipped);
  const files = new Map();
  let offset = 0;
  while (offset + BLOCK <= tar.length && tar[offset] !== 0) {
    const header = tar.subarray(offset, offset + BLOCK);
    const size = octal(header, 124, 12);
    const name = text(header, 345, 155) + text(header, 0, 100);
    const type = String.fromCharCode(header[156]);
    if (type !== "0" || !name.startsWith(PREFIX))
      throw new Error(`no plain file: ${name} (${type})`);
    const start = offset + BLOCK;
    const bytes = tar.subarray(start, start + size);
    files.set(name.slice(PREFIX.length), { mode: octal(header, 100, 8), bytes });
    offset = start + Math.ceil(size / BLOCK) * BLOCK;
  }
  return files;
}

function text(header, start, length) {
  const field = header.subarray(start, start + length);
  const end = field.indexOf(0);
  return field.subarray(0, end === -1 ? length : end).toString("utf8");
}

const octal = (header, start, length) => Number.parseInt(text(header, start, length).trim(), 8);

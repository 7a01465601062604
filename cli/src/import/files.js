// Files that are written so that a full disk takes no more than the rest of a line.

import { statSync, writeSync } from "node:fs";
import { resolve } from "node:path";

/** Writes a text to its end, or throws. */
export function writeWhole(fd, text) {
  let bytes = Buffer.from(text);
  while (bytes.length > 0) bytes = bytes.subarray(writeSync(fd, bytes));
}

/** Whether two names are of one file, which need not be there. */
export function isSameFile(one, other) {
  if (resolve(one) === resolve(other)) return true;
  const [a, b] = [one, other].map((file) =>
    statSync(file, { bigint: true, throwIfNoEntry: false }),
  );
  return a !== undefined && b !== undefined && a.dev === b.dev && a.ino === b.ino;
}

/** What is wrong with a place where nothing can be written. */
export const isNoPlace = ({ code }) =>
  ["ENOENT", "ENOTDIR", "EISDIR", "EROFS", "EACCES", "EPERM"].includes(code);

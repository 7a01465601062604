// @ts-check
import { unzlibSync } from "fflate/browser";

const TRAILER_BYTES = 4;

/**
 * Reads a zlib stream, RFC 1950. Not by `DecompressionStream`: not every platform has one, and streams
 * stand still under fake timers.
 *
 * @param {Uint8Array} bytes
 * @param {number} limit in bytes; nothing is kept beyond it
 * @returns {Uint8Array | undefined} `undefined` when this is none, or its content is longer
 */
export function unzip(bytes, limit) {
  try {
    // It writes no further than to the end of `out`: one byte more shows that there was more to come.
    const content = unzlibSync(bytes, { out: new Uint8Array(limit + 1) });
    // It looks at no checksum.
    const good = content.byteLength <= limit && adler32(content) === trailer(bytes);
    return good ? content : undefined;
  } catch {
    return undefined;
  }
}

/** @param {Uint8Array} bytes */
function trailer(bytes) {
  const start = bytes.byteOffset + bytes.byteLength - TRAILER_BYTES;
  return new DataView(bytes.buffer, start, TRAILER_BYTES).getUint32(0);
}

/** @param {Uint8Array} content */
function adler32(content) {
  let low = 1;
  let high = 0;
  for (const byte of content) {
    low = (low + byte) % 65_521;
    high = (high + low) % 65_521;
  }
  return high * 65_536 + low;
}

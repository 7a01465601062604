// @ts-check
import { readBounded } from "./bounded.js";
import { inflate } from "./inflate.js";

const HEADER_BYTES = 2;
const TRAILER_BYTES = 4;

/** Small, as some platforms inflate a whole slice before they let anybody look at the outcome. */
const SLICE_BYTES = 256;

/**
 * Reads a zlib stream, RFC 1950.
 *
 * @param {Uint8Array} bytes
 * @param {number} limit in bytes; inflating stops soon after it
 * @returns {Promise<Uint8Array | undefined>} `undefined` when this is none, or its content is longer
 */
export async function unzip(bytes, limit) {
  if (!hasHeader(bytes)) return undefined;
  const decompress = typeof DecompressionStream === "function" ? byPlatform : byHand;
  try {
    const content = await decompress(bytes, limit);
    // Not every platform minds a stream that is cut short, so its checksum is looked at here.
    return content && adler32(content) === trailer(bytes) ? content : undefined;
  } catch {
    return undefined;
  }
}

/** @param {Uint8Array} bytes */
function hasHeader(bytes) {
  if (bytes.byteLength < HEADER_BYTES + TRAILER_BYTES) return false;
  const [method, flags] = bytes;
  const hasDictionary = (flags & 0x20) !== 0;
  return (method & 0x0f) === 8 && (method * 256 + flags) % 31 === 0 && !hasDictionary;
}

/**
 * @param {Uint8Array} bytes
 * @param {number} limit
 */
function byPlatform(bytes, limit) {
  let offset = 0;
  const slices = new ReadableStream({
    pull(controller) {
      controller.enqueue(bytes.slice(offset, offset + SLICE_BYTES));
      offset += SLICE_BYTES;
      if (offset >= bytes.byteLength) controller.close();
    },
  });
  return readBounded(slices.pipeThrough(new DecompressionStream("deflate")), limit);
}

/**
 * @param {Uint8Array} bytes
 * @param {number} limit
 */
function byHand(bytes, limit) {
  return inflate(bytes.subarray(HEADER_BYTES, -TRAILER_BYTES), limit);
}

/** @param {Uint8Array} bytes */
function trailer(bytes) {
  return new DataView(bytes.buffer, bytes.byteOffset + bytes.byteLength - TRAILER_BYTES).getUint32(
    0,
  );
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

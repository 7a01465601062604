// @ts-check
/**
 * Reads a stream to its end, or gives up as soon as it is longer than allowed.
 *
 * @param {ReadableStream<Uint8Array>} stream
 * @param {number} limit in bytes
 * @returns {Promise<Uint8Array | undefined>} `undefined` when the stream is longer
 */
export async function readBounded(stream, limit) {
  const reader = stream.getReader();
  /** @type {Uint8Array[]} */
  const chunks = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return join(chunks, size);
    size += value.byteLength;
    if (size > limit) {
      // Not awaited: a source that never answers a cancel must not hold up the reply.
      reader.cancel().catch(() => {});
      return undefined;
    }
    chunks.push(value);
  }
}

/**
 * @param {Uint8Array[]} chunks
 * @param {number} size
 */
function join(chunks, size) {
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}

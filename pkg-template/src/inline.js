// The module's bytes, out of this very file.

import base64 from "#bytes";

/** The bytes of the WebAssembly module. */
export async function inlineModule() {
  const deflated = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  // Node's own inflate answers at once, and spares it the loading of its web streams.
  const zlib = globalThis.process?.getBuiltinModule?.("node:zlib");
  return zlib ? new Uint8Array(zlib.inflateRawSync(deflated)) : inflate(deflated);
}

async function inflate(deflated) {
  const stream = new DecompressionStream("deflate-raw");
  const writer = stream.writable.getWriter();
  const written = writer.write(deflated).then(() => writer.close());
  const chunks = [];
  const reader = stream.readable.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
  }
  await written;
  const bytes = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}

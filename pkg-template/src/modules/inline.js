// Node, Deno, Bun, browsers and every bundler: the module's bytes are in the bundle itself, so that
// no file system, URL, permission or bundler setting stands between them and the caller.

import base64 from "#bytes";

export const isolatesRequests = false;

/** The module's bytes, or in a browser a promise of the module. */
export function findModule() {
  // Node's own inflate answers at once, and spares it the loading of its web streams.
  const builtin = (name) => globalThis.process?.getBuiltinModule?.(name);
  const zlib = builtin("node:zlib");
  if (!zlib) return inflate(bytesOf(base64));
  return new Uint8Array(zlib.inflateRawSync(builtin("node:buffer").Buffer.from(base64, "base64")));
}

/** Not by `Uint8Array.from`, which calls a function for each byte: 8 ms more. */
function bytesOf(base64) {
  const characters = atob(base64);
  const bytes = new Uint8Array(characters.length);
  for (let index = 0; index < bytes.length; index += 1) bytes[index] = characters.charCodeAt(index);
  return bytes;
}

async function inflate(deflated) {
  if (!globalThis.DecompressionStream) {
    throw new Error("neither node:zlib nor DecompressionStream is here to unpack it");
  }
  const stream = new DecompressionStream("deflate-raw");
  const writer = stream.writable.getWriter();
  const written = Promise.all([writer.write(deflated), writer.close()]);
  const chunks = [];
  const reader = stream.readable.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    chunks.push(part.value);
  }
  await written;
  const bytes = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  // Not at once: a page must not stand still while it compiles.
  return WebAssembly.compile(bytes);
}

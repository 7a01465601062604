// A module's bytes that stand in a JavaScript file, deflated.

import { builtin } from "../environment.js";

/** The bytes, or in a browser a promise of the module. */
export function unpack(base64) {
  // Node's own inflate answers at once, and spares it the loading of its web streams.
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
  const { readable, writable } = new DecompressionStream("deflate-raw");
  const writer = writable.getWriter();
  const written = Promise.all([writer.write(deflated), writer.close()]);
  // Read by hand: where the classes of two places meet, none of them takes the other's streams.
  const reader = readable.getReader();
  const chunks = [];
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    chunks.push(part.value);
  }
  await written;
  const bytes = await new Blob(chunks).arrayBuffer();
  // Not at once: a page must not stand still while it compiles.
  return WebAssembly.compile(bytes);
}

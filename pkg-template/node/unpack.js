// Bodies that come packed: proxies and gateways do that, whatever they were asked for.

import { promisify } from "node:util";
import zlib from "node:zlib";

// As browsers and the platform's fetch: what came is shown, even where its end is missing.
const lenient = { finishFlush: zlib.constants.Z_SYNC_FLUSH };
const brotli = { finishFlush: zlib.constants.BROTLI_OPERATION_FLUSH };

const gunzip = (bytes) => promisify(zlib.gunzip)(bytes, lenient);

const WAYS = new Map([
  ["gzip", gunzip],
  ["x-gzip", gunzip],
  ["deflate", inflate],
  ["br", (bytes) => promisify(zlib.brotliDecompress)(bytes, brotli)],
  ["identity", (bytes) => bytes],
]);

/** Undoes `Content-Encoding`; bytes that are packed in an unknown way stay as they are. */
export async function unpack(bytes, packing) {
  const ways = packing.split(",").map((name) => WAYS.get(name.trim().toLowerCase()));
  if (bytes.length === 0 || ways.includes(undefined)) return bytes;
  let unpacked = bytes;
  // They stand in the order in which they were applied.
  for (const way of ways.reverse()) unpacked = await way(unpacked);
  return unpacked;
}

function inflate(bytes) {
  return promisify(isZlib(bytes) ? zlib.inflate : zlib.inflateRaw)(bytes, lenient);
}

/** Some servers send what the name says, without the frame that the standard asks for. */
const isZlib = (bytes) => (bytes[0] & 0x0f) === 8;

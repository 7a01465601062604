// What comes back: the part of a Response that a client reads.

// Not the global one: Jest's jsdom has none.
import { TextDecoder } from "node:util";
import { connectionError } from "./failure.js";
import { unpack } from "./unpack.js";

/** The answer whose head has arrived. */
export function answerOf(response, signal) {
  let text;
  return {
    status: response.statusCode,
    headers: { get: (name) => header(response, name) },
    text: () => (text ??= read(response, signal)),
  };
}

/** The same as `Headers.get`, which joins what came in several lines. */
function header({ headersDistinct }, name) {
  return headersDistinct[name.toLowerCase()]?.join(", ") ?? null;
}

/** As `Response.text` does it: UTF-8, without a byte order mark, U+FFFD for what is none. */
async function read(response, signal) {
  const bytes = await collect(response, signal);
  const packing = header(response, "content-encoding");
  const unpacked = packing === null ? bytes : await unpack(bytes, packing);
  signal?.throwIfAborted();
  return new TextDecoder().decode(unpacked);
}

function collect(response, signal) {
  return new Promise((resolve, reject) => {
    const chunks = [];
    const fail = (error) => reject(signal?.aborted ? signal.reason : connectionError(error));
    response.on("data", (chunk) => chunks.push(chunk));
    response.once("end", () => resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)));
    response.on("error", fail);
    const lost = () => fail(new Error("the connection was closed within the body"));
    response.once("close", lost);
    // Before anybody listened: nothing will tell of it any more.
    if (response.destroyed) lost();
  });
}

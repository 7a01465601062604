// What comes back: the part of a Response that a client reads.

// Not the global one: Jest's jsdom has none.
import { TextDecoder } from "node:util";
import { connectionError } from "./failure.js";

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

function read(response, signal) {
  return new Promise((resolve, reject) => {
    const packing = header(response, "content-encoding") ?? "identity";
    if (packing !== "identity") {
      response.destroy();
      throw new Error("the answer is packed, which it was asked not to be");
    }
    const chunks = [];
    const fail = (error) => reject(signal?.aborted ? signal.reason : connectionError(error));
    response.on("data", (chunk) => chunks.push(chunk));
    response.once("end", () => resolve(decode(chunks)));
    response.on("error", fail);
    const lost = () => fail(new Error("the connection was closed within the body"));
    response.once("close", lost);
    // Before anybody listened: nothing will tell of it any more.
    if (response.destroyed) lost();
  });
}

/** As `Response.text` does it: UTF-8, without a byte order mark, U+FFFD for what is none. */
function decode(chunks) {
  const bytes = chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
  return new TextDecoder().decode(bytes);
}

// What `nodeFetch` makes of packed answers: the same as the platform's fetch.

import assert from "node:assert/strict";
import { test } from "node:test";
import zlib from "node:zlib";
import { MEMBER, nodeFetch, rejection, updateRoomMemberInfo, WHO } from "../subject.mjs";
import { serveRaw } from "./server.mjs";

const REPLY = JSON.stringify({ ErrorCode: 0, ErrorInfo: "wörter ".repeat(40) });
const INIT = { method: "POST", headers: {}, body: "{}", redirect: "manual" };
const { gzipSync, deflateSync, deflateRawSync, brotliCompressSync } = zlib;
const packed = gzipSync(REPLY);

/** `Content-Encoding`, and what comes under it. */
const ANSWERS = {
  gzip: ["gzip", packed],
  "x-gzip": ["x-gzip", packed],
  "gzip in capitals": ["GZIP", packed],
  deflate: ["deflate", deflateSync(REPLY)],
  "deflate without a frame": ["deflate", deflateRawSync(REPLY)],
  brotli: ["br", brotliCompressSync(REPLY)],
  "one in another": ["gzip, br", brotliCompressSync(packed)],
  identity: ["Identity", REPLY],
  "an empty body": ["gzip", ""],
  "a body without its end": ["gzip", packed.subarray(0, -12)],
  "a way that nobody knows": ["rot13", REPLY],
  "a name that every object has": ["constructor", REPLY],
};

for (const [what, [encoding, body]] of Object.entries(ANSWERS)) {
  test(`nodeFetch: ${what} is unpacked as the platform's fetch does it`, async (t) => {
    const url = await serveRaw(t, (_request, response) =>
      response.writeHead(200, { "content-encoding": encoding }).end(body),
    );
    const text = async (fetch) => (await fetch(url, INIT)).text();
    assert.equal(await text(nodeFetch), await text(fetch));
  });
}

test("nodeFetch: a packed answer without a body is an empty text", async (t) => {
  const url = await serveRaw(t, (_request, response) =>
    response.writeHead(204, { "content-encoding": "gzip" }).end(),
  );
  assert.equal(await (await nodeFetch(url, INIT)).text(), "");
});

test("nodeFetch: what is not packed as it says rejects, each time it is asked", async (t) => {
  const url = await serveRaw(t, (_request, response) =>
    response.writeHead(200, { "content-encoding": "gzip" }).end("no gzip at all"),
  );
  const answer = await nodeFetch(url, INIT);
  const error = await rejection(answer.text());
  assert.match(error.message, /incorrect header/);
  assert.equal(await rejection(answer.text()), error);
});

test("nodeFetch: a call reads a packed reply, and is sent once", async (t) => {
  let requests = 0;
  const baseUrl = await serveRaw(t, (_request, response) => {
    requests += 1;
    response.writeHead(200, { "Content-Encoding": "gzip" }).end(packed);
  });
  const reply = await updateRoomMemberInfo({ ...WHO, ...MEMBER, baseUrl, fetch: nodeFetch });
  assert.equal(reply.errorCode, 0);
  assert.equal(requests, 1);
});

test("nodeFetch: an abort while a body is unpacked rejects with its reason", async (t) => {
  const url = await serveRaw(t, (_request, response) =>
    response
      .writeHead(200, { "content-encoding": "br, gzip" })
      .end(gzipSync(brotliCompressSync("x".repeat(2_000_000), { params: FAST }))),
  );
  const controller = new AbortController();
  const answer = await nodeFetch(url, { ...INIT, signal: controller.signal });
  const outcome = rejection(answer.text());
  // Once the body is whole, and not yet read.
  const { brotliDecompress } = zlib;
  zlib.brotliDecompress = (...given) => {
    controller.abort("enough");
    return brotliDecompress(...given);
  };
  t.after(() => (zlib.brotliDecompress = brotliDecompress));
  assert.equal(await outcome, "enough");
});

const FAST = { [zlib.constants.BROTLI_PARAM_QUALITY]: 0 };

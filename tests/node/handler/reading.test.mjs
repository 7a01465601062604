// A body whose sender takes too long, or has left, is not read on.

import assert from "node:assert/strict";
import { test } from "node:test";
import { until } from "../moment.mjs";
import { answerOf, setUp, URL_OF_HANDLER } from "./setup.mjs";

/** A request whose body goes on for ever, and what is known of its source. */
function endless(init = {}) {
  const source = { pulls: 0, isCancelled: false };
  const body = new ReadableStream({
    async pull(controller) {
      source.pulls += 1;
      await new Promise((resolve) => setTimeout(resolve, 2));
      controller.enqueue(new Uint8Array([32]));
    },
    cancel() {
      source.isCancelled = true;
    },
  });
  const headers = { "content-type": "application/json" };
  const all = { method: "POST", headers, body, duplex: "half", ...init };
  return { source, request: new Request(URL_OF_HANDLER, all) };
}

test("handler: a body that was too slow is not read on", { timeout: 20_000 }, async () => {
  const { handler } = setUp({ requestTimeoutMs: 30 });
  const { source, request } = endless();
  assert.equal((await answerOf(handler, request)).status, 408);
  await until(() => source.isCancelled);
});

test("handler: the body of a client that has left is not read on", {
  timeout: 20_000,
}, async () => {
  const { handler } = setUp();
  const controller = new AbortController();
  const { source, request } = endless({ signal: controller.signal });
  const answer = answerOf(handler, request);
  await until(() => source.pulls > 2);
  controller.abort();
  assert.equal((await answer).status, 499);
  await until(() => source.isCancelled);
});

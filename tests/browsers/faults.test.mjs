// What goes wrong between a browser and the service, by real sockets and the browser's own rules.

import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { after, test } from "node:test";

import { record } from "../matrix.mjs";
import { until } from "../node/moment.mjs";
import {
  assertError,
  assertReply,
  inEachBrowser,
  openSteps,
  optionsFor,
  PLACES,
  serve,
} from "./setup.mjs";

/** A call that is not repeated, so that a test sees the attempt. */
const attempt = async (url) => ({ ...(await optionsFor(url)), maxRetries: 0 });

inEachBrowser((browser) => {
  after(() => {
    const ran = "network down, CORS refusal, timeout, abort, redirect; in a page and in a worker";
    record({ place: `${browser.name}, faults`, version: browser.version, ran });
  });

  for (const place of Object.keys(PLACES)) {
    test(`network: in a ${place}, nobody listens`, async (t) => {
      const { run } = await openSteps(t, browser, place);
      const options = await attempt(await closedPort());
      const outcome = await run("call", options);
      assertError(outcome, { kind: "network", retryable: true, attempts: 1 });
      assert.match(outcome.error.cause, /TypeError|NetworkError/);
    });

    test(`network: in a ${place}, the service lets no other origin in`, async (t) => {
      const { url, wire } = await serve(t, { cors: false });
      const { run } = await openSteps(t, browser, place);
      assertError(await run("call", await attempt(url)), { kind: "network", attempts: 1 });
      // It has asked first, and stayed away.
      assert.deepEqual([...new Set(wire.map(({ method }) => method))], ["OPTIONS"]);
    });

    test(`network: in a ${place}, no answer comes in time, and the connection is given up`, async (t) => {
      const { run } = await openSteps(t, browser, place);
      for (const at of ["headers", "body"]) {
        const { url, wire } = await serve(t, { faults: { kind: "hang", at } });
        const options = { ...(await attempt(url)), timeoutMs: 300 };
        assertError(await run("call", options), { kind: "timeout", retryable: true, attempts: 1 });
        await left(wire);
        assertReply(await run("call", { ...options, timeoutMs: 5_000 }));
      }
      assert.deepEqual((await run("costs")).unhandled, []);
    });

    test(`network: in a ${place}, an abort rejects with its reason, and ends the exchange`, async (t) => {
      const { run } = await openSteps(t, browser, place);
      await warm(t, run);
      for (const [reason, text, isDOMException] of [
        ["none", /^AbortError: /, true],
        ["DOMException", /^NotAllowedError: the user has left$/, true],
        ["Error", /^RangeError: too many$/, false],
        ["string", /^no more$/, false],
        ["zero", /^0$/, false],
      ]) {
        const { url, wire } = await serve(t, { faults: { kind: "hang" } });
        const { text: found, ...rest } = await run("abort", await attempt(url), reason, 300);
        assert.deepEqual(rest, { isReason: true, isDOMException });
        assert.match(found, text);
        await left(wire);
      }
      assert.deepEqual((await run("costs")).unhandled, []);
    });

    test(`network: in a ${place}, an abort before the start sends nothing`, async (t) => {
      const { url, wire } = await serve(t);
      const { run } = await openSteps(t, browser, place);
      const { isReason, text } = await run("abort", await attempt(url), "none", 0);
      assert.ok(isReason && text.startsWith("AbortError: "), text);
      assert.deepEqual(wire, []);
    });

    test(`network: in a ${place}, AbortSignal.timeout rejects with its TimeoutError`, async (t) => {
      const { url, wire } = await serve(t, { faults: { kind: "hang" } });
      const { run } = await openSteps(t, browser, place);
      await warm(t, run);
      const { text, ...rest } = await run("abortByTimeout", await attempt(url), 300);
      assert.deepEqual(rest, { isReason: true, isDOMException: true });
      assert.match(text, /^TimeoutError: /);
      await left(wire);
    });

    test(`network: in a ${place}, a redirect is told, opaque as it is, and nobody follows it`, async (t) => {
      const elsewhere = await serve(t);
      const { run } = await openSteps(t, browser, place);
      for (const status of [302, 307]) {
        const location = `${elsewhere.url}/v4/room_engine_http_srv/update_room_member_info`;
        const { url, wire } = await serve(t, { faults: { kind: "redirect", status, location } });
        const outcome = await run("call", await attempt(url));
        assertError(outcome, { kind: "http", status: 0, retryable: false, attempts: 1 });
        assert.match(outcome.error.message, /redirect/);
        assert.deepEqual(
          wire.map(({ method }) => method),
          ["OPTIONS", "POST"],
        );
      }
      assert.deepEqual(elsewhere.wire, []);
    });

    test(`network: in a ${place}, statuses, broken bodies and broken connections are told apart`, async (t) => {
      const { run } = await openSteps(t, browser, place);
      for (const [fault, expected] of [
        [
          { kind: "status", status: 503 },
          { kind: "http", status: 503 },
        ],
        [{ kind: "garbage" }, { kind: "protocol" }],
        [{ kind: "truncate" }, { kind: "network" }],
        [{ kind: "reset" }, { kind: "network" }],
      ]) {
        // A browser asks once more by itself when a connection that it had kept breaks.
        const { url } = await serve(t, { faults: { ...fault, times: 5 } });
        assertError(await run("call", await attempt(url)), expected);
      }
    });
  }
});

/** Has the module loaded, so that what is to be cut off has begun by then. */
async function warm(t, run) {
  const { url } = await serve(t);
  assertReply(await run("call", await attempt(url)));
}

/** Waits until the client has left an exchange before its end. */
const left = (wire) => until(() => wire.some(({ hasLeft }) => hasLeft));

async function closedPort() {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return `http://127.0.0.1:${port}`;
}

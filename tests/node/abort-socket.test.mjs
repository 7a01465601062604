// Aborts and timeouts on real sockets: the server sees that its client has left.

import assert from "node:assert/strict";
import { test } from "node:test";
import { MEMBER, rejection, serve, simulate, updateRoomMemberInfo, WHO } from "../subject.mjs";
import { until } from "./moment.mjs";
import { serveRaw } from "./server.mjs";
import { TRANSPORTS } from "./transports.mjs";

/** A server that starts an answer with `begin` and never ends it; `closed` counts who has left. */
async function holding(t, begin) {
  const seen = { requests: 0, closed: 0 };
  const url = await serveRaw(t, (_request, response) => {
    seen.requests += 1;
    response.once("close", () => (seen.closed += response.writableFinished ? 0 : 1));
    begin(response);
  });
  return { url, seen };
}

const BEGINNINGS = {
  "before the headers": () => {},
  "after the headers": (response) => response.writeHead(200).flushHeaders(),
  "within the body": (response) => response.writeHead(200).write('{"ActionStatus":"OK","Err'),
  "within a body that drips": (response) => {
    const timer = setInterval(() => response.write(" "), 2);
    response.once("close", () => clearInterval(timer));
  },
};

for (const [transport, fetch] of Object.entries(TRANSPORTS)) {
  for (const [when, begin] of Object.entries(BEGINNINGS)) {
    test(`abort: an abort ${when} closes the connection, with ${transport}`, async (t) => {
      const { url, seen } = await holding(t, begin);
      const controller = new AbortController();
      const { signal } = controller;
      const outcome = rejection(
        updateRoomMemberInfo({ ...WHO, ...MEMBER, baseUrl: url, fetch, signal, timeoutMs: 60_000 }),
      );
      await until(() => seen.requests === 1);
      assert.equal(seen.closed, 0);
      controller.abort("leaving");
      assert.equal(await outcome, "leaving");
      await until(() => seen.closed === 1);
      assert.equal(seen.requests, 1);
    });

    test(`timeout: one ${when} closes the connection, with ${transport}`, async (t) => {
      const { url, seen } = await holding(t, begin);
      const error = await rejection(
        updateRoomMemberInfo({
          ...WHO,
          ...MEMBER,
          baseUrl: url,
          fetch,
          timeoutMs: 100,
          maxRetries: 0,
        }),
      );
      assert.equal(error.kind, "timeout");
      assert.equal(error.attempts, 1);
      await until(() => seen.closed === seen.requests);
    });
  }

  test(`abort: an abort within a slow reply of the service ends it, with ${transport}`, async (t) => {
    const simulator = simulate({ faults: { kind: "drip", ms: 20, bytes: 1 } });
    const baseUrl = await serve(t, simulator);
    const controller = new AbortController();
    const { signal } = controller;
    const reason = { left: true };
    const outcome = rejection(updateRoomMemberInfo({ ...WHO, ...MEMBER, baseUrl, fetch, signal }));
    await until(() => simulator.calls[0]?.status === 200);
    controller.abort(reason);
    assert.equal(await outcome, reason);
  });

  test(`network: a connection that is reset is a network error with its cause, with ${transport}`, async (t) => {
    const simulator = simulate({ faults: { kind: "reset", times: Infinity } });
    const baseUrl = await serve(t, simulator);
    const error = await rejection(
      updateRoomMemberInfo({ ...WHO, ...MEMBER, baseUrl, fetch, maxRetries: 0 }),
    );
    assert.equal(error.kind, "network");
    assert.equal(error.retryable, true);
    assert.ok(error.cause instanceof Error);
    assert.match(`${error.cause.cause?.code ?? error.cause.code}`, /ECONNRESET|UND_ERR_SOCKET/);
  });

  test(`network: connections are kept for later calls, with ${transport}`, async (t) => {
    const sockets = new Set();
    const baseUrl = await serveRaw(t, (request, response) => {
      sockets.add(request.socket);
      response.end('{"ErrorCode":0}');
    });
    for (let index = 0; index < 10; index += 1) {
      await updateRoomMemberInfo({ ...WHO, ...MEMBER, baseUrl, fetch });
    }
    // Node itself opens a second one now and then.
    assert.ok(sockets.size < 5, `${sockets.size} connections for 10 calls`);
  });
}

// The simulator behind Node's server: what a client on the other end of a real socket sees.
import assert from "node:assert/strict";
import { once } from "node:events";
import { request as httpsRequest } from "node:https";
import { connect } from "node:net";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { until } from "../node/moment.mjs";
import { request, simulate } from "./attempt.mjs";
import { makeCertificate } from "./certificate.mjs";
import { CHANGE, changed, closing, raw, serve, wire } from "./socket.mjs";
import { listen } from "./subject.mjs";

test("server: a call over a socket", async (t) => {
  const { simulator, server, send } = await serve(t);
  assert.match(server.url, /^http:\/\/127\.0\.0\.1:\d+$/);
  assert.equal(server.url, `http://127.0.0.1:${server.port}`);
  const response = await send({ headers: { "content-type": "application/json" } });
  assert.equal(response.status, 200);
  assert.equal((await response.json()).ErrorCode, 0);
  assert.ok(changed(simulator));
  const [call] = simulator.calls;
  assert.equal(call.host, `127.0.0.1:${server.port}`);
  assert.equal(call.headers["content-type"], "application/json");
  const { received } = await raw(server, wire(server));
  assert.match(received, /^HTTP\/1\.1 200 OK\r\n/);
  assert.match(received, /\r\ncontent-length: \d+\r\n/i);
  assert.equal(received.match(/\r\ndate: /gi).length, 1);
});

test("server: connections are kept for the next call", async (t) => {
  const { server, send } = await serve(t);
  let connections = 0;
  server.server.on("connection", () => {
    connections += 1;
  });
  for (let i = 0; i < 5; i++) await (await send()).text();
  assert.ok(connections < 5, `${connections} connections`);
});

test("server: a chunked body, a slow body", async (t) => {
  const { simulator, server } = await serve(t);
  const body = request(CHANGE)[1].body;
  const chunked = `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
  const head = {
    headers: "Transfer-Encoding: chunked\r\nContent-Length-Not: x\r\n",
    body: chunked,
  };
  const { received } = await raw(server, wire(server, head));
  assert.match(received, /"ErrorCode":0/);
  const whole = wire(server);
  const { socket, received: soFar } = await raw(server, whole.slice(0, -20), { keepOpen: true });
  await sleep(50);
  socket.write(whole.slice(-20));
  await closing(socket);
  assert.match(soFar(), /"ErrorCode":0/);
  assert.equal(simulator.calls.length, 2);
});

test("server: a huge body is not read, whether it says its length or not", async (t) => {
  const { simulator, send } = await serve(t);
  const huge = new Uint8Array(500_000);
  assert.equal((await (await send({ body: huge })).json()).ErrorCode, 60003);
  const endless = new ReadableStream({
    pull: (controller) => controller.enqueue(new Uint8Array(16_384)),
  });
  // The server gives up on it; whether the client still reads the reply is a race.
  const outcome = await send({ body: endless, duplex: "half" }).then(
    (response) => response.json(),
    (error) => error,
  );
  assert.ok(outcome instanceof TypeError || outcome.ErrorCode === 60003);
  assert.equal(simulator.calls.length, 2);
  assert.equal(simulator.calls[1].body, undefined);
});

test("server: after a body that was refused the connection serves the next call", async (t) => {
  const { simulator, server } = await serve(t);
  const keep = (text) => text.replace("Connection: close", "Connection: keep-alive");
  const first = keep(wire(server, { body: " ".repeat(200_000) }));
  const { end, received } = await raw(server, first + wire(server));
  assert.equal(end, "end");
  assert.deepEqual(received.match(/"ErrorCode":\d+/g), ['"ErrorCode":60003', '"ErrorCode":0']);
  assert.equal(simulator.calls.length, 2);
});

test("server: a body without an end loses its connection", async (t) => {
  const { server } = await serve(t);
  const head = { headers: "Content-Length: 1000000000\r\n", body: "" };
  const socket = connect(server.port, "127.0.0.1");
  socket.on("error", () => {});
  socket.resume();
  socket.write(wire(server, head).replace("Connection: close", "Connection: keep-alive"));
  for (let i = 0; i < 40 && !socket.destroyed; i++) {
    socket.write(Buffer.alloc(65_536));
    await sleep(5);
  }
  await closing(socket);
});

test("reset: the connection is reset", async (t) => {
  for (const applied of [false, true]) {
    const { simulator, server } = await serve(t, { faults: { kind: "reset", applied } });
    assert.deepEqual(await raw(server, wire(server)), { end: "ECONNRESET", received: "" });
    assert.equal(changed(simulator), applied);
    assert.equal(simulator.calls[0].body.RoomId, "room-test");
  }
});

test("reset: before the request was read", async (t) => {
  const { simulator, server } = await serve(t, { faults: { kind: "reset", read: false } });
  // The body never comes, so a server that waits for it would wait.
  const head = { headers: "Content-Length: 1000\r\n", body: "{" };
  assert.deepEqual(await raw(server, wire(server, head)), { end: "ECONNRESET", received: "" });
  assert.equal(simulator.calls[0].body, undefined);
});

test("reset: a client's fetch rejects, and the next call is good", async (t) => {
  const { send } = await serve(t, { faults: { kind: "reset" } });
  await assert.rejects(send(), (error) => {
    assert.ok(error instanceof TypeError);
    assert.match(error.cause.code, /ECONNRESET|UND_ERR_SOCKET/);
    return true;
  });
  assert.equal((await (await send()).json()).ErrorCode, 0);
});

test("truncate: the connection ends within the body", async (t) => {
  const { simulator, server, send } = await serve(t, {
    faults: { kind: "truncate", bytes: 20, times: 2 },
  });
  const { end, received } = await raw(server, wire(server));
  const [head, body] = received.split("\r\n\r\n");
  assert.equal(end, "end");
  assert.equal(body, '{"ActionStatus":"OK"');
  assert.ok(Number(head.match(/content-length: (\d+)/i)[1]) > 20);
  assert.ok(changed(simulator));
  const response = await send();
  await assert.rejects(response.text(), TypeError);
});

test("truncate: never the whole body", async (t) => {
  const { send } = await serve(t, { faults: { kind: "truncate", bytes: 9_999 } });
  const response = await send();
  await assert.rejects(response.text(), TypeError);
});

test("drip: the body comes in pieces", async (t) => {
  const { send } = await serve(t, { faults: { kind: "drip", ms: 5, bytes: 30 } });
  const response = await send();
  let pieces = 0;
  let text = "";
  for await (const piece of response.body.pipeThrough(new TextDecoderStream())) {
    pieces += 1;
    text += piece;
  }
  assert.ok(pieces >= 2);
  assert.equal(JSON.parse(text).ErrorCode, 0);
});

test("hang: until the client leaves", async (t) => {
  const { simulator, server } = await serve(t, { faults: { kind: "hang" } });
  const { socket, received } = await raw(server, wire(server), { keepOpen: true });
  await until(() => simulator.calls.length === 1);
  await sleep(60);
  assert.equal(received(), "");
  socket.destroy();
  await closing(socket);
});

test("hang: at the body, headers come", async (t) => {
  const { send } = await serve(t, { faults: { kind: "hang", at: "body" } });
  const controller = new AbortController();
  const response = await send({ signal: controller.signal });
  assert.equal(response.status, 200);
  const text = response.text();
  assert.equal(await Promise.race([text, sleep(40, "pending")]), "pending");
  controller.abort();
  await assert.rejects(text, { name: "AbortError" });
});

test("delay: a client that leaves does not stop the service", async (t) => {
  const { simulator, send } = await serve(t, { faults: { kind: "delay", ms: 500 } });
  const controller = new AbortController();
  const sent = send({ signal: controller.signal });
  await until(() => simulator.calls.length === 1);
  controller.abort();
  await assert.rejects(sent, { name: "AbortError" });
  assert.ok(!changed(simulator));
  await until(() => changed(simulator));
});

test("server: status, redirect, code and garbage go over the wire as they are", async (t) => {
  const { simulator, send } = await serve(t);
  simulator.faults.push(
    { kind: "status", status: 503, headers: { "retry-after": "1" }, body: "busy" },
    { kind: "redirect", status: 302 },
    { kind: "code", code: 60011 },
    { kind: "garbage" },
    { kind: "status", status: 204 },
  );
  const busy = await send();
  assert.deepEqual([busy.status, busy.headers.get("retry-after")], [503, "1"]);
  assert.equal(await busy.text(), "busy");
  const moved = await send({ redirect: "manual" });
  assert.deepEqual([moved.status, moved.headers.get("location")], [302, "/elsewhere"]);
  assert.equal((await (await send()).json()).ErrorCode, 60011);
  assert.match(await (await send()).text(), /^<!DOCTYPE html>/);
  assert.equal((await send()).status, 204);
  assert.equal((await send()).status, 200);
});

test("redirect: a client that follows it is seen to do so", async (t) => {
  const { simulator, send } = await serve(t, { faults: { kind: "redirect" } });
  await send();
  assert.deepEqual(
    simulator.calls.map((call) => call.path),
    ["/v4/room_engine_http_srv/update_room_member_info", "/elsewhere"],
  );
});

test("server: what a fault function throws is shown to its author", async (t) => {
  const { send } = await serve(t, {
    faults: () => {
      throw new Error("in the test");
    },
  });
  const response = await send();
  assert.equal(response.status, 500);
  assert.match(await response.text(), /in the test/);
});

test("server: requests that no URL can be made of", async (t) => {
  const { simulator, server } = await serve(t);
  const { received } = await raw(
    server,
    "GET / HTTP/1.1\r\nHost: 127.0.0.1:99999\r\nConnection: close\r\n\r\n",
  );
  assert.match(received, /^HTTP\/1\.1 400 /);
  assert.equal(simulator.calls.length, 0);
});

test("server: HEAD, OPTIONS and GET", async (t) => {
  const { server } = await serve(t);
  assert.equal((await fetch(server.url, { method: "HEAD" })).status, 200);
  assert.equal((await fetch(server.url, { method: "OPTIONS" })).status, 204);
  assert.equal((await (await fetch(server.url)).json()).ErrorCode, 60002);
});

test("server: close ends every connection, be it idle, within a request or hanging", async () => {
  const simulator = simulate({ faults: { kind: "hang" } });
  const server = await listen(simulator);
  const idle = connect(server.port, "127.0.0.1");
  const { socket: half } = await raw(server, "POST /", { keepOpen: true });
  const { socket: hanging } = await raw(server, wire(server), { keepOpen: true });
  idle.on("error", () => {});
  await sleep(40);
  const closed = Promise.all([idle, half, hanging].map(closing));
  await server.close();
  await closed;
  await assert.rejects(fetch(server.url), TypeError);
  await server.close();
});

test("server: close ends a connection whose handshake is not over", async () => {
  const server = await listen(simulate(), { tls: makeCertificate() });
  const silent = connect(server.port, "127.0.0.1");
  silent.on("error", () => {});
  await once(silent, "connect");
  await sleep(20);
  const closed = closing(silent);
  await server.close();
  await closed;
});

test("server: a handler learns that its client has left, and only then", async (t) => {
  const aborted = [];
  const controller = new AbortController();
  const handler = async ({ url, signal }) => {
    const path = new URL(url).pathname;
    signal.addEventListener("abort", () => aborted.push(path));
    if (path !== "/hang") return new Response("done");
    controller.abort();
    return new Promise(() => {});
  };
  const server = await listen({ fetch: handler });
  t.after(() => server.close());
  await (await fetch(`${server.url}/quick`)).text();
  await assert.rejects(fetch(`${server.url}/hang`, { signal: controller.signal }));
  await until(() => aborted.length > 0);
  assert.deepEqual(aborted, ["/hang"]);
});

test("server: a port that is taken rejects", async (t) => {
  const { simulator, server } = await serve(t);
  await assert.rejects(listen(simulator, { port: server.port }), { code: "EADDRINUSE" });
});

test("tls: https with one's own certificate", async (t) => {
  const tls = makeCertificate();
  const { simulator, server } = await serve(t, { faults: [] }, { tls });
  assert.match(server.url, /^https:\/\/127\.0\.0\.1:\d+$/);
  const send = () =>
    new Promise((resolve, reject) => {
      const [url, init] = request({ base: server.url, ...CHANGE });
      const req = httpsRequest(url, { method: "POST", ca: tls.cert, agent: false }, (res) => {
        res.setEncoding("utf8").once("data", (text) => resolve(JSON.parse(text)));
      });
      req.on("error", reject).end(init.body);
    });
  assert.equal((await send()).ErrorCode, 0);
  assert.ok(changed(simulator));
  simulator.faults.push({ kind: "reset" });
  await assert.rejects(send(), { code: "ECONNRESET" });
  await assert.rejects(fetch(server.url), { message: "fetch failed" }, "nobody vouches for it");
});

test("server: any handler will do", async (t) => {
  const server = await listen({ fetch: async (request) => new Response(await request.text()) });
  t.after(() => server.close());
  const response = await fetch(server.url, { method: "POST", body: "echo" });
  assert.equal(await response.text(), "echo");
});

// Whom the simulator's server lets in: a page of any site can send requests to it.
import assert from "node:assert/strict";
import dns from "node:dns";
import { test } from "node:test";
import { changed, raw, serve, wire } from "./socket.mjs";

test("server: pages of other origins are refused, and nothing reaches the simulator", async (t) => {
  const { simulator, server, send } = await serve(t);
  const from = (origin) => send({ headers: { origin } });
  for (const origin of ["https://example.com", "null", "http://127.0.0.1:1", "http://localhost"]) {
    const response = await from(origin);
    assert.equal(response.status, 403, origin);
    assert.equal(response.headers.get("access-control-allow-origin"), null);
    assert.match(await response.text(), /allowedOrigins/);
  }
  const preflight = await fetch(server.url, {
    method: "OPTIONS",
    headers: { origin: "https://example.com" },
  });
  assert.equal(preflight.status, 403);
  assert.deepEqual([simulator.calls.length, changed(simulator)], [0, false]);
  // What the server itself has served.
  assert.equal((await from(server.url)).status, 200);
});

test("server: allowedOrigins lets pages in", async (t) => {
  const page = "http://127.0.0.1:5173";
  const named = await serve(t, {}, { allowedOrigins: [page] });
  const status = async ({ send }, origin) => (await send({ headers: { origin } })).status;
  assert.equal(await status(named, page), 200);
  assert.equal(await status(named, "http://127.0.0.1:51730"), 403);
  assert.equal(await status(named, `${page}.example.com`), 403);
  const all = await serve(t, {}, { allowedOrigins: "*" });
  assert.equal(await status(all, "https://example.com"), 200);
  assert.equal(await status(all, "null"), 200);
});

/** What the server answers to a request for this host. */
async function statusAt(server, host) {
  const { received } = await raw(server, wire(server).replace(/Host: .*\r/, `Host: ${host}\r`));
  return Number(received.split(" ")[1]);
}

test("server: names of other sites are refused", async (t) => {
  const { simulator, server } = await serve(t);
  for (const host of [
    "example.com",
    `example.com:${server.port}`,
    "127.0.0.1.example.com",
    "localhost.example.com",
    "notlocalhost",
  ]) {
    assert.equal(await statusAt(server, host), 421, host);
  }
  assert.deepEqual([simulator.calls.length, changed(simulator)], [0, false]);
  for (const host of ["localhost", "LOCALHOST:80", "app.localhost:1", "192.0.2.1", "[::1]:8080"]) {
    assert.equal(await statusAt(server, host), 200, host);
  }
  const { server: named } = await serve(t, {}, { hosts: ["simulator.test"] });
  assert.equal(await statusAt(named, "simulator.test:80"), 200);
  assert.equal(await statusAt(named, "example.com"), 421);
  const { server: any } = await serve(t, {}, { hosts: "*" });
  assert.equal(await statusAt(any, "example.com"), 200);
});

test("simulator: the server's names are those of its hosts, however they are written", async (t) => {
  const hosts = ["My-PC", "sim.example:8787", "Bücher.example", "[::ffff:7f00:1]:80"];
  const { server } = await serve(t, {}, { hosts });
  for (const host of ["my-pc", "MY-PC:80", "sim.example", "sim.example:8787", "Sim.Example:1"]) {
    assert.equal(await statusAt(server, host), 200, host);
  }
  assert.equal(await statusAt(server, "xn--bcher-kva.example"), 200);
  for (const host of ["pc", "my-pc.example", "example", "sim.example.org"]) {
    assert.equal(await statusAt(server, host), 421, host);
  }
});

test("simulator: the server's own name may have capitals", async (t) => {
  t.mock.method(dns, "lookup", (...given) => given.at(-1)(null, "127.0.0.1", 4));
  const { server } = await serve(t, {}, { hostname: "My-PC" });
  assert.equal(await statusAt(server, `my-pc:${server.port}`), 200);
});

test("simulator: an origin is let in however it is written", async (t) => {
  for (const [given, origin] of [
    ["http://App.example/", "http://app.example"],
    ["HTTPS://app.example:443", "https://app.example"],
    ["http://app.example:80", "http://app.example"],
    ["http://bücher.example:5173", "http://xn--bcher-kva.example:5173"],
    ["chrome-extension://abcdefgh", "chrome-extension://abcdefgh"],
    ["null", "null"],
  ]) {
    const { send } = await serve(t, {}, { allowedOrigins: [given] });
    assert.equal((await send({ headers: { origin } })).status, 200, given);
    assert.equal((await send({ headers: { origin: "http://app.example:1" } })).status, 403);
  }
});

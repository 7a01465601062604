// What the server answers to foreign hosts, foreign pages, and when something fails.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { DEMO, load, makeConsole, settingsFrom } from "./setup.mjs";

const { isLoopback } = await load("server/address.mjs");
const { createConsole } = await load("server/app.mjs");

const PUBLIC_ORIGIN = "https://console.example.com";

const ask = (app, url, headers = {}, method = "GET") =>
  app.fetch(
    new Request(url, {
      method,
      headers: { "content-type": "application/json", ...headers },
      ...(method === "POST" && { body: JSON.stringify(DEMO) }),
    }),
  );

describe("gate: hosts", () => {
  for (const [url, status] of [
    ["https://console.example.com/", 200],
    ["http://console.example.com/api/session", 200],
    ["http://evil.example/", 421],
    ["http://evil.example/api/session", 421],
    ["http://127.0.0.1:8080/", 421],
    ["https://console.example.com.evil.example/", 421],
    ["https://console.example.com:8443/", 421],
  ]) {
    test(`gate: with PUBLIC_ORIGIN, ${url} gets ${status}`, async () => {
      assert.equal((await ask(makeConsole({ PUBLIC_ORIGIN }), url)).status, status);
    });
  }

  for (const [url, status] of [
    ["http://127.0.0.1:8080/", 200],
    ["http://localhost:1234/", 200],
    ["http://[::1]:8080/", 200],
    ["http://127.0.0.2:8080/", 200],
    ["http://[::ffff:127.0.0.1]:8080/", 200],
    ["http://192.0.2.1:8080/", 421],
    ["http://[::2]:8080/", 421],
    ["http://127.0.0.1.evil.example:8080/", 421],
    ["http://rebound.example:8080/api/session", 421],
  ]) {
    test(`gate: on loopback, ${url} gets ${status}`, async () => {
      assert.equal((await ask(makeConsole({}, { isLoopback: true }), url)).status, status);
    });
  }
});

describe("gate: what is loopback", () => {
  for (const [address, expected] of [
    ["127.0.0.1", true],
    ["127.0.0.2", true],
    ["127.255.0.1", true],
    ["::1", true],
    ["::ffff:127.0.0.1", true],
    ["::ffff:7f00:1", true],
    ["0.0.0.0", false],
    ["::", false],
    ["1.127.0.0", false],
    ["192.0.2.1", false],
    ["::ffff:192.0.2.1", false],
    ["2001:db8::1", false],
  ]) {
    test(`gate: ${address} ${expected ? "is" : "is not"}`, () =>
      assert.equal(isLoopback(address), expected));
  }

  test("gate: on loopback it answers to the name that it was told to listen at", async () => {
    const app = makeConsole({}, { isLoopback: true, hostname: "My-Machine" });
    assert.equal((await ask(app, "http://my-machine:8080/")).status, 200);
    assert.equal((await ask(app, "http://evil.example:8080/")).status, 421);
  });
});

describe("gate: one for all that changes something", () => {
  for (const path of ["/api/sign-in", "/api/sign-out", "/api/room-engine"]) {
    for (const origin of [
      "null",
      "https:",
      "https://console.example.co",
      "https://console.example.com.evil.example",
      "http://console.example.com",
      "https://console.example.com:444",
    ]) {
      test(`gate: ${path} refuses a page of ${origin}`, async () => {
        const app = makeConsole({ PUBLIC_ORIGIN });
        const headers = { origin, "sec-fetch-site": "same-origin" };
        const answer = await ask(app, PUBLIC_ORIGIN + path, headers, "POST");
        assert.equal(answer.status, 403);
        assert.deepEqual(await answer.json(), { error: "origin" });
      });
    }

    test(`gate: ${path} takes POST only`, async () => {
      const answer = await ask(makeConsole(), PUBLIC_ORIGIN + path);
      assert.deepEqual([answer.status, answer.headers.get("allow")], [405, "POST"]);
    });
  }
});

test("gate: an answer of 500 has the same headers, and says nothing of what failed", async () => {
  const lines = [];
  const app = createConsole({
    settings: settingsFrom({}),
    files: () => {
      throw new Error("reading /srv/private failed");
    },
    log: (line) => lines.push(JSON.parse(line)),
  });
  const answer = await app.fetch(new Request(`${PUBLIC_ORIGIN}/`));
  assert.equal(answer.status, 500);
  assert.match(answer.headers.get("content-security-policy"), /frame-ancestors 'none'/);
  assert.equal(answer.headers.get("x-content-type-options"), "nosniff");
  assert.match(answer.headers.get("strict-transport-security"), /^max-age=/);
  assert.deepEqual(await answer.json(), { error: "server" });
  assert.match(lines[0].message, /private/);
});

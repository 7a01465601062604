// Who and what the handler lets in. Whoever is not let in sends nothing to the service.

import assert from "node:assert/strict";
import { test } from "node:test";
import { answerOf, ask, CALL, setUp, URL_OF_HANDLER } from "./setup.mjs";

const LIMIT = 3981;

/** A call of exactly this many bytes. */
const ofLength = (bytes) => JSON.stringify(CALL).padEnd(bytes, " ");

const streamed = (chunks) =>
  new Request(URL_OF_HANDLER, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: ReadableStream.from(chunks),
    duplex: "half",
  });

test("handler: a call that holds is made", async () => {
  const { handler, sent } = setUp();
  const { status, json, headers } = await answerOf(handler, ask());
  assert.equal(status, 200);
  assert.equal(json.ErrorCode, 0);
  assert.equal(headers.get("content-type"), "application/json");
  assert.equal(headers.get("cache-control"), "no-store");
  assert.equal(headers.get("x-content-type-options"), "nosniff");
  assert.equal(sent(), 1);
});

for (const method of ["GET", "HEAD", "PUT", "PATCH", "DELETE"]) {
  test(`handler: ${method} is refused`, async () => {
    const { handler, sent } = setUp();
    const init = method === "GET" || method === "HEAD" ? { method } : { method, body: "{}" };
    const response = await handler(new Request(URL_OF_HANDLER, init));
    assert.equal(response.status, 405);
    assert.equal(response.headers.get("allow"), "POST, OPTIONS");
    assert.equal(sent(), 0);
  });
}

for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""]) {
  test(`handler: content type "${type}", which any site may send, is refused`, async () => {
    const { handler, sent } = setUp();
    const { status, json } = await answerOf(
      handler,
      ask(CALL, { headers: { "content-type": type } }),
    );
    assert.deepEqual([status, json.error.kind, sent()], [415, "http", 0]);
  });
}

test("handler: a body of as many bytes as a call can have is read, and one byte more is not", async () => {
  const { handler, sent } = setUp();
  assert.equal((await answerOf(handler, ask(ofLength(LIMIT)))).status, 200);
  const { status, json } = await answerOf(handler, ask(ofLength(LIMIT + 1)));
  assert.equal(status, 413);
  assert.match(json.error.message, /3981 bytes/);
  assert.equal(sent(), 1);
});

test("handler: a body that says it is short is counted all the same, and one without an end is left", async () => {
  const { handler, sent } = setUp();
  const lying = streamed([new TextEncoder().encode(ofLength(LIMIT + 1))]);
  lying.headers.set("content-length", "10");
  assert.equal((await handler(lying)).status, 413);
  async function* endless() {
    for (;;) yield new Uint8Array(1000).fill(0x20);
  }
  assert.equal((await handler(streamed(endless()))).status, 413);
  const said = ask();
  said.headers.set("content-length", "5000");
  assert.equal((await handler(said)).status, 413);
  assert.equal(sent(), 0);
});

test("handler: a body in pieces is put together", async () => {
  const { handler, simulator } = setUp();
  const call = { ...CALL, options: { ...CALL.options, nameCard: "用户" } };
  const bytes = new TextEncoder().encode(JSON.stringify(call));
  const pieces = Array.from(bytes, (byte) => Uint8Array.of(byte));
  assert.equal((await handler(streamed(pieces))).status, 200);
  assert.equal(simulator.rooms["room-test"].members.user4.nameCard, "用户");
});

test("handler: a body that breaks off sends nothing", async () => {
  const { handler, sent } = setUp();
  async function* broken() {
    yield new TextEncoder().encode('{"operation"');
    throw new Error("the line is dead");
  }
  assert.equal((await handler(streamed(broken()))).status, 499);
  assert.equal(sent(), 0);
});

for (const [what, body, field, words] of [
  ["nothing", "", "body", /JSON object/],
  ["no JSON", "{", "body", /JSON object/],
  ["an array", "[]", "body", /JSON object/],
  ["deep nesting", "[".repeat(3900), "body", /JSON object/],
  ["bytes that are no UTF-8", Uint8Array.of(0x7b, 0xff, 0x7d), "body", /UTF-8/],
  ["another operation", { operation: "dismissRoom", options: {} }, "operation", /not known/],
  ["a method of objects", { operation: "toString", options: {} }, "operation", /not known/],
  ["more than a call", { ...CALL, secretKey: "x" }, "secretKey", /is unknown: a call has/],
  ["no room", { ...CALL, options: { memberAccount: "m" } }, "roomId", /missing/],
  ["a wrong type", { ...CALL, options: { ...CALL.options, role: 1 } }, "role", /got number/],
  [
    "a long name",
    { ...CALL, options: { ...CALL.options, nameCard: "用".repeat(11) } },
    "nameCard",
    /33/,
  ],
  [
    "an option of the client",
    { ...CALL, options: { ...CALL.options, region: "seoul" } },
    "region",
    /unknown option/,
  ],
  [
    "a prototype",
    '{"operation":"updateRoomMemberInfo","options":{"__proto__":{}}}',
    "__proto__",
    /unknown option/,
  ],
]) {
  test(`handler: ${what} is refused by name, before authorize is asked`, async () => {
    const asked = [];
    const { handler, sent } = setUp({ authorize: (...given) => asked.push(given) > 0 });
    const { status, json } = await answerOf(handler, ask(body));
    assert.equal(status, 400);
    assert.equal(json.error.kind, "invalid");
    assert.equal(json.error.field, field);
    assert.match(json.error.message, words);
    assert.deepEqual([asked.length, sent()], [0, 0]);
  });
}

for (const [what, headers, expected] of [
  ["a page of the own site", { origin: "https://admin.example.com" }, 200],
  [
    "a page whose gateway changed the URL",
    { origin: "https://www.example.com", "sec-fetch-site": "same-origin" },
    200,
  ],
  [
    "a page of the host that was called",
    { origin: "https://www.example.com", host: "www.example.com" },
    200,
  ],
  ["a listed site", { origin: "https://console.example.com", "sec-fetch-site": "same-site" }, 200],
  ["no page at all", {}, 200],
  ["another site", { origin: "https://evil.example", "sec-fetch-site": "cross-site" }, 403],
  ["a sandboxed page", { origin: "null" }, 403],
  ["another scheme", { origin: "http://admin.example.com" }, 403],
  ["another port", { origin: "https://admin.example.com:8443" }, 403],
  ["a longer name", { origin: "https://admin.example.com.evil.example" }, 403],
  ["a page that hides its origin", { "sec-fetch-site": "cross-site" }, 403],
]) {
  test(`handler: ${what} gives ${expected}`, async () => {
    const { handler, sent } = setUp({ allowedOrigins: ["https://console.example.com"] });
    const response = await handler(ask(CALL, { headers }));
    assert.equal(response.status, expected);
    assert.equal(sent(), expected === 200 ? 1 : 0);
    const isListed = headers.origin === "https://console.example.com";
    const allowed = response.headers.get("access-control-allow-origin");
    assert.equal(allowed, isListed ? headers.origin : null);
    assert.equal(response.headers.get("vary"), "Origin");
    assert.equal(response.headers.get("access-control-allow-credentials"), null);
  });
}

test("handler: a preflight of a listed site passes, one of another does not", async () => {
  const { handler, sent } = setUp({ allowedOrigins: ["https://console.example.com"] });
  const preflight = (origin) =>
    handler(
      new Request(URL_OF_HANDLER, {
        method: "OPTIONS",
        headers: {
          origin,
          "access-control-request-method": "POST",
          "access-control-request-headers": "authorization,content-type",
        },
      }),
    );
  const passed = await preflight("https://console.example.com");
  assert.equal(passed.status, 204);
  assert.equal(await passed.text(), "");
  assert.equal(passed.headers.get("access-control-allow-origin"), "https://console.example.com");
  assert.equal(passed.headers.get("access-control-allow-methods"), "POST");
  assert.equal(passed.headers.get("access-control-allow-headers"), "authorization,content-type");
  const refused = await preflight("https://evil.example");
  assert.equal(refused.status, 403);
  assert.equal(refused.headers.get("access-control-allow-headers"), null);
  assert.equal(sent(), 0);
});

/** As Firefox has it, where a Request has no `body`. */
const bodiless = (body) => Object.defineProperty(ask(body), "body", { value: undefined });

test("handler: a request without the property `body` is read as a whole, within the same limit", async () => {
  const { handler, sent } = setUp();
  assert.equal((await answerOf(handler, bodiless(CALL))).status, 200);
  assert.equal(
    (await answerOf(handler, bodiless({ ...CALL, more: "x".repeat(LIMIT) }))).status,
    413,
  );
  assert.equal(sent(), 1);
  const read = bodiless(CALL);
  await read.text();
  await assert.rejects(handler(read), { kind: "invalid", message: /has been read before/ });
});

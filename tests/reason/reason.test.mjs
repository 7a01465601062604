// Words for what a fetch threw: the shapes that Node, undici, Deno, Bun and browsers really throw, and
// real failures of both transports.

import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:net";
import { test } from "node:test";
import { reasonOf } from "../../pkg-template/src/reason.js";
import { refusingUrl } from "../node/server.mjs";
import { makeCertificate } from "../simulator/certificate.mjs";
import { listen, nodeFetch, rejection, simulate } from "../subject.mjs";

const coded = (message, fields) => Object.assign(new Error(message), fields);
const failed = (cause) => new TypeError("fetch failed", { cause });
const refused = (address) =>
  coded(`connect ECONNREFUSED ${address}:9`, { code: "ECONNREFUSED", address, port: 9 });

const SHAPES = {
  "a refused connection": [failed(refused("127.0.0.1")), "ECONNREFUSED 127.0.0.1:9"],
  "addresses that all refuse": [
    failed(
      Object.assign(new AggregateError([refused("::1"), refused("127.0.0.1")]), {
        code: "ECONNREFUSED",
      }),
    ),
    "ECONNREFUSED ::1:9",
  ],
  "a name without an address": [
    failed(coded("getaddrinfo ENOTFOUND no.test", { code: "ENOTFOUND", hostname: "no.test" })),
    "ENOTFOUND no.test",
  ],
  "a certificate": [
    failed(coded("self-signed certificate", { code: "DEPTH_ZERO_SELF_SIGNED_CERT" })),
    "self-signed certificate",
  ],
  "a lost connection": [
    coded("socket hang up", { code: "ECONNRESET" }),
    "socket hang up (ECONNRESET)",
  ],
  "undici's word for it": [
    failed(coded("other side closed", { code: "UND_ERR_SOCKET" })),
    "other side closed (UND_ERR_SOCKET)",
  ],
  "a browser": [new TypeError("Failed to fetch"), "Failed to fetch"],
  "a message that quotes a URL": [
    new TypeError("error sending request for url (https://a.example/v4?usersig=x): refused"),
    "error sending request for url (https://a.example): refused",
  ],
  "a code alone": [{ code: "ETIMEDOUT" }, "ETIMEDOUT"],
  "an address without a port": [
    coded("x", { code: "EHOSTUNREACH", address: "10.0.0.1" }),
    "EHOSTUNREACH 10.0.0.1",
  ],
  "a cause that is a text": [new Error("outer", { cause: "inner" }), "outer"],
  "an empty list": [Object.assign(new Error("outer"), { errors: [] }), "outer"],
  "a message that is none": [{ message: 7 }, ""],
  "no object": ["text", ""],
  nothing: [undefined, ""],
  null: [null, ""],
};

for (const [what, [error, reason]] of Object.entries(SHAPES)) {
  test(`reason: ${what}`, () => assert.equal(reasonOf(error), reason));
}

test("reason: what throws when it is looked at, and what goes round, ends", () => {
  const trap = () => {
    throw new Error("looked at");
  };
  assert.equal(reasonOf(new Proxy({}, { get: trap })), "");
  const round = new Error("round");
  round.cause = new Error("and round", { cause: round });
  assert.match(reasonOf(round), /round$/);
  round.cause = round;
  assert.equal(reasonOf(round), "round");
});

test("reason: it is no longer than a line", () => {
  assert.equal(reasonOf(new Error("x".repeat(10_000))).length, 200);
});

const INIT = { method: "POST", headers: {}, body: "{}", redirect: "manual" };

/**
 * A server that hangs up on whoever asks. Not on whoever connects: once in many runs, Node's fetch then waits for ever.
 */
async function hangingUp(t) {
  const server = createServer((socket) => socket.once("data", () => socket.destroy()));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => server.close());
  return `http://127.0.0.1:${server.address().port}`;
}

for (const [name, fetching] of Object.entries({ fetch, nodeFetch })) {
  test(`reason: real failures of ${name} say what was the matter`, async (t) => {
    const reason = async (url) => reasonOf(await rejection(fetching(url, INIT)));
    const refusing = await refusingUrl();
    assert.equal(await reason(refusing), `ECONNREFUSED ${new URL(refusing).host}`);
    const { url, close } = await listen(simulate(), { tls: makeCertificate() });
    t.after(close);
    assert.equal(await reason(url), "self-signed certificate");
    assert.match(await reason(await hangingUp(t)), /hang up|other side closed|ECONNRESET/);
    assert.match(await reason("http://name.invalid/"), /^(ENOTFOUND|EAI_AGAIN) name\.invalid$/);
  });
}

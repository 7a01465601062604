// What `nodeFetch` is given, beside the platform's fetch: it sends the same, or refuses with a TypeError.

import assert from "node:assert/strict";
import { Agent } from "node:http";
import { connect } from "node:net";
import { test } from "node:test";
import { nodeFetch, rejection } from "../subject.mjs";
import { valueOf } from "./child.mjs";
import { until } from "./moment.mjs";
import { OK, saying } from "./raw.mjs";
import { bodyOf, refusingUrl, serveRaw } from "./server.mjs";

const POST = { method: "POST", redirect: "manual" };
const text = "wörter \u{1f600} \ud800";
const { buffer } = new Uint8Array([0, 1, 2, 255, 254, 10]);

/** What a browser would add, how answers may be packed, and whether the connection is kept. */
const OWN = ["accept-language", "sec-fetch-mode", "accept-encoding", "connection"];

const SENT = {
  "no init": undefined,
  "an init of null": null,
  "headers of the class Headers": { headers: new Headers({ "X-One": "1", "User-Agent": "mine" }) },
  "headers as pairs": {
    headers: [
      ["X-One", "1"],
      ["x-one", "2"],
    ],
  },
  "headers in a Map": { headers: new Map([["X-One", "1"]]) },
  "one header in two writings": { headers: { "X-One": "1", "x-one": "2", Accept: "text/html" } },
  "names that every object has": { headers: { constructor: "1", ["__proto__"]: "2" } },
  "headers that are no texts": { headers: { one: 1, list: ["a", "b"], none: undefined } },
  "a text": { ...POST, body: text },
  "a text with a type": { ...POST, body: text, headers: { "Content-Type": "application/json" } },
  "an empty text": { ...POST, body: "" },
  "a Uint8Array": { ...POST, body: new Uint8Array(buffer, 1, 3) },
  "a Buffer": { ...POST, body: Buffer.from(text) },
  "a DataView": { ...POST, body: new DataView(buffer, 2, 2) },
  "wider numbers": { ...POST, body: new Uint16Array([1, 0xabcd]) },
  "an ArrayBuffer": { ...POST, body: buffer },
  "no bytes": { ...POST, body: new Uint8Array() },
  "a body of null": { ...POST, body: null },
  "no body": POST,
  "PUT in small letters": { ...POST, method: "put", body: text },
  "DELETE with a body": { ...POST, method: "delete", body: text },
  "DELETE without": { ...POST, method: "DELETE" },
  "OPTIONS with a body": { ...POST, method: "options", body: text },
  "HEAD in small letters": { method: "head" },
  "a signal of null": { signal: null },
};

for (const [what, init] of Object.entries(SENT)) {
  test(`nodeFetch: ${what} goes out as the platform's fetch sends it`, async (t) => {
    const requests = [];
    const url = await serveRaw(t, async (request, response) => {
      const { method, headers } = request;
      for (const name of OWN) delete headers[name];
      requests.push({ method, headers, body: await bodyOf(request) });
      response.end();
    });
    for (const each of [fetch, nodeFetch]) await (await each(new URL(url), init)).text();
    assert.deepEqual(requests[1], requests[0]);
  });
}

const REFUSED_BY_BOTH = {
  "headers of null": { headers: null },
  "headers in a text": { headers: "x-one: 1" },
  "pairs of one": { headers: [["x-one"]] },
  "a header's name with a space": { headers: { "x one": "1" } },
  "GET with a body": { body: "{}" },
  "HEAD with an empty body": { method: "head", body: "" },
  "the method TRACE": { method: "trace" },
  "the method CONNECT": { method: "CONNECT" },
  "a method that is no word": { method: "PO ST" },
  "what is no signal": { signal: {} },
  "a redirect that is an error": { redirect: "error" },
};

const REFUSED = {
  "a number": { ...POST, body: 5 },
  "an object": { ...POST, body: {} },
  "an array": { ...POST, body: ["{}"] },
  "a boolean": { ...POST, body: false },
  "a form": { ...POST, body: new URLSearchParams("a=1") },
  "a Blob": { ...POST, body: new Blob(["{}"]) },
  "a stream": { ...POST, body: new Blob(["{}"]).stream(), duplex: "half" },
  "a redirect that is to be followed": { redirect: "follow" },
};

for (const [what, init] of Object.entries({ ...REFUSED_BY_BOTH, ...REFUSED })) {
  test(`nodeFetch: ${what} is refused, and nothing is sent`, async (t) => {
    let requests = 0;
    const url = await serveRaw(t, (_request, response) => {
      requests += 1;
      response.writeHead(302, { location: "/" }).end();
    });
    const error = await rejection(nodeFetch(url, init));
    assert.ok(error instanceof TypeError, error.stack);
    assert.equal(requests, 0);
    if (what in REFUSED_BY_BOTH)
      assert.ok((await rejection(fetch(url, init))) instanceof TypeError);
  });
}

test("nodeFetch: a Request, and a URL with a password, are refused by what they are", async () => {
  const request = await rejection(nodeFetch(new Request("http://127.0.0.1:9/")));
  assert.ok(request instanceof TypeError);
  assert.match(request.message, /a Request/);
  const secret = await rejection(nodeFetch("http://ann:hidden@127.0.0.1:9/"));
  assert.ok(secret instanceof TypeError);
  assert.match(secret.message, /password/);
  assert.doesNotMatch(secret.message, /hidden/);
});

test("nodeFetch: a length that the caller says does not cut or hold up the body", async (t) => {
  const bodies = [];
  const url = await serveRaw(t, async (request, response) => {
    bodies.push(String(await bodyOf(request)));
    response.end();
  });
  for (const headers of [
    { "Content-Length": "1" },
    { "content-length": "99" },
    { "Transfer-Encoding": "chunked" },
  ]) {
    await (await nodeFetch(url, { ...POST, headers, body: "{}" })).text();
  }
  assert.deepEqual(bodies, ["{}", "{}", "{}"]);
});

test("nodeFetch: what is sent again is what was given at first", async (t) => {
  const seen = new Map();
  const bodies = [];
  const body = new TextEncoder().encode("first");
  const url = await saying(t, (socket, data) => {
    const requests = (seen.get(socket) ?? 0) + 1;
    seen.set(socket, requests);
    bodies.push(String(data).split("\r\n\r\n")[1]);
    // The second request of a connection meets its end, and is changed before it is sent again.
    if (requests === 1) return socket.write(`${OK}{"ErrorCode":0}`);
    body.fill(0x78);
    socket.resetAndDestroy();
  });
  const agent = new Agent({ keepAlive: true });
  t.after(() => agent.destroy());
  const call = async () => (await nodeFetch(url, { ...POST, agent, body })).text();
  await call();
  await until(() => Object.keys(agent.freeSockets).length === 1);
  await call();
  assert.deepEqual(bodies, ["first", "first", "first"]);
});

// Node's HTTP throws when it is to send them: at the body, and at a header that its body does not suit.
for (const [what, init] of Object.entries({
  "a body that nothing can send": { ...POST, body: 5 },
  "a header that cannot go with the body": { ...POST, body: "{}", headers: { trailer: "x-one" } },
})) {
  test(`nodeFetch: ${what} rejects, and leaves nothing that ends the process`, async (t) => {
    const url = await serveRaw(t, () => {});
    const program = `
      import { Agent } from "node:http";
      import { nodeFetch } from "room-engine-admin/node";
      const agent = new Agent();
      const { createConnection } = agent;
      const sockets = [];
      agent.createConnection = function (...given) {
        const socket = createConnection.apply(this, given);
        sockets.push(socket);
        return socket;
      };
      const turn = () => new Promise(setImmediate);
      const outcome = await nodeFetch("${url}", { ...${JSON.stringify(init)}, agent }).catch(() => "rejected");
      await turn();
      const left = sockets.filter((socket) => !socket.destroyed).length;
      for (const socket of sockets) socket.destroy();
      for (let index = 0; index < 5; index += 1) await turn();
      console.log(JSON.stringify({ outcome, left }));
    `;
    assert.deepEqual(await valueOf(program), { outcome: "rejected", left: 0 });
  });
}

test("nodeFetch: an abort while the request is being made is told", async (t) => {
  const { port } = new URL(await refusingUrl());
  const controller = new AbortController();
  const agent = new Agent();
  t.after(() => agent.destroy());
  agent.createConnection = () => {
    controller.abort("enough");
    return connect(port, "127.0.0.1");
  };
  const { signal } = controller;
  assert.equal(
    await rejection(nodeFetch("http://127.0.0.1:9/", { ...POST, agent, signal })),
    "enough",
  );
});

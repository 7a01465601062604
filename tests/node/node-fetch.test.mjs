// `nodeFetch` beside the platform's fetch: what a client reads of an answer is the same. What a whole
// call does with it stands in the tests that run with both.

import assert from "node:assert/strict";
import { test } from "node:test";
import { makeCertificate } from "../simulator/certificate.mjs";
import {
  listen,
  MEMBER,
  nodeFetch,
  rejection,
  simulate,
  updateRoomMemberInfo,
  WHO,
} from "../subject.mjs";
import { valueOf } from "./child.mjs";
import { until } from "./moment.mjs";
import { OK, saying } from "./raw.mjs";
import { refusingUrl, serveRaw } from "./server.mjs";

const { signal } = new AbortController();
const INIT = {
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: "{}",
  redirect: "manual",
  signal,
};
const NAMES = ["content-type", "Retry-After", "date", "x-twice", "set-cookie", "x-none"];

async function seen(fetch, url) {
  const answer = await fetch(url, INIT);
  const headers = NAMES.map((name) => answer.headers.get(name));
  return { status: answer.status, headers, text: await answer.text() };
}

const euro = Buffer.from("€");
const ANSWERS = {
  "a reply": (response) => response.end('{"ErrorCode":0}'),
  "an empty body": (response) => response.end(),
  "no body at all": (response) => response.writeHead(204).end(),
  "a byte order mark": (response) => response.end("\ufeff{}"),
  "bytes that are no UTF-8": (response) =>
    response.end(Buffer.from([0x61, 0xff, 0xc3, 0x28, 0xe2])),
  "a character in two pieces": (response) => {
    response.write(euro.subarray(0, 1));
    setTimeout(() => response.end(euro.subarray(1)), 20);
  },
  "a body of known length": (response) =>
    response.writeHead(200, { "content-length": 3 }).end("abc"),
  "a long body": (response) => response.end("ä".repeat(300_000)),
  "headers in several lines": (response) =>
    response.writeHead(429, ["X-Twice", "1", "x-twice", "2", "Retry-After", "7"]).end(),
  cookies: (response) => response.setHeader("set-cookie", ["a=1", "b=2"]).end(),
  "a redirect": (response) => response.writeHead(302, { location: "/elsewhere" }).end("over there"),
  "an error": (response) => response.writeHead(503, { "retry-after": "1" }).end("busy"),
  "hints before it": (response) => {
    response.writeEarlyHints({ link: "</a.css>; rel=preload; as=style" });
    response.end("{}");
  },
};

for (const [what, answer] of Object.entries(ANSWERS)) {
  test(`nodeFetch: ${what} is read as the platform's fetch reads it`, async (t) => {
    const url = await serveRaw(t, (_request, response) => {
      response.setHeader("date", "Thu, 01 Jan 2026 00:00:00 GMT");
      answer(response);
    });
    assert.deepEqual(await seen(nodeFetch, url), await seen(fetch, url));
  });
}

test("nodeFetch: what goes out is what the platform's fetch sends, but for what a browser would add", async (t) => {
  const requests = [];
  const url = await serveRaw(t, ({ method, url, headers }, response) => {
    const {
      "accept-language": _,
      "accept-encoding": packing,
      "sec-fetch-mode": __,
      ...rest
    } = headers;
    requests.push({ method, url, ...rest });
    response.end(packing);
  });
  const target = `${url}/a%20b?usersig=eJx*-_&x=%E2%82%AC`;
  assert.equal(await (await nodeFetch(target, INIT)).text(), "identity");
  await (await fetch(target, INIT)).text();
  assert.deepEqual(requests[0], requests[1]);
});

test("nodeFetch: one connection serves calls that follow each other", async (t) => {
  const sockets = new Set();
  const baseUrl = await serveRaw(t, (request, response) => {
    sockets.add(request.socket);
    response.end('{"ErrorCode":0}');
  });
  for (let index = 0; index < 20; index += 1) {
    await updateRoomMemberInfo({ ...WHO, ...MEMBER, baseUrl, fetch: nodeFetch });
  }
  assert.equal(sockets.size, 1);
});

test("nodeFetch: a signal that is aborted already sends nothing, and its reason is told", async (t) => {
  let requests = 0;
  const url = await serveRaw(t, () => (requests += 1));
  const reason = { why: "late" };
  const aborted = nodeFetch(url, { ...INIT, signal: AbortSignal.abort(reason) });
  assert.equal(await rejection(aborted), reason);
  assert.equal(requests, 0);
});

test("nodeFetch: an abort rejects with the signal's reason, before the answer and within it", async (t) => {
  const url = await serveRaw(t, (request, response) => {
    if (request.url === "/body") response.writeHead(200).write("{");
  });
  for (const path of ["/", "/body"]) {
    const controller = new AbortController();
    const answer = nodeFetch(url + path, { ...INIT, signal: controller.signal });
    const text = path === "/" ? answer : (await answer).text();
    controller.abort("enough");
    assert.equal(await rejection(text), "enough");
  }
});

test("nodeFetch: a body whose connection was lost before it is asked for rejects", async (t) => {
  const url = await serveRaw(t, (request, response) => {
    response.writeHead(200, { "content-length": 10 }).write("abc");
    setTimeout(() => request.socket.destroy(), 10);
  });
  const answer = await nodeFetch(url, INIT);
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.ok((await rejection(answer.text())) instanceof Error);
});

const NO_ANSWERS = {
  "no HTTP": (socket) => socket.write("SSH-2.0-nothing\r\n\r\n"),
  nothing: (socket) => socket.end(),
  "an upgrade": (socket) =>
    socket.write("HTTP/1.1 101 Switching\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n"),
  "half a head": (socket) => socket.end("HTTP/1.1 200 OK\r\ncontent-"),
  "half a body": (socket) => socket.end(`${OK}{"Err`),
};

for (const [what, say] of Object.entries(NO_ANSWERS)) {
  test(`nodeFetch: a server that says ${what} is a network error, and no event of it ends the process`, async (t) => {
    const baseUrl = await saying(t, say);
    const options = { ...WHO, ...MEMBER, baseUrl, fetch: nodeFetch, maxRetries: 0 };
    const { kind, cause } = await rejection(updateRoomMemberInfo(options));
    assert.equal(kind, "network");
    assert.ok(cause instanceof Error && cause.message !== "");
  });
}

test("nodeFetch: what a server says after its answer does no harm", async (t) => {
  let answers = 0;
  const baseUrl = await saying(t, (socket) => {
    answers += 1;
    socket.write(`${OK}{"ErrorCode":0}`);
    setTimeout(() => socket.write("and another thing"), 5);
  });
  const call = () => updateRoomMemberInfo({ ...WHO, ...MEMBER, baseUrl, fetch: nodeFetch });
  assert.equal((await call()).errorCode, 0);
  await new Promise((resolve) => setTimeout(resolve, 30));
  assert.equal((await call()).errorCode, 0);
  assert.equal(answers, 2);
});

test("nodeFetch: a name whose addresses all refuse says so", async () => {
  const url = (await refusingUrl()).replace("127.0.0.1", "localhost");
  const error = await rejection(nodeFetch(url, INIT));
  assert.match(error.message, /ECONNREFUSED/);
  assert.equal(error.code, "ECONNREFUSED");
});

test("nodeFetch: another scheme than http and https is refused, as is what is no URL", async () => {
  for (const url of ["ftp://127.0.0.1/", "file:///etc/passwd", "nonsense"]) {
    assert.ok((await rejection(nodeFetch(url, INIT))) instanceof TypeError, url);
  }
});

test("nodeFetch: an answer that nobody reads holds up nobody, once its signal is aborted", async (t) => {
  let closed = 0;
  const url = await serveRaw(t, (_request, response) => {
    response.once("close", () => (closed += 1));
    response.write("x".repeat(1_000_000));
  });
  const controller = new AbortController();
  await nodeFetch(url, { ...INIT, signal: controller.signal });
  controller.abort();
  await until(() => closed === 1);
});

test("nodeFetch: https is checked as the platform's fetch checks it, and its connections are kept", async (t) => {
  const tls = makeCertificate();
  const { url, close, server } = await listen(simulate(), { tls });
  t.after(close);
  let connections = 0;
  server.on("secureConnection", () => (connections += 1));
  const error = await rejection(
    updateRoomMemberInfo({ ...WHO, ...MEMBER, baseUrl: url, fetch: nodeFetch, maxRetries: 0 }),
  );
  assert.equal(error.kind, "network");
  assert.equal(error.cause.code, "DEPTH_ZERO_SELF_SIGNED_CERT");
  const codes = await valueOf(
    `
    import { RoomEngineAdmin } from "room-engine-admin";
    import { nodeFetch } from "room-engine-admin/node";
    const admin = new RoomEngineAdmin({ ...${JSON.stringify(WHO)}, baseUrl: "${url}", fetch: nodeFetch });
    const call = () => admin.updateRoomMemberInfo(${JSON.stringify(MEMBER)});
    console.log(JSON.stringify([(await call()).errorCode, (await call()).errorCode]));
  `,
    { env: { NODE_TLS_REJECT_UNAUTHORIZED: "0" } },
  );
  assert.deepEqual(codes, [0, 0]);
  assert.equal(connections, 1);
});

// Whose connections `nodeFetch` takes: Node's global agent, or the caller's; and what it leaves behind.

import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { Agent } from "node:http";
import { test } from "node:test";
import { nodeFetch, rejection } from "../subject.mjs";
import { valueOf, valueOfScript } from "./child.mjs";
import { until } from "./moment.mjs";
import { serveRaw } from "./server.mjs";

const INIT = { method: "POST", headers: {}, body: "{}", redirect: "manual" };
const ok = (_request, response) => response.end("{}");

/** An agent of the caller's own until the end of the test. */
function agentOf(t, options) {
  const agent = new Agent(options);
  t.after(() => agent.destroy());
  return agent;
}

test("nodeFetch: an agent that is given makes the connections", async (t) => {
  const url = await serveRaw(t, ok);
  const agent = agentOf(t, { keepAlive: true, maxSockets: 1 });
  let made = 0;
  const { createConnection } = agent;
  agent.createConnection = function (...given) {
    made += 1;
    return createConnection.apply(this, given);
  };
  const call = async () => (await nodeFetch(url, { ...INIT, agent })).text();
  assert.deepEqual(await Promise.all([call(), call(), call()]), ["{}", "{}", "{}"]);
  assert.equal(made, 1);
});

// Not one place of them is looked at on import: it may be set, or set again, later.
const LATE = `
  const url = URL_HERE;
  const init = { method: "POST", headers: {}, body: "{}", redirect: "manual" };
  const call = async () => (await nodeFetch(url, init)).text();
  const seen = [];
  http.globalAgent = new http.Agent();
  const { addRequest } = http.globalAgent;
  http.globalAgent.addRequest = function (...given) {
    seen.push("agent");
    return addRequest.apply(this, given);
  };
  const { request } = http;
  http.request = (...given) => {
    seen.push("request");
    return request(...given);
  };
  call().then((text) => console.log(JSON.stringify([text, seen])));
`;

test("nodeFetch: a global agent and a request function that are set later are taken", async (t) => {
  const code = LATE.replace("URL_HERE", JSON.stringify(await serveRaw(t, ok)));
  const imported = `import http from "node:http"; import { nodeFetch } from "room-engine-admin/node"; ${code}`;
  const required = `const http = require("node:http"); const { nodeFetch } = require("room-engine-admin/node"); ${code}`;
  const expected = ["{}", ["request", "agent"]];
  assert.deepEqual(await valueOf(imported), expected);
  assert.deepEqual(await valueOfScript(required), expected);
});

test("nodeFetch: an abort ends the wait for an agent that never connects", async (t) => {
  const agent = agentOf(t);
  let asked = 0;
  agent.createConnection = () => void (asked += 1);
  const controller = new AbortController();
  const answer = nodeFetch("http://127.0.0.1:9/", { ...INIT, agent, signal: controller.signal });
  await until(() => asked === 1);
  controller.abort("enough");
  assert.equal(await rejection(answer), "enough");
  assert.deepEqual(getEventListeners(controller.signal, "abort"), []);
});

test("nodeFetch: an abort ends the wait for a free connection, and the next in line gets it", async (t) => {
  const seen = [];
  let release;
  const url = await serveRaw(t, (request, response) => {
    seen.push(request.url);
    if (request.url === "/1") release = () => response.end("{}");
    else response.end("{}");
  });
  const agent = agentOf(t, { keepAlive: true, maxSockets: 1 });
  const controller = new AbortController();
  const first = nodeFetch(`${url}/1`, { ...INIT, agent });
  const second = nodeFetch(`${url}/2`, { ...INIT, agent, signal: controller.signal });
  const third = nodeFetch(`${url}/3`, { ...INIT, agent });
  await until(() => release);
  controller.abort("enough");
  assert.equal(await rejection(second), "enough");
  release();
  await (await first).text();
  await (await third).text();
  assert.deepEqual(seen, ["/1", "/3"]);
});

test("nodeFetch: calls leave no listener on a signal that they share, however they end", async (t) => {
  const url = await serveRaw(t, (request, response) => {
    if (request.url === "/lost") request.socket.destroy();
    else response.end("{}");
  });
  const controller = new AbortController();
  const { signal } = controller;
  const agent = agentOf(t, { keepAlive: true });
  await (await nodeFetch(`${url}/ok`, { ...INIT, agent, signal })).text();
  await rejection(nodeFetch(`${url}/lost`, { ...INIT, agent, signal }));
  await rejection(nodeFetch("ftp://127.0.0.1/", { ...INIT, signal }));
  await until(() => getEventListeners(signal, "abort").length === 0);
});

test("nodeFetch: kept connections gather no listeners, and aborted ones are closed", async (t) => {
  const open = new Set();
  const url = await serveRaw(t, (request, response) => {
    if (!open.has(request.socket)) {
      open.add(request.socket);
      request.socket.once("close", () => open.delete(request.socket));
    }
    if (request.url === "/ok") response.end("{}");
    if (request.url === "/body") response.write("{");
  });
  const agent = agentOf(t, { keepAlive: true });
  const call = async () => (await nodeFetch(`${url}/ok`, { ...INIT, agent })).text();
  const listeners = () => {
    const [[socket]] = Object.values(agent.freeSockets);
    return socket.eventNames().map((name) => socket.listenerCount(name));
  };
  const isFree = () => Object.keys(agent.freeSockets).length === 1;
  await call();
  await until(isFree);
  const before = listeners();
  for (let index = 0; index < 20; index += 1) await call();
  await until(isFree);
  assert.deepEqual(listeners(), before);
  for (const path of ["/head", "/body"]) {
    const controller = new AbortController();
    const answer = nodeFetch(url + path, { ...INIT, agent, signal: controller.signal });
    if (path === "/body") await answer;
    else await until(() => open.size === 1);
    controller.abort();
    await rejection(path === "/body" ? (await answer).text() : answer);
    await until(() => open.size === 0 && Object.keys(agent.sockets).length === 0);
  }
});

test("nodeFetch: an idle connection keeps no process alive", async (t) => {
  const url = await serveRaw(t, ok);
  const code = `
    import { nodeFetch } from "room-engine-admin/node";
    const init = { method: "POST", headers: {}, body: "{}", redirect: "manual" };
    console.log(JSON.stringify(await (await nodeFetch("${url}", init)).text()));
  `;
  assert.equal(await valueOf(code, { timeout: 30_000 }), "{}");
});

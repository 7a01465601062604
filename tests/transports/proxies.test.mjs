// docs/proxies.md: its variables and each of its samples, behind a real proxy and before real TLS.

import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { read } from "../docs/markdown.mjs";
import { makeProject, told } from "../runtimes/setup.mjs";
import { startProxy } from "./proxy.mjs";
import { CALLS, NODES, startSecure } from "./setup.mjs";

const DOC = fileURLToPath(new URL("../../docs/proxies.md", import.meta.url));
const samples = read(DOC).blocks.filter(({ words }) => words[0] === "js");

/** A sample as its readers have it, but with the service of the test in the vendor's place. */
function program(code, { url }) {
  const who = /sdkAppId: \d+,/g;
  assert.match(code, who);
  return `${code.replaceAll(who, (line) => `${line} baseUrl: "${url}",`)}\n${CALLS}`;
}

const runs = (node, cwd, env) => told(node, ["main.mjs"], { cwd, env });

test("proxies: each sample of the document is run by a test", () => {
  const marked = samples.filter(({ words }) => /^(proxy=\w+|certificate)$/.test(words[1] ?? ""));
  assert.equal(marked.length, samples.length);
  assert.equal(samples.length, 4);
});

const nodesFor = ({ words }) =>
  words.includes("needs=proxyEnv") ? NODES : [["node", process.execPath], ...NODES];

for (const sample of samples.filter(({ words }) => words[1].startsWith("proxy="))) {
  for (const [name, node] of nodesFor(sample)) {
    test(`proxies: the sample ${sample.words[1]} goes by way of the proxy, ${name}`, async (t) => {
      const service = await startSecure(t);
      const proxy = await startProxy(t);
      const cwd = makeProject("proxied", { "main.mjs": program(sample.text, service) });
      const env = { ...service.env, PROXY: proxy.url, NODE_EXTRA_CA_CERTS: service.pem };
      assert.deepEqual(await runs(node, cwd, env), [0, 0]);
      const [first, ...others] = proxy.seen;
      assert.equal(first, `CONNECT ${service.host}`);
      // One tunnel for both calls: agents keep connections. undici opens others at its pleasure.
      if (!sample.words.includes("proxy=fetch")) assert.deepEqual(others, []);
    });
  }
}

test("proxies: the sample with an authority of its own trusts it, and only with it", async (t) => {
  const service = await startSecure(t);
  const other = await startSecure(t);
  const [{ text }] = samples.filter(({ words }) => words[1] === "certificate");
  const cwd = makeProject("certified", { "main.mjs": program(text, other) });
  const env = { ...other.env, COMPANY_PEM: other.pem };
  assert.deepEqual(await runs(process.execPath, cwd, env), [0, 0]);
  const wrong = makeProject("certified", { "main.mjs": program(text, service) });
  assert.deepEqual(await runs(process.execPath, wrong, env), ["network", "network"]);
});

const plain = (options, url) => `
  import { RoomEngineAdmin } from "room-engine-admin";
  import { nodeFetch } from "room-engine-admin/node";
  const admin = new RoomEngineAdmin({
    sdkAppId: 1400000000, identifier: "administrator", secretKey: process.env.SECRET_KEY,
    baseUrl: "${url}", maxRetries: 0, ${options}
  });
  ${CALLS}
`;

for (const [transport, options] of [
  ["fetch", ""],
  ["nodeFetch", "fetch: nodeFetch,"],
]) {
  for (const [name, node] of NODES) {
    test(`proxies: ${transport} heeds the variables with NODE_USE_ENV_PROXY, ${name}`, async (t) => {
      const service = await startSecure(t);
      const proxy = await startProxy(t);
      const cwd = makeProject("environment", { "main.mjs": plain(options, service.url) });
      const env = { ...service.env, HTTPS_PROXY: proxy.url, NODE_EXTRA_CA_CERTS: service.pem };
      assert.deepEqual(await runs(node, cwd, env), [0, 0]);
      assert.deepEqual(proxy.seen, [], "nobody asked for it");
      const asked = { ...env, NODE_USE_ENV_PROXY: "1" };
      assert.deepEqual(await runs(node, cwd, { ...asked, NO_PROXY: "localhost" }), [0, 0]);
      assert.deepEqual(proxy.seen, []);
      assert.deepEqual(await runs(node, cwd, asked), [0, 0]);
      assert.ok(proxy.seen.length > 0);
      assert.ok(proxy.seen.every((line) => line === `CONNECT ${service.host}`));
    });
  }

  test(`proxies: ${transport} trusts what NODE_EXTRA_CA_CERTS names, and nothing else`, async (t) => {
    const service = await startSecure(t);
    const cwd = makeProject("authority", { "main.mjs": plain(options, service.url) });
    const { execPath } = process;
    assert.deepEqual(await runs(execPath, cwd, service.env), ["network", "network"]);
    const env = { ...service.env, NODE_EXTRA_CA_CERTS: service.pem };
    assert.deepEqual(await runs(execPath, cwd, env), [0, 0]);
  });
}

test("proxies: a proxy that wants a password gets it, and is a network error without", async (t) => {
  const service = await startSecure(t);
  const proxy = await startProxy(t, { user: "jack:open sesame" });
  const [{ text }] = samples.filter(({ words }) => words[1] === "proxy=agent");
  const cwd = makeProject("password", { "main.mjs": program(text, service) });
  const env = { ...service.env, NODE_EXTRA_CA_CERTS: service.pem };
  const known = proxy.url.replace("//", "//jack:open%20sesame@");
  assert.deepEqual(await runs(process.execPath, cwd, { ...env, PROXY: known }), [0, 0]);
  const codes = await runs(process.execPath, cwd, { ...env, PROXY: proxy.url });
  assert.ok(codes.every((code) => code !== 0));
});

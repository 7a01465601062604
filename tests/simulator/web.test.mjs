// What a browser page and a health check meet.
import assert from "node:assert/strict";
import { test } from "node:test";
import { HOST, PATH, request, simulate } from "./attempt.mjs";

const preflight = (simulator, headers = {}) =>
  simulator.fetch(`${HOST}${PATH}?sdkappid=1`, {
    method: "OPTIONS",
    headers: { "Access-Control-Request-Method": "POST", ...headers },
  });

test("simulator: a preflight is answered, and is no call", async () => {
  const simulator = simulate({ faults: { kind: "reset" } });
  const asked = { "Access-Control-Request-Headers": "content-type,x-mine" };
  const response = await preflight(simulator, asked);
  assert.equal(response.status, 204);
  assert.equal(response.headers.get("access-control-allow-origin"), "*");
  assert.equal(response.headers.get("access-control-allow-methods"), "POST");
  assert.equal(response.headers.get("access-control-allow-headers"), "content-type,x-mine");
  assert.equal(simulator.calls.length, 0);
  assert.equal(simulator.faults.size, 1);
});

test("simulator: every reply may be read by any page", async () => {
  const simulator = simulate({ faults: [{ kind: "status", status: 503 }, { kind: "garbage" }] });
  for (const status of [503, 200, 200]) {
    const response = await simulator.fetch(...request());
    assert.equal(response.status, status);
    assert.equal(response.headers.get("access-control-allow-origin"), "*");
    assert.match(response.headers.get("access-control-expose-headers"), /Date/);
  }
});

test("cors: false is a service that knows no pages", async () => {
  const simulator = simulate({ cors: false });
  const response = await preflight(simulator);
  assert.equal(response.headers.get("access-control-allow-origin"), null);
  assert.equal((await response.json()).ErrorCode, 60002);
  const reply = await simulator.fetch(...request());
  assert.equal(reply.headers.get("access-control-allow-origin"), null);
});

test("simulator: an answer is a Response like any other", async () => {
  const simulator = simulate();
  const answer = () => simulator.fetch(...request());
  const response = await answer();
  assert.ok(response instanceof Response);
  assert.equal(response.bodyUsed, false);
  const copy = response.clone();
  const text = await response.text();
  assert.equal(response.bodyUsed, true);
  for (const again of ["text", "json", "arrayBuffer", "blob"]) {
    await assert.rejects(response[again](), TypeError);
  }
  assert.throws(() => response.clone(), TypeError);
  assert.equal(copy.headers.get("content-type"), "application/json");
  assert.deepEqual(await copy.json(), JSON.parse(text));
  assert.equal(new TextDecoder().decode(await (await answer()).arrayBuffer()).slice(0, 2), '{"');
  const blob = await (await answer()).blob();
  assert.deepEqual([blob.type, blob.size], ["application/json", text.length]);
});

test("simulator: an answer can be read as a stream, and then only so", async () => {
  const response = await simulate().fetch(...request());
  const reader = response.body.getReader();
  await assert.rejects(response.text(), TypeError);
  const { value } = await reader.read();
  assert.equal(JSON.parse(new TextDecoder().decode(value)).ErrorCode, 0);
  assert.equal(response.bodyUsed, true);
  await assert.rejects(response.json(), TypeError);
});

test("simulator: HEAD on the root says that the host can be reached", async () => {
  const simulator = simulate();
  assert.equal((await simulator.fetch(HOST, { method: "HEAD" })).status, 200);
  assert.equal(simulator.calls.length, 0);
});

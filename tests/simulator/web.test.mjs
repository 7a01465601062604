// What a browser page and a health check meet.
import assert from "node:assert/strict";
import { test } from "node:test";
import { HOST, PATH, request, simulate } from "./attempt.mjs";

const preflight = (simulator, headers = {}) =>
  simulator.fetch(`${HOST}${PATH}?sdkappid=1`, {
    method: "OPTIONS",
    headers: { "Access-Control-Request-Method": "POST", ...headers },
  });

test("a preflight is answered, and is no call", async () => {
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

test("every reply may be read by any page", async () => {
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

test("HEAD on the root says that the host can be reached", async () => {
  const simulator = simulate();
  assert.equal((await simulator.fetch(HOST, { method: "HEAD" })).status, 200);
  assert.equal(simulator.calls.length, 0);
});

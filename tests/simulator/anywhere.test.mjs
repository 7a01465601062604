// The scenario for every runtime, in this one, on both builds.
import assert from "node:assert/strict";
import { test } from "node:test";
import { EXPECTED, scenario } from "./anywhere.mjs";
import { INPUT } from "./anywhere-usersigs.mjs";
import { commonjs, createSimulator } from "./subject.mjs";

test("simulator: ESM", async () => {
  assert.deepEqual(await scenario(createSimulator, INPUT), EXPECTED);
});

test("simulator: CommonJS, its server too", async () => {
  const { createSimulator: create, listen } = commonjs();
  assert.deepEqual(await scenario(create, INPUT), EXPECTED);
  // A simulator of one build behind the server of the other.
  const server = await listen(createSimulator({ sdkAppId: 1, secretKey: "x" }));
  assert.equal((await fetch(server.url, { method: "HEAD" })).status, 200);
  await server.close();
});

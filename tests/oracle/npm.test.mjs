// The vendor's package for Node (tls-sig-api-v2 on npm) and we agree on what a UserSig holds.

import assert from "node:assert/strict";
import { mock, test } from "node:test";
import tlsSigApi from "tls-sig-api-v2";
import { CASES, randomCases, SEED } from "./cases.mjs";
import { assertReads, sign, unpack } from "./ours.mjs";

/** Runs `make` with the vendor's signer at the case's time. */
function vendor({ sdkAppId, secretKey, time }, make) {
  // With a fraction of a second, which has to be dropped.
  mock.timers.enable({ apis: ["Date"], now: time * 1000 + 999 });
  try {
    return make(new tlsSigApi.Api(sdkAppId, secretKey));
  } finally {
    mock.timers.reset();
  }
}

async function assertAgreement(example) {
  const { identifier, ttl } = example;
  const theirs = vendor(example, (api) => api.genUserSig(identifier, ttl));
  assert.deepEqual(unpack(await sign(example)), unpack(theirs));
  await assertReads(theirs, example);
}

for (const example of CASES) {
  test(`oracle: ${example.name}, npm's UserSig and ours hold the same`, () =>
    assertAgreement(example));
}

test("oracle: random cases, npm's UserSigs and ours hold the same", async (t) => {
  t.diagnostic(`ORACLE_SEED=${SEED}`);
  for (const example of randomCases(300)) {
    await assertAgreement(example).catch((error) => {
      throw new Error(`${example.name}: ${JSON.stringify(example)}`, { cause: error });
    });
  }
});

test("oracle: npm's PrivateMapKeys, UserSigs with a userbuf, are read and verified", async () => {
  for (const example of CASES.filter(({ identifier }) => /^[ -~]*$/.test(identifier))) {
    const { identifier, ttl } = example;
    for (const make of [
      (api) => api.genPrivateMapKey(identifier, ttl, 10_000, 255),
      (api) => api.genPrivateMapKeyWithStringRoomID(identifier, ttl, "room-test", 42),
    ]) {
      const theirs = vendor(example, make);
      assert.ok(unpack(theirs)["TLS.userbuf"]);
      await assertReads(theirs, example);
    }
  }
});

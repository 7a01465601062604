// No error of this package holds a secret key or a UserSig, whatever went wrong and whoever quoted it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { RoomEngineError, rejection } from "../../subject.mjs";
import { KEY, USER_SIG } from "./calls.mjs";
import { CASES } from "./cases.mjs";
import { BEARER } from "./gateway.mjs";
import { leaks } from "./walker.mjs";

for (const [name, run] of CASES) {
  test(`secrets: the error of ${name} holds no secret`, async () => {
    const secrets = [KEY, USER_SIG, BEARER];
    const error = await rejection(run((secret) => secrets.push(secret)));
    assert.ok(RoomEngineError.is(error), `it failed with ${inspect(error)}`);
    const places = leaks(error, secrets);
    assert.deepEqual(places, [], `it shows a secret in these places: ${inspect(error)}`);
  });
}

test("secrets: the cases above are many, and no two have the same name", () => {
  assert.ok(CASES.size > 400, `${CASES.size} cases`);
});

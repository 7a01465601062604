// The vendor's package for Python (tls-sig-api-v2 on PyPI) and we agree on what a UserSig holds.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { CASES, randomCases, SEED } from "./cases.mjs";
import { assertReads, sign, unpack } from "./ours.mjs";

const ALL = [...CASES, ...randomCases(300)];
const ours = await Promise.all(ALL.map(sign));
const theirs = askPython(ALL.map((example, index) => ({ ...example, ours: ours[index] })));

/** One process for all cases. */
function askPython(cases) {
  const { TLS_SIG_PYTHON: python } = process.env;
  assert.ok(python, "TLS_SIG_PYTHON is not set: run this with `cargo xtask test oracle`");
  const script = fileURLToPath(new URL("pypi_oracle.py", import.meta.url));
  const { status, stdout, stderr, error } = spawnSync(python, [script], {
    input: JSON.stringify(cases),
    encoding: "utf8",
    maxBuffer: 2 ** 28,
    env: { ...process.env, PYTHONIOENCODING: "utf-8", PYTHONDONTWRITEBYTECODE: "1" },
  });
  assert.equal(status, 0, `${error ?? ""}${stderr}`);
  return JSON.parse(stdout);
}

async function assertAgreement(index) {
  const { userSig, withUserbuf, read } = theirs[index];
  const held = unpack(userSig);
  assert.deepEqual(unpack(ours[index]), held);
  assert.deepEqual(read, held);
  await assertReads(userSig, ALL[index]);
  await assertReads(withUserbuf, ALL[index]);
}

for (const [index, { name }] of CASES.entries()) {
  test(`oracle: ${name}, PyPI's UserSig and ours hold the same`, () => assertAgreement(index));
}

test("oracle: random cases, PyPI's UserSigs and ours hold the same", async (t) => {
  t.diagnostic(`ORACLE_SEED=${SEED}`);
  for (let index = CASES.length; index < ALL.length; index += 1) {
    await assertAgreement(index).catch((error) => {
      throw new Error(JSON.stringify(ALL[index]), { cause: error });
    });
  }
});

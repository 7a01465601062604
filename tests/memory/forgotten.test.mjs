// What nobody can use any more is forgotten, in JavaScript and in the module, whatever its callbacks know.

import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { parse, run } from "../node/child.mjs";

const PROGRAM = fileURLToPath(new URL("forgotten.mjs", import.meta.url));
const LIMIT_MS = 300_000;

for (const kind of ["clients", "handlers"]) {
  test(`memory: ${kind} that are forgotten leave nothing behind`, async () => {
    const args = ["--expose-gc", PROGRAM, kind, "1000", "3000"];
    const { warm, end, left } = parse(await run(args, { timeout: LIMIT_MS }));
    assert.ok(left <= 1, `${left} are left`);
    assert.equal(end.wasm, warm.wasm);
  });
}

// A test's name begins with its feature, as CONTRIBUTING.md says, so that a search finds all of it.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** `retry: `, `nodeFetch: `, `create_room: `, `fake timers: `, `sign-in: `: a word, and at most one more. */
const FEATURE = /^[a-z][A-Za-z0-9]*(?:[_-][a-z0-9]+)*(?: [a-z][A-Za-z0-9-]*)?: \S/;

/** A call of `test`, or of `t.test`, up to what its first argument begins with; then that line. */
const CALL = /(?<![\w$.])(?:t\.)?test\(\s*(?:(["'`])((?:\\.|(?!\1).)*)|([^\n]*))/g;

/** What the functions of `tests/` in Rust begin with. One more feature is one more word here. */
const RUST = [
  "boundary",
  "call",
  "credential",
  "errors",
  "limiter",
  "model",
  "observe",
  "order",
  "page",
  "rate",
  "retry",
  "secrets",
  "signing",
  "user_sig",
  "worker",
];

test("names: each test in JavaScript begins with its feature", () => {
  const wrong = sources("*.mjs").flatMap(([file, text]) =>
    misnamed(text).map((name) => `${file}: ${name}`),
  );
  assert.deepEqual(wrong, []);
});

test("names: each test in Rust begins with its feature", () => {
  const names = sources("*.rs").flatMap(([, text]) => functions(text));
  assert.ok(names.length > 50, `${names.length} tests`);
  const isFeature = (name) => RUST.some((feature) => name.startsWith(`${feature}_`));
  assert.deepEqual(
    names.filter((name) => !isFeature(name)),
    [],
  );
  const isUsed = (feature) => names.some((name) => name.startsWith(`${feature}_`));
  assert.deepEqual(
    RUST.filter((feature) => !isUsed(feature)),
    [],
  );
});

test("names: one without a feature is found, however it is made", () => {
  // In pieces, so that this is none itself.
  const given = (name) => misnamed(`  te${"st"}(${name}, () => {});`);
  for (const name of ['"retry: waits"', '"fake timers: wait"', `\`rate: \${calls} wait\``]) {
    assert.deepEqual(given(name), [], name);
  }
  for (const name of [
    '"it waits"',
    '"What waits: it"',
    '"all that waits: it"',
    `\`\${what}: it\``,
    "what",
  ]) {
    assert.equal(given(name).length, 1, name);
  }
});

/** The names of tests in a JavaScript text that do not begin with a feature. */
function misnamed(text) {
  return [...text.matchAll(CALL)]
    .map(([, , name, expression]) => name ?? expression)
    .filter((name) => !FEATURE.test(name));
}

/** The names of tests in a Rust text; those that a macro makes begin with its module's. */
function functions(text) {
  const tests = /#\[(?:wasm_bindgen_)?test\]\s*(?:#\[[^\n]*\]\s*)*(?:async )?fn (\w+)/g;
  return [...text.matchAll(tests)].map(([, name]) => name);
}

/** All of these files below `tests/` that are, or will be, in git, with their texts. */
function sources(pattern) {
  const list = ["ls-files", "--cached", "--others", "--exclude-standard", "-z", `tests/${pattern}`];
  const names = execFileSync("git", list, { cwd: ROOT, encoding: "utf8" }).split("\0");
  return names
    .filter((name) => name !== "" && existsSync(join(ROOT, name)))
    .map((name) => [name, readFileSync(join(ROOT, name), "utf8")]);
}

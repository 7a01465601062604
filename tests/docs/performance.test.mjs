// The figures that docs begin with are those that were measured.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { compared, gist } from "../../bench/gist.mjs";
import { read, rows } from "./markdown.mjs";

const at = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

test("docs: docs/performance.md begins with what its table says", () => {
  const doc = read(at("docs/performance.md"));
  const measured = rows(doc, "what").map(([what, measured, , , detail]) => {
    return { what, measured, detail };
  });
  const lines = /<!-- gist -->\n(.*)\n<!-- end of gist -->/s.exec(doc.prose)[1];
  assert.equal(lines, gist(measured));
  assert.equal(lines.split("\n").length, 6);
});

test("docs: what takes less time than fetch comes sooner, and none comes by less than nothing", () => {
  assert.equal(compared("13 ms"), "13 ms later");
  assert.equal(compared("-9.3 ms"), "9.3 ms sooner");
  const [start] = /^- \*\*A start\*\*.*$/m.exec(read(at("docs/performance.md")).prose);
  assert.doesNotMatch(start, /-\d/);
});

test("docs: docs/performance.md wants what the bench wants of a download", () => {
  const source = readFileSync(at("bench/questions.mjs"), "utf8");
  const [, most] = /"a browser's download for the class",.*?atMost: (\d+)/s.exec(source);
  const document = read(at("docs/performance.md"));
  const found = rows(document, "what").find(
    ([what]) => what === "a browser's download for the class",
  );
  assert.equal(found[2], `≤ ${most} kB`);
});

test("docs: README.md names the sizes that the build keeps to", () => {
  const source = readFileSync(at("xtask/src/build/sizes.rs"), "utf8");
  const budgets = [...source.matchAll(/budget: ([\d_]+)/g)].map(([, digits]) =>
    Math.ceil(Number(digits.replaceAll("_", "")) / 1000),
  );
  const { prose } = read(at("README.md"));
  const named = [...prose.matchAll(/less than (\d+) kB/g)].map(([, number]) => Number(number));
  assert.deepEqual(named, budgets);
});

test("docs: README.md is short", () => {
  const lines = readFileSync(at("README.md"), "utf8").trimEnd().split("\n");
  assert.ok(lines.length <= 200, `${lines.length} lines`);
});

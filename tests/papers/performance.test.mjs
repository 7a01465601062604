// The figures that papers begin with are those that were measured.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { gist } from "../../bench/gist.mjs";
import { read, rows } from "./markdown.mjs";

const at = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

test("papers: docs/performance.md begins with what its table says", () => {
  const paper = read(at("docs/performance.md"));
  const measured = rows(paper, "what").map(([what, measured, , , detail]) => {
    return { what, measured, detail };
  });
  const lines = /<!-- gist -->\n(.*)\n<!-- end of gist -->/s.exec(paper.prose)[1];
  assert.equal(lines, gist(measured));
  assert.equal(lines.split("\n").length, 6);
});

test("papers: README.md names the sizes that the build keeps to", () => {
  const source = readFileSync(at("xtask/src/build/sizes.rs"), "utf8");
  const budgets = [...source.matchAll(/budget: ([\d_]+)/g)].map(([, digits]) =>
    Math.ceil(Number(digits.replaceAll("_", "")) / 1000),
  );
  const { prose } = read(at("README.md"));
  const named = [...prose.matchAll(/less than (\d+) kB/g)].map(([, number]) => Number(number));
  assert.deepEqual(named, budgets);
});

test("papers: README.md is short", () => {
  const lines = readFileSync(at("README.md"), "utf8").trimEnd().split("\n");
  assert.ok(lines.length <= 200, `${lines.length} lines`);
});

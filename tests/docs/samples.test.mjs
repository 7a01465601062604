// Each sample of the docs that is marked `js runnable` is run as its reader would run it, and
// prints what the block after it shows.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { PROJECT } from "../subject.mjs";
import { docsInGit, read, samples } from "./markdown.mjs";

const SERVICE = new URL("./service.mjs", import.meta.url).href;
const inRepository = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

// Inside the project, so that Node finds the package by its name.
const folder = mkdtempSync(join(PROJECT, "docs-"));
after(() => rmSync(folder, { recursive: true }));

const DOCS = [
  "README.md",
  "pkg-template/README.md",
  "docs/cookbook.md",
  "docs/errors.md",
  "docs/handler.md",
  "docs/migrating.md",
  "docs/observability.md",
  "docs/operations.md",
];

for (const [index, name] of DOCS.entries()) {
  const doc = read(inRepository(name));
  const found = samples(doc);

  test(`docs: ${name} has samples, and every one is run`, () => {
    assert.ok(found.length > 0, `${found.length} samples`);
    const code = doc.blocks.filter(({ words }) => ["js", "ts", "mjs"].includes(words[0]));
    // A recipe has a test of its own, and what one had before is nobody's to run.
    const others = ["recipe", "before"];
    const samples = code.filter(({ words }) => !others.some((other) => words.includes(other)));
    assert.equal(samples.length, found.length, "mark each with `js runnable`");
  });

  for (const [number, { code, output }] of found.entries()) {
    test(`docs: ${name}, sample ${number + 1}`, async () => {
      assert.notEqual(output, undefined, "a block `text output` has to follow");
      const file = join(folder, `${index}-${number}.mjs`);
      writeFileSync(file, code);
      assert.equal(masked(await printedBy(file)), masked(output));
    });
  }
}

test("docs: the first page of the site has a sample, which is run", async () => {
  const { blocks } = read(inRepository("docs/site/index.md"));
  const [{ text }, ...others] = blocks;
  assert.deepEqual(others, []);
  const file = join(folder, "site.mjs");
  writeFileSync(file, `${text}\nconsole.log("to the end");`);
  assert.equal(await printedBy(file), "to the end");
});

/** What marks a sample, and what runs it; none runs what one had before. */
const MARKS = {
  runnable: "tests/docs/samples.test.mjs",
  recipe: "tests/docs/observability.test.mjs",
  before: undefined,
  faults: "tests/simulator/samples.test.mjs",
  test: "tests/simulator/samples.test.mjs",
  limiter: "tests/scale/docs.test.mjs",
  asking: "tests/scale/bullmq.test.mjs",
  proxy: "tests/transports/proxies.test.mjs",
  certificate: "tests/transports/proxies.test.mjs",
  nitro: "tests/runtimes/nitro.test.mjs",
};

test("docs: no sample is run by nobody", () => {
  for (const file of Object.values(MARKS)) assert.ok(!file || existsSync(inRepository(file)), file);
  const unknown = docsInGit()
    .filter((name) => name !== "docs/site/index.md")
    .flatMap((name) => {
      const { blocks } = read(inRepository(name));
      const code = blocks.filter(({ words: [language] }) => ["js", "ts", "mjs"].includes(language));
      const marks = code.map(({ words: [, mark = ""] }) => mark.replace(/=.*/, ""));
      // One that names a file is a copy of that file.
      const others = marks.filter((mark) => !Object.hasOwn(MARKS, mark) && !mark.includes("/"));
      return others.map((mark) => `${name}: a sample is marked "${mark}"`);
    });
  assert.deepEqual(unknown, []);
});

async function printedBy(file) {
  const run = promisify(execFile);
  const { stdout, stderr } = await run(process.execPath, ["--import", SERVICE, file]);
  assert.equal(stderr, "");
  return stdout.trimEnd();
}

/** The same, with one word for what is another at each run. */
function masked(text) {
  return text
    .replaceAll(/Id-[0-9a-f]{32}-O-Seq-\d+/g, "(request id)")
    .replaceAll(/after \d+ ms/g, "after (some) ms")
    .replaceAll(/elapsedMs: [\d.]+/g, "elapsedMs: (some)")
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "(date)");
}

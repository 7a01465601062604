// The READMEs say what is so: each sample marked `js runnable` is run as its reader would run it, and
// prints what the block after it shows; tables name all there is.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { PROJECT } from "../subject.mjs";
import { read, samples } from "./markdown.mjs";

const SERVICE = new URL("./service.mjs", import.meta.url).href;
const inRepository = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

// Inside the project, so that Node finds the package by its name.
const folder = mkdtempSync(join(PROJECT, "papers-"));
after(() => rmSync(folder, { recursive: true }));

for (const [index, name] of ["README.md", "pkg-template/README.md"].entries()) {
  const paper = read(inRepository(name));
  const found = samples(paper);

  test(`${name} has samples, and every one is run`, () => {
    assert.ok(found.length > 3, `${found.length} samples`);
    const code = paper.blocks.filter(({ words }) => ["js", "ts", "mjs"].includes(words[0]));
    assert.equal(code.length, found.length, "mark each with `js runnable`");
  });

  for (const [number, { code, output }] of found.entries()) {
    test(`${name}, sample ${number + 1}`, async () => {
      assert.notEqual(output, undefined, "a block `text output` has to follow");
      const file = join(folder, `${index}-${number}.mjs`);
      writeFileSync(file, code);
      assert.equal(masked(await printedBy(file)), masked(output));
    });
  }
}

test("README.md names every option, region and kind, and no other", () => {
  const types = readFileSync(inRepository("pkg-template/types/index.d.ts"), "utf8");
  const tables = rows(read(inRepository("README.md")).prose);
  const interfaces = [
    "SecretKeyCredentials",
    "UserSigCredentials",
    "ConnectionOptions",
    "UpdateRoomMemberInfoOptions",
    "RequestOptions",
  ];
  const options = new Set(interfaces.flatMap((name) => properties(types, name)));
  assert.deepEqual(tables.get("option").sort(), [...options].sort());
  assert.deepEqual(tables.get("`region`").sort(), choices(types, "Region").sort());
  assert.deepEqual(tables.get("`kind`").sort(), choices(types, "ErrorKind").sort());
});

test("README.md has the hosts that calls go to", () => {
  const regions = readFileSync(inRepository("src/region.rs"), "utf8");
  const readme = read(inRepository("README.md")).prose;
  const rows = [...regions.matchAll(/Region::\w+,\s*"([a-z-]+)",\s*"([a-z.-]+)"/g)];
  assert.equal(rows.length, 7);
  for (const [, name, host] of rows) {
    assert.match(readme, new RegExp(`\\| \`"${name}"\`[^|]*\\| \`${host}\` \\|`));
  }
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
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "(date)");
}

/** The first cells of all tables, by what their heads say, without marks. */
function rows(prose) {
  const cells = new Map();
  let head;
  for (const line of prose.split("\n")) {
    const first = /^\|\s*(.*?)\s*\|/.exec(line)?.[1];
    if (first === undefined) head = undefined;
    else if (head === undefined) cells.set((head = first), cells.get(first) ?? []);
    else if (!/^-+$/.test(first)) cells.get(head).push(/`"?([^`"]+)"?`/.exec(first)?.[1] ?? first);
  }
  return cells;
}

function properties(types, name) {
  const body = new RegExp(`export interface ${name} \\{\\n(.*?)\\n\\}`, "s").exec(types)[1];
  return [...body.matchAll(/^ {2}(\w+)\??:/gm)].map(([, property]) => property);
}

function choices(types, name) {
  const body = new RegExp(`export type ${name} =(.*?);\n`, "s").exec(types)[1];
  const bare = body.replaceAll(/\/\*\*.*?\*\//g, "");
  return [...bare.matchAll(/"([a-z-]+)"/g)].map(([, choice]) => choice);
}

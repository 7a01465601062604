// No link of a document leads nowhere: neither in the repository, nor in the package as it is installed.

import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { PROJECT } from "../subject.mjs";
import { anchors, docsInGit, links, read } from "./markdown.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const PACKAGE = join(PROJECT, "node_modules/room-engine-admin");

/** What it links to, once it is where its readers find it. */
const SHIPPED = "pkg-template/README.md";

for (const doc of docsInGit().filter((doc) => doc !== SHIPPED)) {
  test(`docs: the links of ${doc}`, () => check(join(ROOT, doc), ROOT));
}

for (const name of readdirSync(PACKAGE).filter((name) => name.endsWith(".md"))) {
  test(`docs: the links of ${name} in the package`, () => check(join(PACKAGE, name), PACKAGE));
}

test("docs: they are there", () => {
  const docs = docsInGit();
  for (const doc of ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", SHIPPED]) {
    assert.ok(docs.includes(doc), doc);
  }
});

test("docs: a broken link is found", () => {
  const doc = { prose: "# A `b` c\n[x](#a-b-c) [y](other.md#z) `[no](link)`\n[ref]: far.md" };
  assert.deepEqual(links(doc), ["#a-b-c", "other.md#z", "far.md"]);
  assert.deepEqual(anchors(doc), ["a-b-c"]);
});

/** Every link of `file` that stays inside `root`; those to other sites are not followed. */
function check(file, root) {
  const doc = read(file);
  const broken = links(doc)
    .filter((link) => !/^[a-z][a-z+.-]*:/i.test(link))
    .filter((link) => !leadsSomewhere(link, file, root));
  assert.deepEqual(broken, []);
}

function leadsSomewhere(link, file, root) {
  const [path, anchor] = decodeURI(link).split("#");
  const target = path === "" ? file : join(dirname(file), path);
  if (relative(root, target).startsWith("..") || !existsSync(target)) return false;
  return anchor === undefined || anchors(read(target)).includes(anchor);
}

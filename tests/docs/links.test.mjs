// No link of a paper leads nowhere: neither in the repository, nor in the package as it is installed.

import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { PROJECT } from "../subject.mjs";
import { anchors, links, papersInGit, read } from "./markdown.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const PACKAGE = join(PROJECT, "node_modules/room-engine-admin");

/** What it links to, once it is where its readers find it. */
const SHIPPED = "pkg-template/README.md";

for (const paper of papersInGit().filter((paper) => paper !== SHIPPED)) {
  test(`papers: the links of ${paper}`, () => check(join(ROOT, paper), ROOT));
}

for (const name of readdirSync(PACKAGE).filter((name) => name.endsWith(".md"))) {
  test(`papers: the links of ${name} in the package`, () => check(join(PACKAGE, name), PACKAGE));
}

test("papers: they are there", () => {
  const papers = papersInGit();
  for (const paper of ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", SHIPPED]) {
    assert.ok(papers.includes(paper), paper);
  }
});

test("papers: a broken link is found", () => {
  const paper = { prose: "# A `b` c\n[x](#a-b-c) [y](other.md#z) `[no](link)`\n[ref]: far.md" };
  assert.deepEqual(links(paper), ["#a-b-c", "other.md#z", "far.md"]);
  assert.deepEqual(anchors(paper), ["a-b-c"]);
});

/** Every link of `file` that stays inside `root`; those to other sites are not followed. */
function check(file, root) {
  const paper = read(file);
  const broken = links(paper)
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

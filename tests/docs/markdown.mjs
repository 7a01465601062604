// What docs hold: code blocks with their words, tables, links, and the anchors that links can name.

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

const BLOCK = /^(`{3,})([^\n]*)\n(.*?)^\1$/gms;

/** All Markdown that is, or will be, in git. */
export function docsInGit() {
  const list = ["ls-files", "--cached", "--others", "--exclude-standard", "-z", "*.md"];
  const names = execFileSync("git", list, { cwd: ROOT, encoding: "utf8" }).split("\0");
  return names.filter((name) => name !== "" && existsSync(join(ROOT, name)));
}

/** One document: its code blocks, each with the words after its fence, and all that is outside them. */
export function read(file) {
  const text = readFileSync(file, "utf8");
  const blocks = [...text.matchAll(BLOCK)].map(([, , info, code]) => ({
    words: info.trim().split(/\s+/),
    text: code.trimEnd(),
  }));
  const prose = text.replaceAll(BLOCK, "");
  if (prose.includes("\n```")) throw new Error(`${file}: a code block is not closed`);
  return { blocks, prose };
}

/** Each block marked `js runnable`, with the block marked `text output` that follows it. */
export function samples({ blocks }) {
  return blocks.flatMap((block, index) => {
    if (!block.words.includes("runnable")) return [];
    const next = blocks[index + 1];
    return { code: block.text, output: next?.words.includes("output") ? next.text : undefined };
  });
}

/** What the links of a document point to. */
export function links({ prose }) {
  const text = prose.replaceAll(/`[^`]*`/g, "");
  const inline = [...text.matchAll(/\]\(([^)\s]+)[^)]*\)/g)];
  const defined = [...text.matchAll(/^\[[^\]]+\]:\s*(\S+)/gm)];
  return [...inline, ...defined].map(([, target]) => target);
}

/** The anchors that GitHub and npm give to the headings of a document. */
export function anchors({ prose }) {
  const seen = new Map();
  return [...prose.matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm)].map(([, heading]) => {
    const slug = slugOf(heading);
    const times = seen.get(slug) ?? 0;
    seen.set(slug, times + 1);
    return times === 0 ? slug : `${slug}-${times}`;
  });
}

/** What stands between backticks. */
export function codes({ prose }) {
  return [...prose.matchAll(/`([^`]+)`/g)].map(([, code]) => code);
}

/** The first cells, without their marks, of all tables whose first head is `head`. */
export function firstCells(doc, head) {
  return rows(doc, head).map(([cell]) => /`"?([^`"]+)/.exec(cell)?.[1] ?? cell);
}

/** The cells, as they are written, of each row of the tables whose first head is `head`. */
export function rows({ prose }, head) {
  const tables = prose.split(/\n(?!\|)/).map((text) => text.split("\n").filter(isRow).map(cells));
  const found = tables.filter(([heads]) => heads?.[0] === head);
  return found.flatMap(([, , ...rest]) => rest);
}

const isRow = (line) => line.startsWith("|");
const cells = (row) =>
  row
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim());

/** Letters, digits, hyphens and underscores stay; spaces become hyphens. */
function slugOf(heading) {
  const shown = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1");
  return shown
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\p{M}\s_-]/gu, "")
    .replaceAll(/\s/g, "-");
}

// The tables of the docs name what there is, and nothing else.

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { codes, firstCells, links, read, rows } from "./markdown.mjs";

const at = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const source = (path) => readFileSync(at(path), "utf8");

const CONTRIBUTING = read(at("CONTRIBUTING.md"));
const TYPES = source("pkg-template/types/generated.d.ts") + source("pkg-template/types/index.d.ts");
const OPERATIONS = choices("OperationName");

for (const doc of ["README.md", "pkg-template/README.md"]) {
  test(`docs: ${doc} has every operation, by task`, () => {
    const named = rows(read(at(doc)), "task").flatMap(([, cell]) => codes({ prose: cell }));
    same(named, [...OPERATIONS, "signUserSig", "inspectUserSig"]);
  });
}

test("docs: how many operations there are is said as it is", () => {
  const said = (text) => [...text.matchAll(/\b(\d+) operations\b/g)].map(([, count]) => count);
  const right = String(OPERATIONS.length);
  for (const name of ["README.md", "pkg-template/README.md", "docs/simulator.md"]) {
    assert.deepEqual([...new Set(said(source(name)))], [right], name);
  }
  for (const count of said(source("docs/performance.md"))) assert.equal(count, right);
  // What it says of versions that are out stays as it was.
  const [, next] = source("CHANGELOG.md").split(/^## /m);
  for (const count of said(next)) assert.equal(count, right, "CHANGELOG.md");
});

test("docs: docs/operations.md leads to every operation", () => {
  const tasks = rows(read(at("docs/operations.md")), "task");
  const named = tasks.flatMap(([, cell]) => links({ prose: cell }));
  same(
    named,
    OPERATIONS.map((name) => `#${name.toLowerCase()}`),
  );
});

test("docs: docs/options.md has every option", () => {
  const options = [
    "SecretKeyCredentials",
    "UserSigCredentials",
    "CallingOptions",
    "ConnectionOptions",
    "EndpointDestination",
    "RegionDestination",
    "BaseUrlDestination",
    "RequestOptions",
    "HandlerAccessOptions",
    "SignUserSigOptions",
    "SignOptions",
    "InspectUserSigOptions",
    "BulkOptions",
    "CommandOptions",
  ].flatMap(properties);
  const named = firstCells(read(at("docs/options.md")), "option");
  same([...new Set(named)], [...new Set(options)]);
});

test("docs: docs/handler.md has every option of a handler", () => {
  same(firstCells(read(at("docs/handler.md")), "option"), properties("HandlerAccessOptions"));
});

test("docs: docs/errors.md has every kind and every field", () => {
  const doc = read(at("docs/errors.md"));
  same(firstCells(doc, "`kind`"), choices("ErrorKind"));
  const declared = /declare class RoomEngineError .*?\n}/s.exec(TYPES)[0];
  const fields = [...declared.matchAll(/^ {2}readonly (\w+)\??:/gm)].map(([, name]) => name);
  // Every Error has the two that every Error has.
  same(firstCells(doc, "field"), [...fields.filter((name) => name !== "name"), "message"]);
});

test("docs: docs/README.md leads to every page", () => {
  const pages = readdirSync(at("docs")).filter((name) => name.endsWith(".md"));
  const linked = links(read(at("docs/README.md")));
  same(
    pages.filter((name) => name !== "README.md" && !linked.includes(name)),
    [],
  );
});

test("docs: docs/README.md leads to every example", () => {
  const linked = links(read(at("docs/README.md")));
  same(
    linked.filter((link) => link.startsWith("../examples/")),
    readdirSync(at("examples")).map((name) => `../examples/${name}`),
  );
});

test("docs: the picture in docs/README.md has every folder of the sources", () => {
  const { blocks } = read(at("docs/README.md"));
  const picture = blocks.find(({ words }) => words[0] === "mermaid").text;
  const folders = readdirSync(at("src"), { withFileTypes: true });
  const named = [...picture.matchAll(/\b(\w+)\//g)].map(([, folder]) => folder);
  const shown = folders.filter((entry) => entry.isDirectory() && entry.name !== "generated");
  for (const { name } of shown) assert.ok(named.includes(name), `${name}/ is not in the picture`);
  for (const [, file] of picture.matchAll(/\b(\w+\.js)\b/g)) {
    assert.ok(existsSync(at(`pkg-template/src/${file}`)), file);
  }
});

test("docs: CONTRIBUTING.md has every stage", () => {
  const stages = [...source("xtask/src/test/stages.rs").matchAll(/\bstage\(\s*"([a-z-]+)"/g)];
  const names = stages.map(([, name]) => name);
  same(firstCells(CONTRIBUTING, "stage"), names);
});

test("docs: RELEASING.md pushes what `cargo xtask release` says", () => {
  const pushed = (text) => /git push ([^`]*) v[\d{]/.exec(text)[1];
  assert.equal(pushed(source("xtask/src/release/mod.rs")), pushed(source("RELEASING.md")));
});

test("docs: the places that CONTRIBUTING.md names are there", () => {
  const places = codes(CONTRIBUTING).filter(
    (code) => /^(src|xtask|tests|docs|pkg-template|[.]ci)\//.test(code) && !/[<*]/.test(code),
  );
  assert.ok(places.length > 20, `${places.length} places`);
  assert.deepEqual(
    places.filter((place) => !existsSync(at(place))),
    [],
  );
});

function same(actual, expected) {
  assert.deepEqual(actual.toSorted(), expected.toSorted());
}

/** The properties of an interface that can be given: the others exclude them. */
function properties(name) {
  const head = `export interface ${name}(?:<\\w+>)?(?: extends \\w+)? \\{\n(.*?)\n\\}`;
  const body = new RegExp(head, "s").exec(TYPES)[1];
  return [...body.matchAll(/^ {2}(\w+)\??: (?!undefined;)/gm)].map(([, property]) => property);
}

function choices(name) {
  const body = new RegExp(`export type ${name} =(.*?);\n`, "s").exec(TYPES)[1];
  const bare = body.replaceAll(/\/\*\*.*?\*\//g, "");
  return [...bare.matchAll(/"(\w[\w-]*)"/g)].map(([, choice]) => choice);
}

// The tables of the papers name what there is, and nothing else.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { codes, firstCells, read } from "./markdown.mjs";

const at = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const source = (path) => readFileSync(at(path), "utf8");

const README = read(at("README.md"));
const CONTRIBUTING = read(at("CONTRIBUTING.md"));
const TYPES = source("pkg-template/types/index.d.ts");

test("README.md has every option", () => {
  const options = [
    "SecretKeyCredentials",
    "UserSigCredentials",
    "CallingOptions",
    "ConnectionOptions",
    "EndpointOptions",
    "RegionDestination",
    "UpdateRoomMemberInfoOptions",
    "RequestOptions",
  ].flatMap(properties);
  same(firstCells(README, "option"), [...new Set(options)]);
});

test("README.md has every region, with the host that is called", () => {
  same(firstCells(README, "`region`"), choices("Region"));
  const rows = [...source("src/region.rs").matchAll(/Region::\w+,\s*"([a-z-]+)",\s*"([a-z.]+)"/g)];
  assert.ok(rows.length > 0);
  for (const [, region, host] of rows) {
    assert.match(README.prose, new RegExp(`\\| \`"${region}"\`[^|]*\\| \`${host}\` \\|`));
  }
});

test("README.md has every kind of error", () => {
  same(firstCells(README, "`kind`"), choices("ErrorKind"));
});

test("CONTRIBUTING.md has every stage", () => {
  const stages = [...source("xtask/src/test/stages.rs").matchAll(/\bstage\(\s*"([a-z-]+)"/g)];
  const names = stages.map(([, name]) => name);
  same(firstCells(CONTRIBUTING, "stage"), names);
});

test("the places that CONTRIBUTING.md names are there", () => {
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

function properties(name) {
  const body = new RegExp(`export interface ${name}(?: extends \\w+)? \\{\n(.*?)\n\\}`, "s").exec(
    TYPES,
  )[1];
  return [...body.matchAll(/^ {2}(\w+)\??:/gm)].map(([, property]) => property);
}

function choices(name) {
  const body = new RegExp(`export type ${name} =(.*?);\n`, "s").exec(TYPES)[1];
  const bare = body.replaceAll(/\/\*\*.*?\*\//g, "");
  return [...bare.matchAll(/"([a-z-]+)"/g)].map(([, choice]) => choice);
}

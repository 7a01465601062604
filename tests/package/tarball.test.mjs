// The packed file: what is in it, what is not, and what its manifest promises.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { TARBALL, VERSION } from "../subject.mjs";
import { readTarball } from "./tarball.mjs";

const files = readTarball(readFileSync(TARBALL));
const read = (name) => files.get(name).bytes.toString("utf8");
const manifest = JSON.parse(read("package.json"));
const root = (name) => readFileSync(new URL(`../../${name}`, import.meta.url), "utf8");

const ENTRIES = [
  "browser",
  "edge-light",
  "handler",
  "index",
  "node",
  "server",
  "simulator",
  "simulator-node",
  "slim",
  "workerd",
];
const TYPES = ["generated", "handler", "index", "node", "simulator", "simulator-node"];
const FILES = [
  "CHANGELOG.md",
  "LICENSE-APACHE",
  "LICENSE-MIT",
  "LICENSE-fflate",
  "LICENSES-crates",
  "README.md",
  "dist/core_bg.wasm",
  ...ENTRIES.flatMap((entry) => [`dist/${entry}.cjs`, `dist/${entry}.js`]),
  "package.json",
  ...TYPES.flatMap((entry) => [`types/${entry}.d.cts`, `types/${entry}.d.ts`]),
];

test("tarball: the files are these and no others", () => {
  assert.deepEqual([...files.keys()].sort(), FILES.sort());
});

test("tarball: no file is empty, and none may be executed", () => {
  for (const [name, { mode, bytes }] of files) {
    assert.ok(bytes.length > 0, name);
    assert.equal(mode & 0o111, 0, name);
  }
});

test("tarball: the version is that of Cargo.toml, wherever it is told", () => {
  const [, version] = root("Cargo.toml").match(/^\[package\][^[]*?^version = "([^"]+)"/ms);
  assert.equal(manifest.version, version);
  assert.equal(VERSION, version);
  assert.ok(TARBALL.endsWith(`room-engine-admin-${version}.tgz`));
});

test("tarball: nothing else has to be installed, and nothing runs when it is", () => {
  for (const name of [
    "dependencies",
    "devDependencies",
    "peerDependencies",
    "optionalDependencies",
    "bundledDependencies",
    "scripts",
    "bin",
    "private",
  ]) {
    assert.ok(!Object.hasOwn(manifest, name), name);
  }
});

test("tarball: the manifest says what npm and bundlers need to know", () => {
  const { name, license, type, sideEffects, engines } = manifest;
  assert.deepEqual(
    { name, license, type, sideEffects, engines },
    {
      name: "room-engine-admin",
      license: "MIT OR Apache-2.0",
      type: "module",
      sideEffects: false,
      engines: { node: ">=20" },
    },
  );
  assert.ok(manifest.description.length > 20);
  assert.ok(manifest.keywords.length > 3);
});

/** Every path in `exports`, and the conditions that lead to it. */
function targets(value, conditions = []) {
  if (typeof value === "string") return [{ path: value, conditions }];
  return Object.entries(value).flatMap(([key, inner]) => targets(inner, [...conditions, key]));
}

test("tarball: every path that the manifest names is in the tarball", () => {
  const paths = targets(manifest.exports).map(({ path }) => path);
  const { main, module, browser, types } = manifest;
  for (const path of [...paths, main, module, browser, types]) {
    assert.ok(files.has(path.replace(/^\.\//, "")), path);
  }
});

test("tarball: types stand before code, and are of the same module system", () => {
  for (const [entry, conditions] of Object.entries(manifest.exports)) {
    if (typeof conditions === "string") continue;
    for (const { path, conditions: names } of targets(conditions)) {
      const isCommonJs = names.includes("require");
      const isTypes = names.includes("types");
      const [common, module] = isTypes ? [".d.cts", ".d.ts"] : [".cjs", ".js"];
      assert.ok(path.endsWith(isCommonJs ? common : module), `${entry} ${names}: ${path}`);
    }
    for (const formats of Object.values(conditions)) {
      // The one for browsers has both formats.
      const inner = formats.import ? Object.values(formats) : [formats];
      for (const names of inner) assert.equal(Object.keys(names)[0], "types", entry);
    }
  }
});

test("tarball: no file tells of the machine that built it, or refers to a source map", () => {
  for (const [name, { bytes }] of files) {
    const text = bytes.toString("latin1");
    assert.ok(!text.includes("sourceMappingURL"), name);
    for (const trace of [/\/home\/[a-z]/, /\/Users\/[A-Za-z]/, /\/root\//, /\.cargo\/registry/]) {
      assert.ok(!trace.test(text), `${name}: ${trace}`);
    }
  }
});

test("tarball: nothing that ships evaluates text as code or needs a module of npm's", () => {
  const allowed = {
    node: /^node:/,
    "simulator-node": /^node:/,
    // The entry of the same package for the place that it runs in.
    handler: /^room-engine-admin$/,
    workerd: /^\.\/core_bg\.wasm$/,
    browser: /^\.\/server\.c?js$/,
    "edge-light": /^\.\/core_bg\.wasm\?module$/,
  };
  for (const [name, { bytes }] of files) {
    const [, entry] = name.match(/^dist\/(.*)\.c?js$/) ?? [];
    if (entry === undefined) continue;
    const code = bytes.toString("utf8").replace(/\/\*.*?\*\//gs, "");
    assert.ok(!/\beval\(|new Function\(/.test(code), name);
    for (const [, specifier] of code.matchAll(/\b(?:from|require\(|import\(?)\s*"([^"]+)"/g)) {
      assert.match(specifier, allowed[entry] ?? /^none$/, name);
    }
  }
});

test("tarball: licences, changelog and README are those of the project", () => {
  for (const name of ["LICENSE-MIT", "LICENSE-APACHE", "CHANGELOG.md"]) {
    assert.equal(read(name), root(name));
  }
  assert.equal(read("README.md"), root("pkg-template/README.md"));
});

test("tarball: code of others that is bundled has its licence beside it", () => {
  const licence = root("node_modules/fflate/LICENSE");
  assert.match(licence, /MIT License/);
  assert.equal(read("LICENSE-fflate"), licence);
  const ofCrates = read("LICENSES-crates");
  const lock = root("Cargo.lock");
  for (const name of ["hmac", "miniz_oxide", "serde", "sha2", "wasm-bindgen", "zeroize"]) {
    const [, version] = new RegExp(`name = "${name}"\nversion = "([^"]+)"`).exec(lock);
    assert.ok(ofCrates.includes(`\n${name} ${version}, `), name);
  }
  assert.match(ofCrates, /\nsha2 .*?Copyright \(c\).*?Permission is hereby granted/s);
  assert.doesNotMatch(ofCrates, /\n(syn|proptest) /);
});

test("tarball: the README names the least TypeScript that the types are tried with", () => {
  const { devDependencies } = JSON.parse(root("tests/types/package.json"));
  const [, least] = devDependencies["typescript-least"].match(/^npm:typescript@(\d+\.\d+)\./);
  assert.match(
    read("README.md"),
    new RegExp(`need\\s+TypeScript\\s+${least.replace(".", "\\.")}\\s+or\\s+newer`),
  );
});

test("tarball: the WebAssembly module in the tarball is a whole one", () => {
  assert.ok(WebAssembly.validate(files.get("dist/core_bg.wasm").bytes));
});

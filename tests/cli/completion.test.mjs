// The completion scripts, each in its shell.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { makeFile, makeFolder, run } from "./setup.mjs";

const SHELLS = ["bash", "zsh", "fish"];
const script = async (shell) => (await run(["completion", shell])).stdout;

/** What a shell offers at the end of a command line. */
const OFFERS = {
  bash(file, words) {
    const list = ["room-engine-admin", ...words].map((word) => `'${word}'`).join(" ");
    const code = `source '${file}'; COMP_WORDS=(${list}); COMP_CWORD=${words.length}; _room_engine_admin; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return shell("bash", ["--norc", "-c", code]);
  },
  zsh(file, words) {
    // The functions of zsh's own that show what there is, in its place a list.
    const code = `
      compdef() { : }
      _describe() { print -l -- "\${(@)\${(P)2}%%:*}" }
      _arguments() { print -l -- "$@" }
      source '${file}'
      words=(room-engine-admin ${words.map((word) => `'${word}'`).join(" ")}); CURRENT=$#words
      _room_engine_admin`;
    return shell("zsh", ["-f", "-c", code]);
  },
  fish(file, words) {
    const line = ["room-engine-admin", ...words].join(" ");
    return shell("fish", ["--no-config", "-c", `source '${file}'; complete -C '${line}'`]);
  },
};

function shell(name, args) {
  const program = process.env[name.toUpperCase()] ?? name;
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: "utf8" });
  assert.equal(status, 0, error?.message ?? stderr);
  assert.equal(stderr, "");
  return stdout.split("\n");
}

/** Whether a word is offered, alone, with a description, or as zsh writes a flag. */
const offers = (lines, word) =>
  lines.some((line) => line.replace(/^\*/, "").split(/[\t[:]/)[0] === word);

for (const name of SHELLS) {
  test(`completion: ${name} offers commands, the flags of each, and their values`, async (t) => {
    const file = makeFile(t, "completion", await script(name));
    const commands = OFFERS[name](file, [""]);
    for (const word of ["kick-user-out", "import", "doctor"])
      assert.ok(offers(commands, word), word);
    const flags = OFFERS[name](file, ["kick-user-out", "--"]);
    for (const word of ["--member-account", "--reason", "--json"])
      assert.ok(offers(flags, word), word);
    assert.ok(!offers(flags, "--journal"));
    const values = OFFERS[name](file, ["update-room-member-info", "--role", ""]).join("\n");
    assert.match(values, /Admin/);
    assert.match(values, /Member/);
    assert.match(OFFERS[name](file, ["completion", ""]).join("\n"), /fish/);
  });
}

test("completion: bash offers files where a file is meant", async (t) => {
  const file = makeFile(t, "completion", await script("bash"));
  const folder = makeFolder(t);
  writeFileSync(join(folder, "members.csv"), "");
  mkdirSync(join(folder, "more"));
  writeFileSync(join(folder, "my members *.csv"), "");
  const found = OFFERS.bash(file, ["import", `${folder}/m`]);
  assert.deepEqual(found.filter(Boolean).sort(), [
    join(folder, "members.csv"),
    join(folder, "more"),
    join(folder, "my members *.csv"),
  ]);
});

test("completion: another shell is refused", async () => {
  assert.equal((await run(["completion", "tcsh"])).code, 2);
});

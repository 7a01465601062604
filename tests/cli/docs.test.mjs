// The docs of the command line say what there is, and their sessions are what one sees.

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { makeFolder, PROGRAM, run, simulate } from "./setup.mjs";

const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const README = read("cli/README.md");
const PAGE = read("docs/cli.md");

const blocks = (doc, language) =>
  [...doc.matchAll(/^```(\w+)\n([\s\S]*?)^```/gm)]
    .filter(([, word]) => word === language)
    .map(([, , text]) => text);

/** The same, with one word for what is another at each run. */
const masked = (text) =>
  text
    .replaceAll(/Id-[0-9a-f]{32}-O-Seq-\d+/g, "(request id)")
    .replaceAll(/127\.0\.0\.1:\d+/g, "(host)")
    .replaceAll(/random=\d+/g, "random=(number)")
    .replaceAll(/in \d+ s$/gm, "in (some) s");

test("docs: the sessions of the README are what one sees", async (t) => {
  const { env } = await simulate(t);
  const folder = makeFolder(t);
  writeFileSync(join(folder, "members.csv"), blocks(README, "csv")[0]);
  const sessions = blocks(README, "console");
  assert.ok(sessions.length >= 2);
  for (const session of sessions) {
    for (const [, command, shown] of session.matchAll(
      /^\$ room-engine-admin (.*)\n((?:[^$].*\n)*)/gm,
    )) {
      const said = await shell(command, folder, env);
      assert.equal(masked(said), masked(shown), command);
    }
  }
});

/** Both outputs of a command line, in one. */
async function shell(command, cwd, env) {
  const line = `'${process.execPath}' '${PROGRAM}' ${command} 2>&1 || true`;
  const child = spawn("sh", ["-c", line], { cwd, env: { PATH: process.env.PATH, ...env } });
  let text = "";
  for await (const chunk of child.stdout.setEncoding("utf8")) text += chunk;
  return text;
}

test("docs: every command that is no operation, and every flag of import, is in docs/cli.md", async () => {
  const { stdout } = await run(["--help"]);
  const own = stdout.slice(stdout.indexOf("\nMore\n"), stdout.indexOf("\nWho calls"));
  const names = [...own.matchAll(/^ {2}([a-z-]+) /gm)].map(([, name]) => name);
  assert.ok(names.length >= 7);
  for (const name of names) assert.match(PAGE, new RegExp(`^\\| \`${name}[ \`]`, "m"));
  const { stdout: help } = await run(["import", "--help"]);
  const flags = [...help.matchAll(/^ {2}(?:-\w, )?--([a-z-]+)/gm)].map(([, name]) => name);
  assert.ok(flags.length > 12);
  for (const flag of flags.filter((name) => name !== "help"))
    assert.ok(PAGE.includes(`\`--${flag}`), flag);
});

test("docs: a sample of cron is a shell script", () => {
  for (const script of blocks(PAGE, "sh")) execFileSync("sh", ["-n"], { input: script });
});

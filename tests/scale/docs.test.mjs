// docs/scale.md shows the files that the tests run, and how one of them is put to use.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { read } from "../docs/markdown.mjs";
import { MEMBER, WHO } from "../subject.mjs";
import { copyExamples, start } from "./setup.mjs";
import { startRedis } from "./stores.mjs";

const root = new URL("../../", import.meta.url);
const { blocks } = read(fileURLToPath(new URL("docs/scale.md", root)));
const SERVICE = new URL("../docs/service.mjs", import.meta.url).href;

test("docs: docs/scale.md shows each recipe as it is", () => {
  const shown = blocks.filter(({ words: [, name] }) => name?.endsWith(".mjs"));
  const names = shown.map(({ words: [, name], text }) => {
    const recipe = readFileSync(new URL(name, root), "utf8").trimEnd();
    assert.equal(text, recipe, `${name} was changed: copy it into docs/scale.md`);
    return name;
  });
  const recipes = ["redis", "postgres", "durable-object"];
  assert.deepEqual(
    names,
    recipes.map((name) => `examples/limiters/${name}.mjs`),
  );
});

test("docs: docs/scale.md shows how a client takes a limiter", async (t) => {
  const store = await startRedis(t);
  const { text } = blocks.find(({ words }) => words.includes("limiter"));
  const file = join(copyExamples("docs", ["limiters"]), "sample.mjs");
  const before = `const { sdkAppId, identifier, secretKey } = ${JSON.stringify(WHO)};`;
  const call = `await admin.updateRoomMemberInfo(${JSON.stringify({ ...MEMBER, nameCard: "jack" })})`;
  const after = `const { actionStatus } = ${call};\nconsole.log(actionStatus);\nprocess.exit();\n`;
  writeFileSync(file, [before, text, after].join("\n"));
  const env = { REDIS_URL: store.url };
  const { output, end } = start(t, process.execPath, ["--import", SERVICE, file], { env });
  assert.equal(await end, 0, output.text);
  assert.match(output.text, /^OK$/m);
  assert.equal(await store.admin.dbsize(), 1, "the limiter keeps its slot in the store");
});

// docs/scale.md shows the files that the tests run.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const root = new URL("../../", import.meta.url);
const read = (name) => readFileSync(new URL(name, root), "utf8");

test("docs: docs/scale.md shows each recipe as it is", () => {
  const shown = read("docs/scale.md").matchAll(/^```js (\S+)\n(.*?)^```$/gms);
  const names = Array.from(shown, ([, name, text]) => {
    assert.equal(text, read(name), `${name} was changed: copy it into docs/scale.md`);
    return name;
  });
  const recipes = ["redis", "postgres", "durable-object"];
  assert.deepEqual(
    names,
    recipes.map((name) => `examples/limiters/${name}.mjs`),
  );
});

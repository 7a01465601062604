// Runs `function.js` as an edge function of EdgeOne Pages would be run: an ES module in a V8 context
// with web standards, no packages, and of Node nothing.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { SourceTextModule } from "node:vm";

const { EdgeVM } = createRequire(import.meta.url)("@edge-runtime/vm");

const { context } = new EdgeVM();
// The vendor's list of what there is does not have it.
delete context.Response.json;
// Nor this one; whether it is there all the same could not be found out.
if (process.env.UNPACKS) context.DecompressionStream = DecompressionStream;
for (const name of ["process", "Buffer", "require", "global"]) {
  if (name in context) throw new Error(`${name} should not be here`);
}

const FILES = {
  "./room-engine-admin.js": "node_modules/room-engine-admin/dist/index.js",
  "./scenario.mjs": "scenario.mjs",
};
const modules = new Map();

function load(identifier, file) {
  if (!modules.has(file)) {
    modules.set(file, new SourceTextModule(readFileSync(file, "utf8"), { identifier, context }));
  }
  return modules.get(file);
}

const main = load("function.js", "function.js");
await main.link((specifier) => load(specifier, FILES[specifier]));
await main.evaluate();
const request = new context.Request("http://edge.test/", {
  method: "POST",
  body: process.env.SERVICE,
});
const response = await main.namespace.onRequest({ request });
console.log(await response.text());

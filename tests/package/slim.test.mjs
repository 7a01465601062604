// `room-engine-admin/slim` and `init(source)`: the module comes from where the host says.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { valueOf } from "../node/child.mjs";
import { serveRaw } from "../node/server.mjs";
import { requirePackage, WHO } from "../subject.mjs";

const FILE = requirePackage.resolve("room-engine-admin/core_bg.wasm");
const SIGN = JSON.stringify(WHO);

/** Has `bytes`, and a function that tells the outcome of a promise in a word or two. */
const PRELUDE = `
  import { readFileSync } from "node:fs";
  import { init, RoomEngineError, signUserSig } from "room-engine-admin/slim";
  const bytes = readFileSync(${JSON.stringify(FILE)});
  const told = (promise) => promise.then(
    (value) => typeof value,
    (error) => [error.kind, error.retryable, RoomEngineError.is(error)].join(),
  );
  const show = (value) => console.log(JSON.stringify(value));
`;

test("slim: without init, slim says what is missing, and init mends it", async () => {
  const seen = await valueOf(`
    ${PRELUDE}
    const { hint } = await signUserSig(${SIGN}).catch((error) => error);
    const before = [await told(signUserSig(${SIGN})), await told(init())];
    await init(bytes);
    show({ hint, before, after: await told(signUserSig(${SIGN})) });
  `);
  assert.match(seen.hint, /init\(source\)/);
  assert.deepEqual(seen.before, ["load,false,true", "load,false,true"]);
  assert.equal(seen.after, "string");
});

const SOURCES = {
  "a Uint8Array": "new Uint8Array(bytes)",
  "a Buffer": "bytes",
  "an ArrayBuffer": "new Uint8Array(bytes).buffer",
  "a WebAssembly.Module": "new WebAssembly.Module(bytes)",
  "a promise of bytes": "Promise.resolve(bytes)",
  "a promise of a module": "WebAssembly.compile(bytes)",
  "a Response": 'new Response(bytes, { headers: { "content-type": "application/wasm" } })',
  "a Response of another type": "new Response(bytes)",
  "a promise of a Response": "Promise.resolve(new Response(bytes))",
};

for (const [what, source] of Object.entries(SOURCES)) {
  test(`slim: init takes ${what}`, async () => {
    const seen = await valueOf(`
      ${PRELUDE}
      show([await told(init(${source})), await told(signUserSig(${SIGN}))]);
    `);
    assert.deepEqual(seen, ["undefined", "string"]);
  });
}

test("slim: init takes the URL of the module, as a text or as a URL", async (t) => {
  const url = await serveRaw(t, (_request, response) => {
    response.setHeader("content-type", "application/wasm");
    response.end(readFileSync(FILE));
  });
  for (const source of [`"${url}/core_bg.wasm"`, `new URL("${url}/core_bg.wasm")`]) {
    const seen = await valueOf(`
      ${PRELUDE}
      show([await told(init(${source})), await told(signUserSig(${SIGN}))]);
    `);
    assert.deepEqual(seen, ["undefined", "string"]);
  }
});

const NO_SOURCES = {
  "bytes of something else": "new Uint8Array([1, 2, 3])",
  "an empty file": "new Uint8Array()",
  "a page that was not found": 'new Response("not found", { status: 404 })',
  "a promise that rejects": 'Promise.reject(new Error("offline"))',
  "a number": "42",
  "another module": "new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]))",
};

for (const [what, source] of Object.entries(NO_SOURCES)) {
  test(`slim: init rejects ${what}, and may be tried again`, async () => {
    const seen = await valueOf(`
      ${PRELUDE}
      const failed = await told(init(${source}));
      show([failed, await told(init(bytes)), await told(signUserSig(${SIGN}))]);
    `);
    assert.deepEqual(seen, ["load,true,true", "undefined", "string"]);
  });
}

test("slim: init loads once, whatever it is given later", async () => {
  const seen = await valueOf(`
    ${PRELUDE}
    const fresh = () => told(init(new WebAssembly.Module(bytes)));
    const first = await Promise.all([fresh(), fresh(), told(init())]);
    show([...first, await told(init("nonsense")), await told(init())]);
  `);
  assert.deepEqual(seen, Array(5).fill("undefined"));
});

test("slim: it uses the module that another entry has loaded", async () => {
  const seen = await valueOf(`
    ${PRELUDE}
    const main = await import("room-engine-admin");
    await main.init();
    show([await told(signUserSig(${SIGN})), await told(main.signUserSig(${SIGN}))]);
  `);
  assert.deepEqual(seen, ["string", "string"]);
});

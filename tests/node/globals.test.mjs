// Globals that a test runner or a library puts on Node: they change nothing.

import assert from "node:assert/strict";
import { test } from "node:test";
import { MEMBER, serve, simulate, WHO } from "../subject.mjs";
import { valueOf, valueOfScript } from "./child.mjs";

const CALLS = `
  const admin = new RoomEngineAdmin({ ...${JSON.stringify(WHO)}, baseUrl: BASE_URL });
  const call = () => admin.updateRoomMemberInfo(${JSON.stringify(MEMBER)});
  (async () => {
    const { errorCode } = await call();
    const sig = await signUserSig(${JSON.stringify(WHO)});
    console.log(JSON.stringify([errorCode, typeof sig]));
  })();
`;

const GLOBALS = {
  "an empty window": "globalThis.window = {};",
  "an empty self": "globalThis.self = {};",
  "an empty window and self": "globalThis.window = {}; globalThis.self = {};",
  "a window and a document, as jsdom has them":
    "globalThis.window = { document: {} }; globalThis.document = window.document; globalThis.self = window;",
  "a window that is the global object": "globalThis.window = globalThis;",
  "a navigator of a browser":
    "Object.defineProperty(globalThis, 'navigator', { value: { userAgent: 'Mozilla/5.0' } });",
  "a window that throws when it is looked at":
    "globalThis.window = new Proxy({}, { get() { throw new Error('looked at'); } });",
};

for (const [what, setUp] of Object.entries(GLOBALS)) {
  for (const when of ["before the import", "after it"]) {
    test(`globals: ${what}, set ${when}, changes nothing`, async (t) => {
      const baseUrl = JSON.stringify(await serve(t, simulate()));
      const load = `const { RoomEngineAdmin, signUserSig } = await import("room-engine-admin");`;
      const parts = when === "after it" ? [load, setUp] : [setUp, load];
      const code = [...parts, CALLS.replace("BASE_URL", baseUrl)].join("\n");
      assert.deepEqual(await valueOf(code), [0, "string"]);
    });
  }
}

test("globals: an empty window changes nothing for CommonJS", async (t) => {
  const baseUrl = JSON.stringify(await serve(t, simulate()));
  const load = `const { RoomEngineAdmin, signUserSig } = require("room-engine-admin");`;
  const code = `globalThis.window = {}; globalThis.self = {};\n${load}${CALLS.replace("BASE_URL", baseUrl)}`;
  assert.deepEqual(await valueOfScript(code), [0, "string"]);
});

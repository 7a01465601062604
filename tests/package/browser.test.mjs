// What bundlers for browsers take, and Jest's jsdom: a small module inside, a large one beside it. Run
// on Node, which takes them too when it is told to.

import assert from "node:assert/strict";
import { test } from "node:test";
import { valueOf, valueOfScript } from "../node/child.mjs";
import { MEMBER, requirePackage, WHO } from "../subject.mjs";

const FLAGS = { flags: ["--conditions=browser"] };
const FILE = requirePackage.resolve("room-engine-admin/core_bg.wasm");

/** Tells how large each module was that was made. */
const PRELUDE = `
  const sizes = [];
  const { Module } = WebAssembly;
  WebAssembly.Module = new Proxy(Module, {
    construct: (target, [bytes]) => (sizes.push(bytes.length), Reflect.construct(target, [bytes])),
  });
  const fetch = () => ({ status: 200, text: () => '{"ErrorCode":0,"ActionStatus":"OK"}' });
  const page = { endpoint: "https://admin.example.com/api", fetch };
  const who = { ...${JSON.stringify(WHO)}, fetch };
  const member = ${JSON.stringify(MEMBER)};
  const codeOf = (call) => call.then(({ errorCode }) => errorCode, ({ kind, message }) => kind + ": " + message);
`;

const LOADS = {
  import: [valueOf, 'await import("room-engine-admin")'],
  require: [valueOfScript, 'require("room-engine-admin")'],
};

for (const [way, [run, load]] of Object.entries(LOADS)) {
  test(`browser: a page with an endpoint loads the small module, a key the large one (${way})`, async () => {
    const { codes, sizes, userSig } = await run(
      `
      ${PRELUDE}
      (async () => {
        const { RoomEngineAdmin, signUserSig, updateRoomMemberInfo } = ${load};
        const admin = new RoomEngineAdmin(page);
        const codes = [
          await codeOf(admin.updateRoomMemberInfo(member)),
          await codeOf(updateRoomMemberInfo({ ...page, ...member })),
          sizes.length,
          await codeOf(new RoomEngineAdmin(who).updateRoomMemberInfo(member)),
          await codeOf(updateRoomMemberInfo({ ...who, ...member })),
          await codeOf(admin.updateRoomMemberInfo(member)),
        ];
        const userSig = await signUserSig(${JSON.stringify(WHO)});
        console.log(JSON.stringify({ codes, sizes, userSig }));
      })();
    `,
      FLAGS,
    );
    assert.deepEqual(codes, [0, 0, 1, 0, 0, 0]);
    assert.equal(sizes.length, 2);
    assert.ok(sizes[0] < 0.75 * sizes[1], `${sizes}`);
    assert.match(userSig, /^e/);
  });
}

test("browser: whoever brings the large module has no other", async () => {
  const { codes, sizes } = await valueOf(
    `
    import { readFileSync } from "node:fs";
    ${PRELUDE}
    const { init, updateRoomMemberInfo } = await import("room-engine-admin");
    await init(new Uint8Array(readFileSync(${JSON.stringify(FILE)})));
    const codes = [
      await codeOf(updateRoomMemberInfo({ ...page, ...member })),
      await codeOf(updateRoomMemberInfo({ ...who, ...member })),
    ];
    console.log(JSON.stringify({ codes, sizes }));
  `,
    FLAGS,
  );
  assert.deepEqual(codes, [0, 0]);
  assert.equal(sizes.length, 1);
});

test("browser: bulk and the handler take what they need from beside it", async () => {
  const seen = await valueOf(
    `
    ${PRELUDE}
    const { RoomEngineAdmin } = await import("room-engine-admin");
    const { createHandler } = await import("room-engine-admin/handler");
    const seen = [];
    for await (const { ok } of new RoomEngineAdmin(page).bulk([member])) seen.push(ok);
    const handler = createHandler({ ...who, authorize: () => true });
    const body = JSON.stringify({ operation: "updateRoomMemberInfo", options: member });
    const headers = { "content-type": "application/json" };
    const request = new Request("https://admin.example.com/api", { method: "POST", headers, body });
    seen.push((await handler(request)).status);
    console.log(JSON.stringify(seen));
  `,
    FLAGS,
  );
  assert.deepEqual(seen, [true, 200]);
});

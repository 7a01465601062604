// ESM and CommonJS: each works by itself, and both in one process share all there is to share.

import assert from "node:assert/strict";
import { test } from "node:test";
import { valueOf, valueOfScript } from "../node/child.mjs";
import { importPackage, MEMBER, requirePackage, SECRET_KEY, VERSION, WHO } from "../subject.mjs";

const NAMES = [
  "LIMITS",
  "RoomEngineAdmin",
  "RoomEngineError",
  "VERSION",
  "addRobot",
  "banRoomMember",
  "changeRoomOwner",
  "createRoom",
  "deleteCallback",
  "deleteRobot",
  "destroyRoom",
  "getBannedMemberList",
  "getCallback",
  "getRoomInfo",
  "getRoomMemberList",
  "getSeatList",
  "init",
  "inspectUserSig",
  "kickUserOffSeat",
  "kickUserOut",
  "lockSeat",
  "markRoomMember",
  "moveUserToSeat",
  "pickUserOnSeat",
  "setCallback",
  "signUserSig",
  "switchSeat",
  "unbanRoomMember",
  "updateCallback",
  "updateRoomInfo",
  "updateRoomMemberInfo",
];
const ENTRIES = {
  "room-engine-admin": NAMES,
  "room-engine-admin/slim": NAMES,
  "room-engine-admin/node": ["nodeFetch"],
  "room-engine-admin/simulator": ["createSimulator", "demoRooms"],
  "room-engine-admin/simulator/node": ["listen"],
};

for (const [entry, names] of Object.entries(ENTRIES)) {
  test(`formats: ${entry} exports the same names by import and by require`, async () => {
    const imported = await importPackage(entry);
    assert.deepEqual(Object.keys(imported).sort(), names);
    const required = requirePackage(entry);
    assert.deepEqual(Object.keys(required).sort(), names);
    for (const name of names) assert.equal(typeof imported[name], typeof required[name]);
  });
}

test("formats: package.json can be imported, and nothing inside the package can", async () => {
  assert.equal(requirePackage("room-engine-admin/package.json").version, VERSION);
  const version = await valueOf(`
    import manifest from "room-engine-admin/package.json" with { type: "json" };
    console.log(JSON.stringify(manifest.version));
  `);
  assert.equal(version, VERSION);
  for (const inner of ["dist/index.js", "src/index.js", "simulator/index.js", "types/index.d.ts"]) {
    const code = "ERR_PACKAGE_PATH_NOT_EXPORTED";
    assert.throws(() => requirePackage(`room-engine-admin/${inner}`), { code });
    await assert.rejects(importPackage(`room-engine-admin/${inner}`), { code });
  }
});

test("formats: a second import gives the same module", async () => {
  assert.equal(await importPackage("room-engine-admin"), await importPackage("room-engine-admin"));
  const names = await valueOf(`
    import * as one from "room-engine-admin";
    const other = await import("room-engine-admin");
    console.log(JSON.stringify(one === other));
  `);
  assert.equal(names, true);
});

test("formats: CommonJS by itself makes a call, and names are known to an ESM importer", async () => {
  const reply = await valueOfScript(`
    const { updateRoomMemberInfo } = require("room-engine-admin");
    const { createSimulator } = require("room-engine-admin/simulator");
    const simulator = createSimulator({
      sdkAppId: ${WHO.sdkAppId},
      secretKey: "${SECRET_KEY}",
      rooms: { "room-test": { members: ["user4"] } },
    });
    updateRoomMemberInfo({ ...${JSON.stringify({ ...WHO, ...MEMBER })}, fetch: simulator.fetch })
      .then((reply) => console.log(JSON.stringify(reply)));
  `);
  assert.equal(reply.errorCode, 0);
});

/** Both copies, whose calls run in the given order. */
const BOTH = `
  import { createRequire } from "node:module";
  const instances = [];
  const { Instance } = WebAssembly;
  WebAssembly.Instance = new Proxy(Instance, {
    construct: (target, args) => (instances.push(1), Reflect.construct(target, args)),
  });
  const instantiate = WebAssembly.instantiate;
  WebAssembly.instantiate = (...args) => (instances.push(1), instantiate(...args));
  const esm = await import("room-engine-admin");
  const cjs = createRequire(import.meta.url)("room-engine-admin");
  const { createSimulator } = await import("room-engine-admin/simulator");
  const who = ${JSON.stringify(WHO)};
  const member = ${JSON.stringify(MEMBER)};
  const simulator = createSimulator({
    sdkAppId: who.sdkAppId, secretKey: who.secretKey, rooms: { "room-test": { members: ["user4"] } },
  });
  const options = { ...who, fetch: simulator.fetch };
`;

for (const [first, second] of [
  ["esm", "cjs"],
  ["cjs", "esm"],
]) {
  test(`formats: with ${first} first, ${second} uses the module that is there`, async () => {
    const seen = await valueOf(`
      ${BOTH}
      // Not through the simulator: Node's own Response brings a WebAssembly module too.
      const fetch = () => ({ status: 200, text: () => '{"ErrorCode":0}' });
      const call = (copy) => copy.updateRoomMemberInfo({ ...who, ...member, fetch });
      const replies = [(await call(${first})).errorCode, (await call(${second})).errorCode];
      const same = esm.RoomEngineAdmin === cjs.RoomEngineAdmin;
      console.log(JSON.stringify({ instances: instances.length, replies, same }));
    `);
    assert.deepEqual(seen, { instances: 1, replies: [0, 0], same: false });
  });

  test(`formats: with ${first} first, both reject with whole errors that both know`, async () => {
    const seen = await valueOf(`
      ${BOTH}
      await ${first}.signUserSig(who);
      const seen = [];
      const copies = { esm, cjs };
      for (const [name, copy] of Object.entries(copies)) {
        const [admin, freed] = [1, 2].map(() => new copy.RoomEngineAdmin(who));
        for (const call of [
          () => copy.updateRoomMemberInfo(),
          () => copy.updateRoomMemberInfo({ ...options, roomId: "none", memberAccount: "x" }),
          () => copy.signUserSig({ ...who, ttl: -1 }),
          () => copy.inspectUserSig("none"),
          () => admin.updateRoomMemberInfo(),
          () => admin.signUserSig(),
          () => (freed.free(), freed.signUserSig("user4")),
        ]) {
          const error = await call().catch((error) => error);
          seen.push([
            name,
            error instanceof Error && error instanceof copy.RoomEngineError,
            esm.RoomEngineError.is(error) && cjs.RoomEngineError.is(error),
            error.kind,
            error.name,
          ].join(" "));
        }
      }
      console.log(JSON.stringify(seen));
    `);
    for (const line of seen) {
      assert.match(line, /^(esm|cjs) true true (invalid|api) RoomEngineError$/);
    }
    assert.equal(seen.length, 14);
  });
}

test("formats: a client of one copy works beside a client of the other", async () => {
  const replies = await valueOf(`
    ${BOTH}
    const clients = [esm, cjs, esm, cjs].map((copy) => new copy.RoomEngineAdmin(options));
    const calls = Array.from({ length: 40 }, (_, index) =>
      clients[index % 4].updateRoomMemberInfo({ ...member, nameCard: String(index) }));
    const replies = (await Promise.all(calls)).map((reply) => reply.errorCode);
    clients[0].free();
    clients[3].free();
    replies.push((await clients[1].updateRoomMemberInfo(member)).errorCode);
    replies.push((await clients[2].updateRoomMemberInfo(member)).errorCode);
    console.log(JSON.stringify({ replies: new Set(replies).size, calls: simulator.calls.length }));
  `);
  assert.deepEqual(replies, { replies: 1, calls: 42 });
});

test("formats: the parts of the simulator work together whatever format each comes in", async () => {
  const { createSimulator } = requirePackage("room-engine-admin/simulator");
  const { listen } = await importPackage("room-engine-admin/simulator/node");
  const { updateRoomMemberInfo } = requirePackage("room-engine-admin");
  const { sdkAppId, secretKey } = WHO;
  const simulator = createSimulator({
    sdkAppId,
    secretKey,
    rooms: { "room-test": { members: ["user4"] } },
  });
  const { url, close } = await listen(simulator);
  try {
    const options = { ...WHO, ...MEMBER, nameCard: "mixed", baseUrl: url };
    assert.equal((await updateRoomMemberInfo(options)).errorCode, 0);
    assert.equal(simulator.rooms["room-test"].members.user4.nameCard, "mixed");
  } finally {
    await close();
  }
});

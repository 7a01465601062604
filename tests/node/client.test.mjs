// RoomEngineAdmin as an object: what it keeps, when it checks, and how it ends.

import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import {
  MEMBER,
  RoomEngineAdmin,
  RoomEngineError,
  rejection,
  SECRET_KEY,
  simulate,
  WHO,
} from "../subject.mjs";
import { until } from "./moment.mjs";
import { ok, record } from "./recorder.mjs";

const BAD_OPTIONS = {
  nothing: [undefined, "options"],
  null: [null, "options"],
  "a string": ["sdkAppId", "options"],
  "a number": [42, "options"],
  "an array": [[WHO], "options"],
  "a function": [() => WHO, "options"],
  "an empty object": [{}, "sdkAppId"],
  "an unknown name": [{ ...WHO, sdkappid: 1 }, "sdkappid"],
  "an option of the call": [{ ...WHO, roomId: "room-test" }, "roomId"],
  "a signal": [{ ...WHO, signal: AbortSignal.abort() }, "signal"],
  "both credentials": [{ ...WHO, userSig: "eJx" }, "userSig"],
  "no credential": [{ ...WHO, secretKey: undefined }, "secretKey"],
  "region and baseUrl": [{ ...WHO, region: "china", baseUrl: "https://example.com" }, "baseUrl"],
  "http to elsewhere": [{ ...WHO, baseUrl: "http://example.com" }, "baseUrl"],
  "a getter that throws": [
    {
      ...WHO,
      get region() {
        throw new Error("no region today");
      },
    },
    "region",
  ],
};

for (const [what, [options, field]] of Object.entries(BAD_OPTIONS)) {
  test(`client: a client made from ${what} throws nothing, and each call rejects alike`, async () => {
    const admin = new RoomEngineAdmin(options);
    const errors = [];
    for (let index = 0; index < 3; index += 1) {
      errors.push(await rejection(admin.updateRoomMemberInfo(MEMBER)));
    }
    errors.push(...(await Promise.all([1, 2].map(() => rejection(admin.signUserSig("user4"))))));
    for (const error of errors) {
      assert.ok(error instanceof RoomEngineError, inspect(error));
      assert.equal(error.kind, "invalid");
      assert.equal(error.field, field);
      assert.equal(error.message, errors[0].message);
      assert.equal(error.attempts, 0);
    }
    assert.equal(new Set(errors).size, errors.length);
    admin.free();
  });
}

test("client: a call's own options are checked anew by each call", async () => {
  const { fetch, exchanges } = record();
  const admin = new RoomEngineAdmin({ ...WHO, fetch });
  for (const [options, requestOptions, field] of [
    [undefined, undefined, "options"],
    ["room-test", undefined, "options"],
    [{ ...MEMBER, namecard: "jack" }, undefined, "namecard"],
    [{ ...MEMBER, sdkAppId: 1 }, undefined, "sdkAppId"],
    [{ ...MEMBER, signal: AbortSignal.abort() }, undefined, "signal"],
    [{ ...MEMBER, nameCard: "x".repeat(33) }, undefined, "nameCard"],
    [{ ...MEMBER, nameCard: "一".repeat(11) }, undefined, "nameCard"],
    [{ ...MEMBER, customInfo: "😀".repeat(16) }, undefined, "customInfo"],
    [{ ...MEMBER, role: "Owner" }, undefined, "role"],
    [{ ...MEMBER, roomId: "a\ud800" }, undefined, "roomId"],
    [MEMBER, "signal", "requestOptions"],
    [MEMBER, { timeoutMs: 5 }, "timeoutMs"],
  ]) {
    const error = await rejection(admin.updateRoomMemberInfo(options, requestOptions));
    assert.ok(RoomEngineError.is(error), inspect(error));
    assert.equal(error.kind, "invalid");
    assert.equal(error.field, field);
  }
  assert.equal(exchanges.length, 0);
  assert.equal((await admin.updateRoomMemberInfo(MEMBER)).errorCode, 0);
});

test("client: what the caller changes in its options after the construction does not matter", async () => {
  const simulator = simulate();
  const options = { ...WHO, fetch: simulator.fetch };
  const admin = new RoomEngineAdmin(options);
  options.secretKey = "another key";
  options.identifier = "somebody";
  options.fetch = () => assert.fail("the fetch that was set later was called");
  options.nonsense = true;
  assert.equal((await admin.updateRoomMemberInfo(MEMBER)).errorCode, 0);
  Object.assign(options, { sdkAppId: 1 });
  assert.equal((await admin.updateRoomMemberInfo(MEMBER)).errorCode, 0);
});

test("client: what the caller changes in a call's options after the call does not matter", async () => {
  const { fetch, exchanges } = record();
  const admin = new RoomEngineAdmin({ ...WHO, fetch });
  const options = { ...MEMBER, nameCard: "first" };
  const requestOptions = {};
  const call = admin.updateRoomMemberInfo(options, requestOptions);
  options.nameCard = "second";
  requestOptions.signal = AbortSignal.abort("later");
  await call;
  assert.match(exchanges[0].init.body, /"NameCard":"first"/);
});

async function assertFreed(admin) {
  for (const call of [() => admin.updateRoomMemberInfo(MEMBER), () => admin.signUserSig("user4")]) {
    const error = await rejection(call());
    assert.ok(error instanceof RoomEngineError, inspect(error));
    assert.equal(error.kind, "invalid");
    assert.equal(error.retryable, false);
    assert.equal(error.attempts, 0);
    assert.match(error.message, /freed/);
  }
}

test("client: after free() calls reject, and a second free() does no harm", async () => {
  const admin = new RoomEngineAdmin({ ...WHO, fetch: simulate().fetch });
  await admin.updateRoomMemberInfo(MEMBER);
  assert.equal(admin.free(), undefined);
  await assertFreed(admin);
  admin.free();
  await assertFreed(admin);
});

test("client: a client that never made a call can be freed too", async () => {
  const admin = new RoomEngineAdmin(WHO);
  admin.free();
  await assertFreed(admin);
  const bad = new RoomEngineAdmin(undefined);
  bad.free();
  await assertFreed(bad);
});

test("client: calls under way finish after free()", async () => {
  let answer;
  const { fetch, exchanges } = record(() => new Promise((resolve) => (answer = resolve)));
  const admin = new RoomEngineAdmin({ ...WHO, fetch });
  const call = admin.updateRoomMemberInfo(MEMBER);
  await until(() => exchanges.length === 1);
  admin.free();
  await assertFreed(admin);
  answer(ok());
  assert.equal((await call).errorCode, 0);
});

test("client: a call made just before free() finishes too", async () => {
  const { fetch } = record();
  const admin = new RoomEngineAdmin({ ...WHO, fetch });
  const calls = [admin.updateRoomMemberInfo(MEMBER), admin.signUserSig("user4")];
  admin.free();
  const [reply, userSig] = await Promise.all(calls);
  assert.equal(reply.errorCode, 0);
  assert.equal(typeof userSig, "string");
});

test("client: Symbol.dispose frees, as `using` has it", async () => {
  const admin = new RoomEngineAdmin({ ...WHO, fetch: simulate().fetch });
  await admin.updateRoomMemberInfo(MEMBER);
  assert.equal(typeof admin[Symbol.dispose], "function");
  admin[Symbol.dispose]();
  await assertFreed(admin);
});

test("client: nothing that shows a client shows its key", async () => {
  const admin = new RoomEngineAdmin({ ...WHO, fetch: record().fetch });
  for (let round = 0; round < 2; round += 1) {
    const shown = [
      inspect(admin, { depth: 20, showHidden: true, getters: true }),
      JSON.stringify(admin),
      String(admin),
      JSON.stringify(Object.getOwnPropertyDescriptors(admin)),
      inspect(structuredClone(admin), { showHidden: true }),
      inspect({ ...admin }),
    ];
    for (const text of shown) assert.ok(!text.includes(SECRET_KEY.slice(0, 16)), text);
    await admin.updateRoomMemberInfo(MEMBER);
  }
});

test("client: methods may be called without their object only with a clear failure", async () => {
  const { updateRoomMemberInfo } = new RoomEngineAdmin(WHO);
  await assert.rejects(async () => updateRoomMemberInfo(MEMBER), TypeError);
});

test("client: a class may extend it", async () => {
  class Rooms extends RoomEngineAdmin {
    promote(memberAccount) {
      return this.updateRoomMemberInfo({ roomId: "room-test", memberAccount, role: "Admin" });
    }
  }
  const simulator = simulate();
  const rooms = new Rooms({ ...WHO, fetch: simulator.fetch });
  await rooms.promote("user4");
  assert.equal(simulator.rooms["room-test"].members.user4.role, "Admin");
});

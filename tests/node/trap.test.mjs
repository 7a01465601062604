// A trap leaves an instance of the module that cannot be trusted. None is known to be reachable, so
// these programs break the instance themselves: a function of it throws once, as a trap would.

import assert from "node:assert/strict";
import { test } from "node:test";
import { MEMBER, WHO } from "../subject.mjs";
import { valueOf } from "./child.mjs";

/** `trap(name)` makes the module's function `name` trap when it is called next. */
const PRELUDE = `
  const unhandled = [];
  process.on("unhandledRejection", (reason) => unhandled.push(String(reason)));
  process.on("uncaughtException", (error) => unhandled.push(String(error)));
  const broken = new Set();
  let instances = 0;
  const trap = (name) => broken.add(name);
  WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
    construct(target, args) {
      instances += 1;
      const { exports } = Reflect.construct(target, args);
      const wrapped = Object.entries(exports).map(([name, value]) => [
        name,
        typeof value !== "function" ? value : (...given) => {
          if (broken.delete(name)) throw new WebAssembly.RuntimeError("unreachable");
          return value(...given);
        },
      ]);
      return { exports: Object.fromEntries(wrapped) };
    },
  });
  const { RoomEngineAdmin, RoomEngineError, signUserSig, updateRoomMemberInfo } =
    await import("room-engine-admin");
  const who = ${JSON.stringify(WHO)};
  const member = ${JSON.stringify(MEMBER)};
  const ok = { status: 200, text: () => '{"ErrorCode":0}' };
  const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const told = (promise) =>
    promise.then(
      (value) => value.errorCode ?? typeof value,
      (error) => [error.kind, error.retryable, RoomEngineError.is(error), error.cause?.message].join(),
    );
  const show = (value) => console.log(JSON.stringify({ ...value, unhandled }));
`;

const FAILED = "load,true,true,unreachable";

for (const [what, name, call] of [
  ["a call", "once", "updateRoomMemberInfo({ ...who, ...member, fetch: () => ok })"],
  ["signing", "signOnce", "signUserSig(who)"],
]) {
  test(`trap: ${what} that traps is told so, and the next one gets a new instance`, async () => {
    const seen = await valueOf(`
      ${PRELUDE}
      const before = await told(${call});
      trap("${name}");
      const trapped = await told(${call});
      show({ before, trapped, after: await told(${call}), instances });
    `);
    const good = name === "once" ? 0 : "string";
    const instances = 2;
    assert.deepEqual(seen, {
      before: good,
      trapped: FAILED,
      after: good,
      instances,
      unhandled: [],
    });
  });
}

test("trap: a trap ends the calls that are under way, and nothing of them comes to life later", async () => {
  const seen = await valueOf(`
    ${PRELUDE}
    const fetches = {
      never: () => new Promise(() => {}),
      answers: () => later(60).then(() => ok),
      rejects: () => later(60).then(() => { throw new Error("late"); }),
      reads: () => ({ status: 200, text: () => later(60).then(() => "{}") }),
    };
    const controller = new AbortController();
    const calls = Object.values(fetches).flatMap((fetch) => [
      updateRoomMemberInfo({ ...who, ...member, fetch, timeoutMs: 100 }),
      updateRoomMemberInfo({ ...who, ...member, fetch, timeoutMs: 150, signal: controller.signal }),
    ]);
    const provider = () => later(60).then(() => "eJx");
    const { secretKey, ...account } = who;
    calls.push(updateRoomMemberInfo({ ...account, ...member, userSig: provider, timeoutMs: 150 }));
    const outcomes = Promise.all(calls.map(told));
    await later(20);
    trap("signOnce");
    await told(signUserSig(who));
    const seen = new Set(await outcomes);
    const after = [await told(signUserSig(who))];
    controller.abort("late");
    await later(200);
    after.push(await told(updateRoomMemberInfo({ ...who, ...member, fetch: () => ok })));
    show({ seen: [...seen], after });
  `);
  assert.deepEqual(seen, { seen: [FAILED], after: ["string", 0], unhandled: [] });
});

test("trap: a trap in a continuation ends its call too", async () => {
  const seen = await valueOf(`
    ${PRELUDE}
    const call = updateRoomMemberInfo({ ...who, ...member, fetch: () => later(20).then(() => ok) });
    await later(5);
    trap("step");
    const trapped = await told(call);
    show({ trapped, after: await told(updateRoomMemberInfo({ ...who, ...member, fetch: () => ok })) });
  `);
  assert.deepEqual(seen, { trapped: FAILED, after: 0, unhandled: [] });
});

test("trap: clients made before a trap go on after it, and may be freed", async () => {
  const seen = await valueOf(`
    ${PRELUDE}
    const clients = [1, 2, 3, 4].map(() => new RoomEngineAdmin({ ...who, fetch: () => ok }));
    for (const client of clients) await client.updateRoomMemberInfo(member);
    trap("signOnce");
    await told(signUserSig(who));
    clients[0].free();
    clients[1].free();
    const other = new RoomEngineAdmin({ ...who, fetch: () => ok });
    const seen = [];
    for (let round = 0; round < 50; round += 1) {
      seen.push(await told(other.updateRoomMemberInfo(member)));
      seen.push(await told(other.signUserSig("user" + round)));
      seen.push(await told(clients[2].updateRoomMemberInfo(member)));
    }
    clients[2].free();
    clients[3].free();
    other.free();
    const freed = await told(clients[3].updateRoomMemberInfo(member));
    show({ seen: [...new Set(seen)], freed: freed.split(",")[0], instances });
  `);
  assert.deepEqual(seen, { seen: [0, "string"], freed: "invalid", instances: 2, unhandled: [] });
});

test("trap: a call of a client that has to be made anew still tells what is wrong", async () => {
  const seen = await valueOf(`
    ${PRELUDE}
    const client = new RoomEngineAdmin({ ...who, fetch: () => ok });
    await client.updateRoomMemberInfo(member);
    trap("begin");
    const trapped = await told(client.updateRoomMemberInfo(member));
    const error = await client.updateRoomMemberInfo({ ...member, nameCrad: "x" }).catch((e) => e);
    show({ trapped, field: error.field });
  `);
  assert.deepEqual(seen, { trapped: FAILED, field: "nameCrad", unhandled: [] });
});

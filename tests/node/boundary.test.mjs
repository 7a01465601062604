// Between JavaScript and the module: how often it is crossed, and that nothing of it can be upset.

import assert from "node:assert/strict";
import { test } from "node:test";
import { MEMBER, SECRET_KEY, WHO } from "../subject.mjs";
import { runModule, valueOf } from "./child.mjs";

const OPTIONS = JSON.stringify({ ...WHO, ...MEMBER });
const ANSWER = `{ status: 200, text: () => '{"ErrorCode":0}' }`;

test("boundary: a call without a repetition crosses it six times at the most", async () => {
  const { first, next, once } = await valueOf(`
    let crossings = 0;
    WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
      construct(target, args) {
        const [module, imports] = args;
        const counted = (functions) => Object.fromEntries(
          Object.entries(functions).map(([name, value]) => [
            name,
            typeof value === "function" ? (...given) => ((crossings += 1), value(...given)) : value,
          ]),
        );
        const given = Object.entries(imports).map(([name, functions]) => [name, counted(functions)]);
        const { exports } = Reflect.construct(target, [module, Object.fromEntries(given)]);
        return { exports: counted(exports) };
      },
    });
    const { RoomEngineAdmin, updateRoomMemberInfo } = await import("room-engine-admin");
    const { roomId, memberAccount, ...who } = ${OPTIONS};
    const fetch = () => (${ANSWER});
    const admin = new RoomEngineAdmin({ ...who, fetch });
    const counted = async (call) => {
      crossings = 0;
      await call();
      return crossings;
    };
    const call = () => admin.updateRoomMemberInfo({ roomId, memberAccount });
    const first = await counted(call);
    const next = await counted(call);
    const once = await counted(() => updateRoomMemberInfo({ ...${OPTIONS}, fetch }));
    console.log(JSON.stringify({ first, next, once }));
  `);
  assert.ok(next <= 6, `${next} crossings`);
  assert.ok(once <= 6, `${once} crossings`);
  assert.ok(first > next, "what counts sees the client being made");
});

test("boundary: memory that has grown is looked at anew, whoever says that it is the same", async () => {
  const kinds = await valueOf(`
    Object.defineProperty(ArrayBuffer.prototype, "detached", { get: () => false });
    const { RoomEngineAdmin } = await import("room-engine-admin");
    const { roomId, memberAccount, ...who } = ${OPTIONS};
    const body = JSON.stringify({ ErrorCode: 0, ErrorInfo: "x".repeat(300_000) });
    const fetch = () => ({ status: 200, text: () => body });
    const admin = new RoomEngineAdmin({ ...who, fetch });
    const calls = Array.from({ length: 50 }, (_, index) =>
      admin.updateRoomMemberInfo({ roomId, memberAccount: memberAccount + index }));
    const outcomes = await Promise.allSettled(calls);
    console.log(JSON.stringify([...new Set(outcomes.map(({ value, reason }) => value?.errorCode ?? reason.kind))]));
  `);
  assert.deepEqual(kinds, [0]);
});

test("abort: 1,000 calls on one signal have one listener, and Node warns of nothing", async () => {
  const { stdout, stderr } = await runModule(`
    import { getEventListeners } from "node:events";
    import { RoomEngineAdmin } from "room-engine-admin";
    const { roomId, ...who } = ${OPTIONS};
    delete who.memberAccount;
    const admin = new RoomEngineAdmin({ ...who, fetch: () => new Promise(() => {}) });
    const controller = new AbortController();
    const { signal } = controller;
    const count = () => getEventListeners(signal, "abort").length;
    const calls = Array.from({ length: 1000 }, (_, index) =>
      admin.updateRoomMemberInfo({ roomId, memberAccount: "user" + index }, { signal }));
    const settled = Promise.allSettled(calls);
    await new Promise((resolve) => setTimeout(resolve, 20));
    const during = count();
    controller.abort("all");
    const reasons = new Set((await settled).map(({ reason }) => reason));
    console.log(JSON.stringify({ during, after: count(), reasons: [...reasons] }));
  `);
  assert.deepEqual(JSON.parse(stdout), { during: 1, after: 0, reasons: ["all"] });
  assert.equal(stderr, "");
});

test("errors: without secure randomness a call is refused, and no repetition is suggested", async () => {
  const error = await valueOf(`
    const { updateRoomMemberInfo } = await import("room-engine-admin");
    Object.defineProperty(globalThis, "crypto", { value: undefined, configurable: true });
    const options = { ...${OPTIONS}, fetch: () => (${ANSWER}) };
    const { kind, hint, retryable } = await updateRoomMemberInfo(options).catch((error) => error);
    console.log(JSON.stringify({ kind, hint, retryable }));
  `);
  assert.deepEqual([error.kind, error.retryable], ["invalid", false]);
  assert.match(error.hint, /getRandomValues/);
});

test("errors: without WebAssembly the hint says what is missing", async () => {
  const error = await valueOf(`
    delete globalThis.WebAssembly;
    const { updateRoomMemberInfo } = await import("room-engine-admin");
    const { kind, hint } = await updateRoomMemberInfo(${OPTIONS}).catch((error) => error);
    console.log(JSON.stringify({ kind, hint }));
  `);
  assert.equal(error.kind, "load");
  assert.match(error.hint, /has no WebAssembly/);
});

test("environment: a window or self that somebody puts on Node changes nothing", async () => {
  const codes = await valueOf(`
    const { updateRoomMemberInfo } = await import("room-engine-admin");
    const options = { ...${OPTIONS}, fetch: undefined };
    globalThis.fetch = () => (${ANSWER});
    const codes = [];
    for (const name of ["window", "self", "document"]) {
      globalThis[name] = {};
      codes.push((await updateRoomMemberInfo(options).catch((error) => error)).errorCode);
    }
    console.log(JSON.stringify(codes));
  `);
  assert.deepEqual(codes, [0, 0, 0]);
});

test("logging: watchers that return a promise that rejects do no harm", async () => {
  const { code, stdout } = await runModule(`
    import { updateRoomMemberInfo } from "room-engine-admin";
    const rejects = async () => { throw new Error("no"); };
    const options = { ...${OPTIONS}, fetch: () => (${ANSWER}) };
    const watching = { onAttempt: rejects, logger: { info: rejects, debug: rejects }, logLevel: "debug" };
    console.log((await updateRoomMemberInfo({ ...options, ...watching })).errorCode);
    await new Promise((resolve) => setTimeout(resolve, 20));
  `);
  assert.deepEqual([code, stdout.trim()], [0, "0"]);
});

test("client: a Proxy around it works, and what hides it is told so", async () => {
  const seen = await valueOf(`
    import { inspect } from "node:util";
    const { RoomEngineAdmin } = await import("room-engine-admin");
    const { roomId, memberAccount, ...who } = ${OPTIONS};
    const admin = new RoomEngineAdmin({ ...who, fetch: () => (${ANSWER}) });
    // As Vue does it: objects that are frozen are handed out as they are.
    const reactive = (target) => new Proxy(target, {
      get(from, key, receiver) {
        const value = Reflect.get(from, key, receiver);
        const isFree = typeof value === "object" && value !== null && Object.isExtensible(value);
        return isFree ? reactive(value) : value;
      },
    });
    const codes = [];
    for (const around of [new Proxy(admin, {}), reactive(admin), Object.create(admin)]) {
      codes.push((await around.updateRoomMemberInfo({ roomId, memberAccount })).errorCode);
    }
    let hidden;
    try {
      RoomEngineAdmin.prototype.free.call({});
    } catch (error) {
      hidden = [error.name, error.message];
    }
    const shown = inspect(reactive(admin), { showHidden: true, depth: 9, showProxy: true });
    console.log(JSON.stringify({ codes, hidden, shown }));
  `);
  assert.deepEqual(seen.codes, [0, 0, 0]);
  assert.equal(seen.hidden[0], "TypeError");
  assert.match(seen.hidden[1], /no RoomEngineAdmin/);
  assert.ok(!seen.shown.includes(SECRET_KEY.slice(0, 16)), seen.shown);
});

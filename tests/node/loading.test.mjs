// How the module is loaded: by the first call, once, and again after a failure.

import assert from "node:assert/strict";
import { test } from "node:test";
import { SECRET_KEY, WHO } from "../subject.mjs";
import { valueOf } from "./child.mjs";

const SIGN = JSON.stringify({ ...WHO, now: 1_700_000_000_000 });

/** Counts every way there is to make a module or an instance. */
const COUNT = `
  const made = {};
  const { Module, Instance } = WebAssembly;
  const count = (name) => (made[name] = (made[name] ?? 0) + 1);
  WebAssembly.Module = new Proxy(Module, {
    construct: (target, args) => (count("modules"), Reflect.construct(target, args)),
  });
  WebAssembly.Instance = new Proxy(Instance, {
    construct: (target, args) => (count("instances"), Reflect.construct(target, args)),
  });
  for (const name of ["compile", "instantiate", "compileStreaming", "instantiateStreaming"]) {
    const original = WebAssembly[name];
    WebAssembly[name] = (...args) => (count(name), original.apply(WebAssembly, args));
  }
`;

test("loading: the first call loads the module, and no other call does", async () => {
  const counts = await valueOf(`
    ${COUNT}
    const { RoomEngineAdmin, inspectUserSig, signUserSig } = await import("room-engine-admin");
    const admin = new RoomEngineAdmin(${JSON.stringify(WHO)});
    const before = { ...made };
    const [first, ...rest] = await Promise.all([
      signUserSig(${SIGN}), signUserSig(${SIGN}), admin.signUserSig("user4"), signUserSig(${SIGN}),
    ]);
    await inspectUserSig(first);
    console.log(JSON.stringify({ before, made, same: rest.filter((sig) => sig === first).length }));
  `);
  assert.deepEqual(counts, { before: {}, made: { modules: 1, instances: 1 }, same: 2 });
});

test("loading: a load that fails is told, and the next call tries again", async () => {
  const { errors, userSig } = await valueOf(`
    import { RoomEngineAdmin, RoomEngineError, signUserSig } from "room-engine-admin";
    const { Module } = WebAssembly;
    const cause = new EvalError("Refused to compile: unsafe-eval is not allowed");
    WebAssembly.Module = class { constructor() { throw cause; } };
    const admin = new RoomEngineAdmin(${JSON.stringify(WHO)});
    const errors = [];
    for (const call of [() => signUserSig(${SIGN}), () => signUserSig(${SIGN}), () => admin.signUserSig("user4")]) {
      const error = await call().catch((error) => error);
      errors.push({
        ...error,
        is: RoomEngineError.is(error) && error instanceof RoomEngineError,
        message: error.message,
        cause: error.cause === cause,
        stack: error.stack,
      });
    }
    WebAssembly.Module = Module;
    await admin.signUserSig("user4");
    console.log(JSON.stringify({ errors, userSig: await signUserSig(${SIGN}) }));
  `);
  assert.equal(errors.length, 3);
  for (const { message, hint, stack, ...rest } of errors) {
    assert.deepEqual(rest, { kind: "load", retryable: true, attempts: 0, is: true, cause: true });
    assert.match(message, /could not be loaded: Refused to compile/);
    assert.match(hint, /Content-Security-Policy/);
    assert.ok(!`${message}${hint}${stack}`.includes(SECRET_KEY.slice(0, 16)));
  }
  assert.match(userSig, /^e/);
});

test("loading: calls that wait for the same failing load all reject", async () => {
  const kinds = await valueOf(`
    import { signUserSig } from "room-engine-admin";
    const { Module } = WebAssembly;
    WebAssembly.Module = class { constructor() { throw "no"; } };
    const calls = [1, 2, 3].map(() => signUserSig(${SIGN}).then(() => "none", (error) => error.kind));
    const kinds = await Promise.all(calls);
    WebAssembly.Module = Module;
    kinds.push(await signUserSig(${SIGN}).then(() => "none", (error) => error.kind));
    console.log(JSON.stringify(kinds));
  `);
  assert.deepEqual(kinds, ["load", "load", "load", "none"]);
});

test("loading: without WebAssembly the failure says so", async () => {
  const error = await valueOf(`
    delete globalThis.WebAssembly;
    const { signUserSig } = await import("room-engine-admin");
    const error = await signUserSig(${SIGN}).catch((error) => error);
    console.log(JSON.stringify({ kind: error.kind, message: error.message }));
  `);
  assert.equal(error.kind, "load");
  assert.match(error.message, /WebAssembly/);
});

test("loading: without node:zlib the platform's own stream unpacks the module", async () => {
  const same = await valueOf(`
    import { signUserSig } from "room-engine-admin";
    process.getBuiltinModule = undefined;
    let used = 0;
    const original = DecompressionStream;
    globalThis.DecompressionStream = class extends original {
      constructor(...args) { super(...args); used += 1; }
    };
    const userSig = await signUserSig(${SIGN});
    console.log(JSON.stringify({ used, isUserSig: /^e/.test(userSig) }));
  `);
  assert.deepEqual(same, { used: 1, isUserSig: true });
});

test("loading: it works in a frozen realm and beside changed prototypes", async () => {
  const isUserSig = await valueOf(`
    const { signUserSig, RoomEngineError } = await import("room-engine-admin");
    Object.prototype.extra = "polluted";
    Array.prototype.extra = () => {};
    for (const name of ["Object", "Array", "Promise", "Function", "Uint8Array", "String"]) {
      Object.freeze(globalThis[name].prototype);
    }
    const userSig = await signUserSig(${SIGN});
    const error = await signUserSig({ ...${SIGN}, ttl: -1 }).catch((error) => error);
    console.log(JSON.stringify(/^e/.test(userSig) && RoomEngineError.is(error) && error.field === "ttl"));
  `);
  assert.equal(isUserSig, true);
});

test("loading: an older Node.js is told which one is needed", async () => {
  const seen = await valueOf(`
    const seen = [];
    const { updateRoomMemberInfo } = await import("room-engine-admin");
    for (const node of ["18.20.4", "16.0.0", "20.0.0"]) {
      Object.defineProperty(process, "versions", { value: { ...process.versions, node }, configurable: true });
      const { kind, message, retryable } = await updateRoomMemberInfo({}).catch((error) => error);
      seen.push([kind, message, retryable]);
    }
    console.log(JSON.stringify(seen));
  `);
  const needed = (version) => `Node.js 20 or newer is needed, and this is ${version}`;
  assert.deepEqual(seen.slice(0, 2), [
    ["load", needed("18.20.4"), false],
    ["load", needed("16.0.0"), false],
  ]);
  assert.equal(seen[2][0], "invalid");
});

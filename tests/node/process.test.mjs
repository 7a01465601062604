// What concerns a whole process: what an import touches, what keeps it alive, what it leaves behind.

import assert from "node:assert/strict";
import { test } from "node:test";
import { MEMBER, serve, simulate, WHO } from "../subject.mjs";
import { runModule, valueOf, valueOfScript } from "./child.mjs";

const OPTIONS = JSON.stringify({ ...WHO, ...MEMBER });

/** Puts getters over globals that record who is looked at. */
const WATCH = `
  const touched = [];
  const names = ["fetch", "Response", "Request", "Headers", "WebAssembly", "AbortController",
    "AbortSignal", "setTimeout", "setInterval", "crypto", "atob", "DecompressionStream", "Date"];
  for (const name of names) {
    const kept = Object.getOwnPropertyDescriptor(globalThis, name);
    Object.defineProperty(globalThis, name, {
      configurable: true,
      enumerable: kept.enumerable,
      get: () => (touched.push(name), kept.get ? kept.get.call(globalThis) : kept.value),
      set: (value) => Object.defineProperty(globalThis, name, { value, configurable: true }),
    });
  }
  const since = () => [...new Set(touched.splice(0))];
`;

const IMPORTS = {
  import: [valueOf, 'await import("room-engine-admin")'],
  require: [valueOfScript, 'require("room-engine-admin")'],
};

for (const [way, [run, load]] of Object.entries(IMPORTS)) {
  test(`process: ${way} of the package does nothing and touches no global of the platform`, async () => {
    const names = await run(`
      ${WATCH}
      async function main() {
        const before = Reflect.ownKeys(globalThis).length;
        since();
        const { RoomEngineAdmin } = ${load};
        const atImport = since();
        new RoomEngineAdmin(${OPTIONS}).free();
        const atConstruction = since();
        const added = Reflect.ownKeys(globalThis).length - before;
        console.log(JSON.stringify({ atImport, atConstruction, added }));
      }
      main();
    `);
    assert.deepEqual(names, { atImport: [], atConstruction: [], added: 0 });
  });
}

test("process: signing and reading a UserSig touch nothing of the network", async () => {
  const touched = await valueOf(`
    ${WATCH}
    const { inspectUserSig, RoomEngineAdmin, signUserSig } = await import("room-engine-admin");
    since();
    const userSig = await signUserSig(${JSON.stringify(WHO)});
    await inspectUserSig(userSig, { secretKey: "another" });
    await new RoomEngineAdmin(${JSON.stringify(WHO)}).signUserSig("user4");
    console.log(JSON.stringify(since()));
  `);
  const network = ["fetch", "Response", "Request", "Headers", "AbortController", "AbortSignal"];
  assert.deepEqual(
    touched.filter((name) => network.includes(name) || name.startsWith("set")),
    [],
  );
});

test("process: a call with a fetch of its own never looks at the global one", async () => {
  const touched = await valueOf(`
    ${WATCH}
    const { updateRoomMemberInfo } = await import("room-engine-admin");
    const answer = { status: 200, text: () => '{"ErrorCode":0}' };
    since();
    await updateRoomMemberInfo({ ...${OPTIONS}, fetch: () => answer });
    console.log(JSON.stringify(since()));
  `);
  assert.deepEqual(
    touched.filter((name) => ["fetch", "Response", "Request", "Headers"].includes(name)),
    [],
  );
});

/** What a program writes for each. */
const TRANSPORTS = { "the platform's fetch": "undefined", nodeFetch: "nodeFetch" };

for (const [name, transport] of Object.entries(TRANSPORTS)) {
  test(`process: a process that made a call ends by itself, with no timer left, with ${name}`, async (t) => {
    const baseUrl = await serve(t, simulate());
    const left = await valueOf(`
    import { RoomEngineAdmin, updateRoomMemberInfo } from "room-engine-admin";
    import { nodeFetch } from "room-engine-admin/node";
    const fetch = ${transport};
    const resources = () => process.getActiveResourcesInfo().filter((name) => name === "Timeout");
    const before = resources();
    const options = { ...${OPTIONS}, fetch, baseUrl: "${baseUrl}", timeoutMs: 2_000_000_000 };
    const { errorCode } = await updateRoomMemberInfo(options);
    const { roomId, memberAccount, ...who } = options;
    const admin = new RoomEngineAdmin(who);
    const { signal } = new AbortController();
    await admin.updateRoomMemberInfo({ roomId, memberAccount }, { signal });
    console.log(JSON.stringify({ errorCode, before, after: resources() }));
  `);
    // The timeout of three weeks would have kept it.
    assert.deepEqual(left, { errorCode: 0, before: [], after: [] });
  });

  test(`process: a process whose call was aborted or refused ends by itself too, with ${name}`, async (t) => {
    const hanging = await serve(t, simulate({ faults: { kind: "hang", times: Infinity } }));
    const names = await valueOf(`
    import { updateRoomMemberInfo } from "room-engine-admin";
    import { nodeFetch } from "room-engine-admin/node";
    const fetch = ${transport};
    const options = { ...${OPTIONS}, fetch, baseUrl: "${hanging}", timeoutMs: 2_000_000_000 };
    const names = [];
    const keep = (error) => names.push(error.kind ?? error.name);
    await updateRoomMemberInfo({ ...options, signal: AbortSignal.timeout(50) }).catch(keep);
    await updateRoomMemberInfo({ ...options, timeoutMs: 50, maxRetries: 0 }).catch(keep);
    await updateRoomMemberInfo({ ...options, roomId: "" }).catch(keep);
    console.log(JSON.stringify(names));
  `);
    assert.deepEqual(names, ["TimeoutError", "timeout", "invalid"]);
  });
}

const FAULTS = [{ kind: "hang" }, { kind: "hang", at: "body" }, { kind: "reset" }];

test("process: no abort, timeout or failure leaves a rejection that nobody handles", async (t) => {
  const simulator = simulate({
    faults: (_call, number) => FAULTS[number % FAULTS.length],
  });
  const baseUrl = await serve(t, simulator);
  const seen = await valueOf(`
    import { RoomEngineAdmin, signUserSig, updateRoomMemberInfo } from "room-engine-admin";
    import { nodeFetch } from "room-engine-admin/node";
    const unhandled = [];
    process.on("unhandledRejection", (reason) => unhandled.push(String(reason)));
    process.on("uncaughtException", (error) => unhandled.push(String(error)));
    const { secretKey, ...who } = ${JSON.stringify(WHO)};
    const member = ${JSON.stringify(MEMBER)};
    const later = (ms, settle) => new Promise((resolve, reject) => setTimeout(settle, ms, resolve, reject));
    const late = {
      "rejects late": () => later(30, (_, reject) => reject(new Error("late"))),
      "answers late": () => later(30, (resolve) => resolve({ status: 200, text: () => "{}" })),
      "rejects when told": (_, { signal }) =>
        new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
      "rejects its text late": () => ({ status: 200, text: () => later(30, (_, reject) => reject("late")) }),
      "throws": () => { throw "thrown"; },
    };
    let count = 0;
    const calls = [];
    const call = (options) => calls.push(updateRoomMemberInfo({ ...who, ...member, ...options }).catch(() => { count += 1; }));
    for (const fetch of [undefined, nodeFetch, ...Object.values(late)]) {
      const base = { secretKey, fetch, baseUrl: "${baseUrl}" };
      for (let index = 0; index < 3; index += 1) {
        call({ ...base, timeoutMs: 10, maxRetries: 0 });
        call({ ...base, timeoutMs: 500, maxRetries: 0, signal: AbortSignal.timeout(10) });
        call({ ...base, signal: AbortSignal.abort("at once") });
      }
    }
    const userSig = () => later(30, (_, reject) => reject(new Error("late")));
    call({ userSig, signal: AbortSignal.timeout(10) });
    call({ userSig });
    new RoomEngineAdmin().free();
    await Promise.all(calls);
    await later(100, (resolve) => resolve());
    console.log(JSON.stringify({ unhandled, allFailed: count === calls.length }));
  `);
  assert.deepEqual(seen, { unhandled: [], allFailed: true });
});

test("process: a failure that nobody handles ends the process with a short message", async () => {
  const { code, stderr } = await runModule(`
    import { updateRoomMemberInfo } from "room-engine-admin";
    updateRoomMemberInfo();
  `);
  assert.equal(code, 1);
  assert.match(stderr, /RoomEngineError: `options` must be an object, got undefined/);
  // Node shows the line that threw: it must not be one with the whole module in it.
  assert.ok(stderr.length < 4000, `it wrote ${stderr.length} characters`);
});

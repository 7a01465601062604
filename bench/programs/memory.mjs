// What stays after very many: JavaScript's heap, and the module's memory.

import { given, loadPackage, OK, tell, WHO } from "./subjects.mjs";

const memories = [];
WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
  construct(target, args) {
    const instance = Reflect.construct(target, args);
    const found = Object.values(instance.exports).find(
      (each) => each instanceof WebAssembly.Memory,
    );
    memories.push(found);
    return instance;
  },
});

const [{ what, count }] = given;
const { RoomEngineAdmin } = await loadPackage();
const answer = { status: 200, headers: { get: () => null }, text: async () => OK };
const admin = new RoomEngineAdmin({ ...WHO, callsPerSecond: 0, fetch: async () => answer });
const step = {
  signatures: (index) => admin.signUserSig(`user${index}`),
  calls: (index) =>
    admin.updateRoomMemberInfo({ roomId: "r", memberAccount: `user${index % 1000}` }),
}[what];

async function run(count) {
  for (let index = 0; index < count; index += 16) {
    await Promise.all(Array.from({ length: 16 }, (_, more) => step(index + more)));
  }
}

const state = () => {
  gc();
  gc();
  return { heap: process.memoryUsage().heapUsed, wasm: memories.at(-1).buffer.byteLength };
};

await run(count / 5);
const before = state();
await run(count);
const after = state();
tell({
  heapGrowth: after.heap - before.heap,
  wasmGrowth: after.wasm - before.wasm,
  wasm: after.wasm,
});

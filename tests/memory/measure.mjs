// How much memory there is in use, in JavaScript and in WebAssembly.

import { setImmediate as turn } from "node:timers/promises";

const memories = new Set();

// What a module exports is known to nobody but its glue, and to whoever stands between.
WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
  construct(target, given) {
    const instance = Reflect.construct(target, given);
    for (const value of Object.values(instance.exports)) {
      if (value instanceof WebAssembly.Memory) memories.add(value);
    }
    return instance;
  },
});

/** Bytes in use once all that can go has gone. */
export async function bytes() {
  if (memories.size !== 1) throw new Error(`there are ${memories.size} memories, not one`);
  // What is only waiting to be told that it is garbage has its turn between.
  for (let round = 0; round < 4; round += 1) {
    await turn();
    globalThis.gc();
  }
  const [{ buffer }] = memories;
  return { wasm: buffer.byteLength, heap: process.memoryUsage().heapUsed };
}

/** What would keep this process alive. */
export const resources = () =>
  process.getActiveResourcesInfo().filter((name) => /Timeout|Immediate|TCP|TLS/.test(name));

// Carries texts and numbers into the module's memory, and texts out.

import { builtin } from "./environment.js";

const ROOM = 8192;
/** How many numbers the module has room for. */
const NUMBERS = 9;

/** The memory of one instance after the other. Views of it are made anew: an old one is of nothing when it has grown. */
export function makeMemory() {
  const places = globalThis.TextDecoder ? globalThis : builtin("node:util");
  if (!places) throw new Error("there is no TextDecoder here");
  const decoder = new places.TextDecoder("utf-8", { ignoreBOM: true });
  const encoder = new places.TextEncoder();
  let wasm;
  let numbers;
  let address;
  let capacity;

  return {
    decoder,
    encoder,

    attach(exports) {
      wasm = exports;
      numbers = wasm.numbers() >>> 0;
      makeRoom(ROOM);
    },

    /** Puts a text, or bytes, into the module, and the numbers that go with it. */
    write(text, given) {
      const length = text ? put(text) : 0;
      new Float64Array(wasm.memory.buffer, numbers, NUMBERS).set([length, ...given]);
    },

    /** The text at an address; its length is the first of the numbers. */
    read(pointer) {
      const [length] = new Float64Array(wasm.memory.buffer, numbers, 1);
      return decoder.decode(new Uint8Array(wasm.memory.buffer, pointer, length));
    },
  };

  function makeRoom(bytes) {
    address = wasm.room(bytes) >>> 0;
    capacity = bytes;
  }

  function put(text) {
    const most = typeof text === "string" ? 3 * text.length : text.length;
    if (most > capacity) makeRoom(most);
    const view = new Uint8Array(wasm.memory.buffer, address, capacity);
    if (typeof text === "string") return encoder.encodeInto(text, view).written;
    view.set(text);
    return most;
  }
}

// An engine that does what a test says, with the exports of the real one.

import { register } from "node:module";

/** The build writes the version; here there is none. */
const HOOK = `export const resolve = (name, context, next) =>
  name === "#version"
    ? { url: "data:text/javascript,export const VERSION = 'none'", shortCircuit: true }
    : next(name, context);`;
register(`data:text/javascript,${encodeURIComponent(HOOK)}`);

globalThis.IS_PAGE = false;
const { makeCore } = await import("../../pkg-template/src/instance.js");

const NUMBERS = 512;
const INPUT = 1024;
const OUTPUT = 65_536;
const encoder = new TextEncoder();

/**
 * A core around a fake engine. `steps` answers `begin` and each `step`: it is given the number of the
 * event, and gives a step. `calls` has the name and the arguments of each function that was called.
 */
export function fakeCore({ waking = 0, steps, answers = {} }) {
  const calls = [];
  const memory = new WebAssembly.Memory({ initial: 2 });
  let id = 0;
  const give = (value) => {
    const bytes = encoder.encode(JSON.stringify(value));
    new Float64Array(memory.buffer, NUMBERS).set([bytes.length]);
    new Uint8Array(memory.buffer).set(bytes, OUTPUT);
    return OUTPUT;
  };
  /** The numbers that a function is told, without the length of the text. */
  const told = () => [...new Float64Array(memory.buffer, NUMBERS, 9)].slice(1);
  const exports = {
    memory,
    start: (...given) => calls.push(["start", ...given]),
    numbers: () => NUMBERS,
    room: () => INPUT,
    sent: () => calls.push(["sent", ...told().slice(0, 2)]),
    quotes: () => 0,
    begin: () => {
      id += 1;
      return give({ call: id, ...steps("begin", id) });
    },
    step: () => {
      const [call, event, ...given] = told();
      calls.push(["step", call, event, ...given]);
      return give(steps(event, call));
    },
  };
  for (const name of ["alive", "cancel"]) {
    exports[name] = () => {
      const [call] = told();
      calls.push([name, call]);
      return give(answers[name]?.(call) ?? {});
    };
  }
  const glue = { imports: () => ({}), attach() {}, useText() {}, functions: {} };
  const core = withInstance(exports, () => makeCore(glue, {}, waking));
  const again = () => withInstance(exports, () => core.run("room"));
  const call = (kept) =>
    core.drive({ fetch: ok, ...kept }, {}, kept?.signal, () => core.ask("begin"));
  return { core, calls, call, again, exports };
}

/** The platform makes an instance: here, one with these exports. */
function withInstance(exports, act) {
  const { Instance } = WebAssembly;
  WebAssembly.Instance = class {
    constructor() {
      Object.assign(this, { exports });
    }
  };
  try {
    return act();
  } finally {
    WebAssembly.Instance = Instance;
  }
}

export const ok = () => ({ status: 200, text: () => "{}" });
export const SEND = { step: "send", url: "http://127.0.0.1/", body: "{}", timeoutMs: 60_000 };
export const DONE = { step: "done", reply: { errorCode: 0 } };
export const named = (calls, name) => calls.filter(([each]) => each === name);

// Stands around a loaded module: carries texts in and out, and replaces it should it ever trap.

import { drive, end } from "./driver.js";
import { now } from "./environment.js";
import { RoomEngineError } from "./errors.js";
import { makeMemory } from "./memory.js";
import { shareRate } from "./registry.js";

const RANDOM_NUMBERS = 64;

/**
 * A module that is loaded, as calls use it. `waking` says whether calls may wake each other: 0, always;
 * 1, in a worker whose requests may do that; 2, in a worker whose requests may not.
 */
export function makeCore(glue, module, waking) {
  const memory = makeMemory();
  let wasm;
  let trap;
  let randoms = [];

  const core = {
    /** Counts the instances: whatever belongs to an earlier one is gone. */
    generation: 0,
    isShared: waking > 0,
    /** What resolves the wait of a call. */
    sleepers: new Map(),
    /** The calls that are told of a trap. */
    underWay: new Set(),
    /** What a function of the module gives, told a text, or bytes, and numbers. What it throws is a trap. */
    run: (name, text, ...given) =>
      guarded(() => {
        memory.write(text, given);
        // Those of the glue give JavaScript's own objects.
        const said = (IS_PAGE ? wasm[name] : (glue.functions[name] ?? wasm[name]))();
        return typeof said === "number" ? said >>> 0 : said;
      }),
    /** The text that a function gives. */
    text: (name, text, ...given) => memory.read(core.run(name, text, ...given)),
    ask: (name, text, ...given) => parse(core.text(name, text, ...given)),
    step: (call, event, text, a = 0, b = Number.NaN, c = Number.NaN) =>
      core.ask("step", text, call, event, a, b, c, ...core.chance()),
    /** A moment and a random number, as each step wants them; `at` stays the moment of the last. */
    chance: () => [Date.now(), (core.at = now()), random()],
    wake(ids) {
      if (IS_PAGE || waking < 2) for (const id of ids) core.sleepers.get(id)?.();
    },
    /** Throws if that instance was replaced. */
    check(generation) {
      if (generation !== core.generation) throw trapError(trap);
    },
  };
  // Not a function of ours: a stack shows ten, and those of callers are to be among them.
  core.drive = drive.bind(undefined, core);
  start();
  if (!IS_PAGE) {
    core.tellOthers = shareRate(core);
    /** What a request says of itself. */
    core.headOf = (request) => guarded(() => memory.read(glue.functions.readHead(request) >>> 0));
  }
  return core;

  function start() {
    // In workerd the module is at hand, and its instance made, without waiting for anybody.
    const instance = new WebAssembly.Instance(module, glue.imports());
    if (!IS_PAGE) glue.useText(memory.decoder, memory.encoder);
    glue.attach(instance, module);
    wasm = instance.exports;
    if (!IS_PAGE) wasm.start(waking);
    memory.attach(wasm);
  }

  /** Some at a time: to ask for one takes Node as long as to sign. */
  function random() {
    if (randoms.length === 0) randoms = randomNumbers();
    return randoms.pop();
  }

  function guarded(act) {
    try {
      // It could not be made anew at once.
      if (!wasm) start();
      return act();
    } catch (thrown) {
      throw replace(thrown);
    }
  }

  /** After a trap nothing in the instance can be trusted: its calls fail, the next get a new one. */
  function replace(thrown) {
    trap = thrown;
    core.generation += 1;
    core.sleepers = new Map();
    wasm = undefined;
    for (const call of [...core.underWay]) end(call, () => trapError(thrown));
    core.underWay.clear();
    return trapError(thrown);
  }
}

function randomNumbers() {
  try {
    return [...crypto.getRandomValues(new Uint32Array(RANDOM_NUMBERS))];
  } catch (cause) {
    throw new RoomEngineError({
      kind: "invalid",
      message: "this runtime has no secure source of randomness",
      hint: "crypto.getRandomValues is needed",
      retryable: false,
      attempts: 0,
      cause,
    });
  }
}

/** JSON, where moments are written as `{"$date": milliseconds}`. */
function parse(text) {
  const revive = (_key, value) =>
    typeof value?.$date === "number" ? new Date(value.$date) : value;
  return JSON.parse(text, text.includes('"$date"') ? revive : undefined);
}

export const loadFailure = (message, hint, cause) =>
  new RoomEngineError({
    kind: "load",
    message: `the WebAssembly module ${message}: ${cause?.message ?? cause}`,
    hint,
    retryable: Boolean(globalThis.WebAssembly),
    attempts: 0,
    cause,
  });

const trapError = (cause) =>
  loadFailure(
    "failed and has been replaced",
    "the call may have been carried out; it can be repeated. Please report this with the options' names and the `cause`",
    cause,
  );

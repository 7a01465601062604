// What the tests have the browser do, the same in a page and in a worker. All that goes in and comes
// out is JSON.

/** How often the browser was asked for something, since before the package was imported. */
const counts = {
  compile: 0,
  compileStreaming: 0,
  instantiate: 0,
  instantiateStreaming: 0,
  fetch: 0,
};
const unhandled = [];

for (const name of ["compile", "compileStreaming", "instantiate", "instantiateStreaming"]) {
  if (globalThis.WebAssembly) count(WebAssembly, name);
}
count(globalThis, "fetch");
addEventListener("unhandledrejection", ({ reason }) => unhandled.push(String(reason)));

function count(object, name) {
  const original = object[name];
  object[name] = function (...args) {
    counts[name] += 1;
    return original.apply(this, args);
  };
}

/** What the package's exports give browsers. */
const INDEX = "./package/dist/browser.js";
const SLIM = "./package/dist/slim.js";
const MODULE = "./package/dist/core_bg.wasm";

/** What the import alone has cost. */
async function importing() {
  const { updateRoomMemberInfo } = await import(INDEX);
  return { type: typeof updateRoomMemberInfo, ...counts };
}

/** The counts, and the rejections that nobody has taken. */
async function costs() {
  // A rejection is told to nobody's handler only after the turn in which it happened.
  await new Promise((resolve) => setTimeout(resolve, 50));
  return { ...counts, unhandled };
}

async function call(options) {
  const { updateRoomMemberInfo } = await import(INDEX);
  return told(updateRoomMemberInfo(options));
}

async function callTogether(options, times) {
  const { updateRoomMemberInfo } = await import(INDEX);
  return Promise.all(Array.from({ length: times }, () => told(updateRoomMemberInfo(options))));
}

/** One client, many calls, and an end. */
async function client(options, calls) {
  const { RoomEngineAdmin } = await import(INDEX);
  const outcomes = [];
  const admin = new RoomEngineAdmin(options);
  for (const each of calls) outcomes.push(await told(admin.updateRoomMemberInfo(each)));
  admin.free();
  outcomes.push(await told(admin.updateRoomMemberInfo(calls[0])));
  return outcomes;
}

/** Signing and reading a UserSig, which need no network. */
async function signAndInspect(options) {
  const { signUserSig, inspectUserSig } = await import(INDEX);
  const userSig = await signUserSig(options);
  const { secretKey } = options;
  return { userSig, claims: await inspectUserSig(userSig, { secretKey }) };
}

const REASONS = {
  none: () => undefined,
  DOMException: () => new DOMException("the user has left", "NotAllowedError"),
  Error: () => new RangeError("too many"),
  string: () => "no more",
  zero: () => 0,
};

/** Aborts a call with a reason: before it, or some time after its start. */
async function abort(options, reason, milliseconds) {
  const { updateRoomMemberInfo } = await import(INDEX);
  const controller = new AbortController();
  const { signal } = controller;
  if (milliseconds === 0) controller.abort(REASONS[reason]());
  else setTimeout(() => controller.abort(REASONS[reason]()), milliseconds);
  return rejectedWith(signal, updateRoomMemberInfo({ ...options, signal }));
}

/** Lets the platform's own clock abort. */
async function abortByTimeout(options, milliseconds) {
  const { updateRoomMemberInfo } = await import(INDEX);
  const signal = AbortSignal.timeout(milliseconds);
  return rejectedWith(signal, updateRoomMemberInfo({ ...options, signal }));
}

async function rejectedWith(signal, call) {
  const thrown = await call.then(
    () => "nothing: it was carried out",
    (thrown) => thrown,
  );
  return {
    isReason: thrown === signal.reason,
    isDOMException: thrown instanceof DOMException,
    text: String(thrown),
  };
}

/** The browser's own fetch as the option, and one of the caller's around it. */
async function ownFetch(options) {
  const { updateRoomMemberInfo } = await import(INDEX);
  const { fetch } = globalThis;
  const given = [];
  const recording = function (...args) {
    given.push({ self: typeof this, url: typeof args[0], init: typeof args[1] });
    return fetch(...args);
  };
  return {
    plain: await told(updateRoomMemberInfo({ ...options, fetch })),
    recording: await told(updateRoomMemberInfo({ ...options, fetch: recording })),
    given,
  };
}

/** Half a surrogate pair would not come through the test's own JSON. */
async function callWithHalfAPair(options, option) {
  return call({ ...options, [option]: "half \ud83d of one" });
}

/** A browser that cannot compile, once. */
async function compileFailingOnce(options) {
  const { compile } = WebAssembly;
  WebAssembly.compile = () => {
    WebAssembly.compile = compile;
    return Promise.reject(new RangeError("out of memory, for once"));
  };
  return [await call(options), await call(options)];
}

/** A browser without WebAssembly, as some settings make them, which then gets one. */
async function withoutWebAssembly(options) {
  const { WebAssembly } = globalThis;
  delete globalThis.WebAssembly;
  const without = await call(options);
  await costs();
  globalThis.WebAssembly = WebAssembly;
  return [without, await call(options)];
}

/** The entry that has no module inside: without a source, with one, and after that. */
async function slim(source, options) {
  const { init, updateRoomMemberInfo } = await import(SLIM);
  const { [source]: find } = SOURCES;
  return [
    await told(updateRoomMemberInfo(options)),
    await told(init(find())),
    await told(updateRoomMemberInfo(options)),
  ];
}

const here = (path) => new URL(path, import.meta.url);
const SOURCES = {
  text: () => here(MODULE).href,
  URL: () => here(MODULE),
  Response: () => fetch(here(MODULE)),
  bytes: async () => (await fetch(here(MODULE))).arrayBuffer(),
  Uint8Array: async () => new Uint8Array(await (await fetch(here(MODULE))).arrayBuffer()),
  Module: () => WebAssembly.compileStreaming(fetch(here(MODULE))),
  "another type": () => here("/module-as-octets"),
  "404 with HTML": () => here("/nothing-here.wasm"),
  "200 with HTML": () => here("/sign-in"),
  nowhere: () => new URL("http://127.0.0.1:1/core_bg.wasm"),
};

/** The outcome of a call, as JSON. */
async function told(call) {
  try {
    return { reply: await call };
  } catch (error) {
    const { name, message, kind, field, hint, status, code, retryable, attempts, cause } = error;
    const known = { name, message, kind, field, hint, status, code, retryable, attempts };
    return { error: { ...known, isError: error instanceof Error, cause: cause && String(cause) } };
  }
}

export const steps = {
  importing,
  costs,
  call,
  callTogether,
  client,
  signAndInspect,
  abort,
  abortByTimeout,
  ownFetch,
  callWithHalfAPair,
  compileFailingOnce,
  withoutWebAssembly,
  slim,
};

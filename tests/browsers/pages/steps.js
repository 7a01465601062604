// What the tests have the browser do, the same in a page and in a worker. All that goes in and comes
// out is JSON.

/** How often the browser was asked for something, since before the package was imported. */
const counts = { compile: 0, compileStreaming: 0, instantiate: 0, instantiateStreaming: 0, fetch: 0 };
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

const INDEX = "./package/dist/index.js";
const SLIM = "./package/dist/slim.js";
const MODULE = "./package/dist/core_bg.wasm";

/** What the import alone has cost. */
export async function importing() {
  const { updateRoomMemberInfo } = await import(INDEX);
  return { type: typeof updateRoomMemberInfo, ...counts };
}

/** The counts, and the rejections that nobody has taken. */
export async function costs() {
  // A rejection is told to nobody's handler only after the turn in which it happened.
  await new Promise((resolve) => setTimeout(resolve, 50));
  return { ...counts, unhandled };
}

export async function call(options) {
  const { updateRoomMemberInfo } = await import(INDEX);
  return told(() => updateRoomMemberInfo(options));
}

export async function callTogether(options, times) {
  const { updateRoomMemberInfo } = await import(INDEX);
  return Promise.all(Array.from({ length: times }, () => told(() => updateRoomMemberInfo(options))));
}

/** One client, many calls, and an end. */
export async function client(options, calls) {
  const { RoomEngineAdmin } = await import(INDEX);
  const outcomes = [];
  const admin = new RoomEngineAdmin(options);
  for (const each of calls) outcomes.push(await told(() => admin.updateRoomMemberInfo(each)));
  admin.free();
  outcomes.push(await told(() => admin.updateRoomMemberInfo(calls[0])));
  return outcomes;
}

/** Signing and reading a UserSig, which need no network. */
export async function signAndInspect(options) {
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

/** Aborts a call with a reason, before it or some time after its start. */
export async function abort(options, reason, milliseconds) {
  const { updateRoomMemberInfo } = await import(INDEX);
  const controller = new AbortController();
  const { signal } = controller;
  if (milliseconds === 0) controller.abort(REASONS[reason]());
  else setTimeout(() => controller.abort(REASONS[reason]()), milliseconds);
  return rejectedWith(signal, updateRoomMemberInfo({ ...options, signal }));
}

/** Lets the platform's own clock abort. */
export async function abortByTimeout(options, milliseconds) {
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

/** A call with another `fetch` for the page than its own, and one with the page's own, given. */
export async function ownFetch(options) {
  const { updateRoomMemberInfo } = await import(INDEX);
  const plain = await told(() => updateRoomMemberInfo({ ...options, fetch }));
  const given = [];
  const recording = function (...args) {
    given.push({ thisIsUndefined: this === undefined, url: typeof args[0], init: typeof args[1] });
    return fetch(...args);
  };
  return { plain, own: await told(() => updateRoomMemberInfo({ ...options, fetch: recording })), given };
}

/** Half a surrogate pair cannot come through the test's own JSON. */
export async function callWithHalfAPair(options, option) {
  return call({ ...options, [option]: "half \ud83d of one" });
}

/** A browser that cannot compile, once. */
export async function compileFailingOnce(options) {
  const { compile } = WebAssembly;
  WebAssembly.compile = () => {
    WebAssembly.compile = compile;
    return Promise.reject(new RangeError("out of memory, for once"));
  };
  return [await call(options), await call(options)];
}

/** A browser without WebAssembly, which then gets one: some switch it off for chosen sites. */
export async function withoutWebAssembly(options) {
  const { WebAssembly } = globalThis;
  delete globalThis.WebAssembly;
  const without = await call(options);
  globalThis.WebAssembly = WebAssembly;
  return [without, await call(options)];
}

/** The entry that has no module inside, and a source of one. */
export async function slim(source, options) {
  const { init, updateRoomMemberInfo } = await import(SLIM);
  const { [source]: find } = SOURCES;
  return [
    await told(() => updateRoomMemberInfo(options)),
    await told(() => init(find())),
    await told(() => updateRoomMemberInfo(options)),
  ];
}

const SOURCES = {
  text: () => MODULE.replace(".", location.origin),
  URL: () => new URL(MODULE, import.meta.url),
  Response: () => fetch(MODULE),
  bytes: async () => (await fetch(MODULE)).arrayBuffer(),
  Uint8Array: async () => new Uint8Array(await (await fetch(MODULE)).arrayBuffer()),
  Module: () => WebAssembly.compileStreaming(fetch(MODULE)),
  "an answer of another type": () => `${location.origin}/module-as-octets`,
  "an answer of 404 with HTML": () => `${location.origin}/nothing-here.wasm`,
  "an answer of 200 with HTML": () => `${location.origin}/sign-in`,
  "a closed port": () => "http://127.0.0.1:9/core_bg.wasm",
};

/** The outcome of a call, as JSON. */
async function told(start) {
  const { RoomEngineError } = await import(INDEX);
  try {
    return { reply: await start() };
  } catch (error) {
    const { name, message, kind, field, hint, status, code, retryable, attempts } = error;
    const known = { name, message, kind, field, hint, status, code, retryable, attempts };
    const isOurs = error instanceof RoomEngineError && error instanceof Error;
    return { error: { ...known, isOurs, cause: error.cause && String(error.cause) } };
  }
}

// The package at work: loaded for who has signed in, and asked through the server's handler.

import { askToSignIn, hasSession, hasSignedInSince } from "./session.js";

/** A handler may need several attempts of its own. */
const TIMEOUT_MS = 30_000;
const ENDPOINT = "/api/room-engine";

let loading;

/**
 * The package, with its WebAssembly inside. A load that failed is tried again, which Firefox refuses
 * until the page is loaded anew: main.jsx begins it while there is still a connection.
 */
export function loadPackage() {
  loading ??= import("room-engine-admin").catch((cause) => {
    loading = undefined;
    throw cause;
  });
  return loading;
}

/** Makes a call. Where the session has ended it asks to sign in, and goes on. */
export async function send(operation, options, onAttempt) {
  const begunAt = performance.now();
  try {
    const { RoomEngineAdmin } = await loadPackage();
    const admin = new RoomEngineAdmin({ endpoint: ENDPOINT, timeoutMs: TIMEOUT_MS, onAttempt });
    const outcome = await attempt(() => admin[operation](options), begunAt);
    admin.free();
    return outcome;
  } catch (error) {
    // Not the package's: it could not be downloaded.
    return { error: { kind: "load", message: String(error?.message ?? error), attempts: 0 } };
  }
}

async function attempt(call, begunAt) {
  try {
    return { reply: await call() };
  } catch (error) {
    if (error.kind === undefined) throw error;
    if (error.status !== 403) return { error };
    // 403 has two meanings here: nobody is signed in, or this one may not.
    if (!(await hasSession())) {
      if (!(await askToSignIn(begunAt))) return { error: named(error, "session") };
    } else if (!hasSignedInSince(begunAt)) return { error: named(error, "forbidden") };
    return attempt(call, performance.now());
  }
}

const named = ({ message, status, attempts }, kind) => ({ kind, message, status, attempts });

/**
 * What the package's own rules say against a call: an error of kind `invalid`, or `undefined`. Nothing
 * is sent for it.
 */
export async function refusalOf(operation, options) {
  const { RoomEngineAdmin } = await loadPackage();
  const fetch = () => Promise.reject(new Error("only checked"));
  const admin = new RoomEngineAdmin({ endpoint: ENDPOINT, maxRetries: 0, fetch });
  try {
    await admin[operation](options);
  } catch (error) {
    if (error.kind === "invalid") return error;
    if (error.kind !== "network") throw error;
  } finally {
    admin.free();
  }
  return undefined;
}

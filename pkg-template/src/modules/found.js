// What the large module is made of, and what stands around it.

import { attach, importCount, imports, inspect, readHead, respond, useText } from "#glue";
import { loadCore } from "../core.js";
import { isWorker } from "../environment.js";

/**
 * What `loadCore` wants to know. The glue's functions are named one by one, and put together when they
 * are asked for: bundlers would keep all of it for an app that calls nothing.
 */
export const found = (source, isolatesRequests) => ({
  glue: {
    attach,
    importCount,
    imports,
    useText,
    functions: { inspect, readHead, respond },
  },
  source,
  // `slim` may be anywhere.
  waking: isolatesRequests || isWorker() ? wakingOf(globalThis.Cloudflare?.compatibilityFlags) : 0,
});

/**
 * Whether requests of a worker may wake each other, 1, or may not, 2: then what one of them waits for
 * must not be done by another.
 */
const wakingOf = (flags) => (flags?.handle_cross_request_promise_resolution === true ? 1 : 2);

const tagOf = (value) => Object.prototype.toString.call(value);

/** Loads what somebody brings, if he does, or what `find` finds. */
export const loadLarge = (find, source) =>
  loadCore("server", source === undefined ? find : () => brought(source));

/** The bytes or the module, whatever stands for them. */
const brought = (source) => found(isPlain(source) ? source : read(source));

/** By its tag: the Edge runtime's module is of another realm. */
const isPlain = (source) =>
  source instanceof Uint8Array || tagOf(source) === "[object WebAssembly.Module]";

/** A Response is known by its shape: a polyfill's is of another class. */
async function read(promised) {
  const source = await promised;
  if (isPlain(source)) return source;
  // Not called by its whole name, and with bytes that are there: Next.js rewrites such calls in what
  // it builds for the edge, and refuses some.
  const { compile } = WebAssembly;
  const isAddress = typeof source === "string" || tagOf(source) === "[object URL]";
  const response = isAddress ? await fetch(source) : source;
  if (typeof response?.arrayBuffer !== "function") return compile(source);
  const { ok, status, url } = response;
  const who = url || "the Response";
  if (!ok) throw new Error(`${who} answered with HTTP status ${status}`);
  const type = response.headers?.get("content-type") ?? "no type";
  const bytes = await response.arrayBuffer();
  try {
    return await compile(bytes);
  } catch (cause) {
    throw new Error(`${who} answered with ${type}: ${cause?.message ?? cause}`, { cause });
  }
}

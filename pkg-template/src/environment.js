// Where we are. Looked up at each use: tests and polyfills put things there later.

export const isWorker = () => globalThis.navigator?.userAgent === "Cloudflare-Workers";

/**
 * A page or a worker of a browser, where a secret key has no place.
 *
 * Node, Deno, Bun, workerd and the Edge runtime have some of the same globals, and a test runner's
 * jsdom has nearly all; each of them gives itself away by one that browsers lack.
 */
function isBrowser() {
  const { process, Deno, Bun, EdgeRuntime, document, WorkerGlobalScope } = globalThis;
  const isServer =
    process?.versions?.node ?? Deno ?? Bun ?? EdgeRuntime ?? (isWorker() || undefined);
  // The pages of Electron have Node's globals too.
  const isPage = process?.type === "renderer" || isServer === undefined;
  return isPage && (document ?? WorkerGlobalScope) !== undefined;
}

/** The host of the page, or of the worker's script, and its port. */
export const pageHost = () => globalThis.location?.host || null;

/** What Rust is told of the place and of the options that stay here. */
export const flagsOf = ({ fetch }) => (isBrowser() ? 1 : 0) + (fetch ? 2 : 0);

/** Milliseconds that never go back. */
export const now = () => globalThis.performance?.now() ?? Date.now();

/** A module that Node has inside, if this is Node. */
export const builtin = (name) => globalThis.process?.getBuiltinModule?.(name);

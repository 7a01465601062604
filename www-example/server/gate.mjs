// The one gate to the console: which host it answers to, which path takes what, and that whatever
// changes something comes from a page of this site.

import { isOwnHost, isOwnSite, secured } from "./security.mjs";

/**
 * Makes the `fetch(request, { address })` of a server. `routes` are functions by path and method, `files`
 * answers for all other paths, and `log` gets what went wrong.
 */
export function createGate({ routes, files, publicOrigin, isLoopback, hostname, log }) {
  return async function fetch(request, { address } = {}) {
    const response = await answer(request, address);
    return secured(response, { isSecure: isSecure(request, publicOrigin) });
  };

  async function answer(request, address) {
    try {
      const url = new URL(request.url);
      const isOwn = isOwnHost(url, { publicOrigin, isLoopback, hostname });
      if (!isOwn) return json({ error: "host" }, 421);
      return await route(request, url.pathname, address);
    } catch (error) {
      log({ event: "error", message: String(error?.message ?? error) });
      return json({ error: "server" }, 500);
    }
  }

  function route(request, pathname, address) {
    const isRead = ["GET", "HEAD"].includes(request.method);
    if (!Object.hasOwn(routes, pathname)) {
      if (pathname.startsWith("/api/")) return json({ error: "path" }, 404);
      return isRead ? files(request) : json({ error: "method" }, 405, { allow: "GET, HEAD" });
    }
    const { [pathname]: methods } = routes;
    if (!Object.hasOwn(methods, request.method)) {
      return json({ error: "method" }, 405, { allow: Object.keys(methods).join() });
    }
    if (!isRead && !isOwnSite(request, publicOrigin)) return json({ error: "origin" }, 403);
    return methods[request.method](request, address);
  }
}

/** Whether browsers reach the console over https: behind a gateway the request does not say. */
export const isSecure = (request, publicOrigin) =>
  (publicOrigin ?? request.url).startsWith("https:");

export function json(value, status = 200, headers = {}) {
  return Response.json(value, { status, headers: { "cache-control": "no-store", ...headers } });
}

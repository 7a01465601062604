// @ts-check
/**
 * Requests that are no calls: a browser's preflight, and the vendor's reachability test. They are
 * not logged and meet no fault, so that a test counts the same calls in every runtime.
 *
 * @param {import("./incoming.js").Incoming} incoming
 * @param {{ cors: boolean }} settings
 * @returns {import("./outgoing.js").Outgoing | undefined} `undefined` for a call
 */
export function preflight({ method, url, headers }, { cors }) {
  if (method === "OPTIONS" && cors) return allowCors(headers);
  if (method === "HEAD" && url.pathname === "/") return { status: 200 };
  return undefined;
}

/**
 * @param {Headers} headers
 * @returns {import("./outgoing.js").Outgoing}
 */
function allowCors(headers) {
  return {
    status: 204,
    headers: {
      "access-control-allow-methods": "POST",
      "access-control-allow-headers":
        headers.get("access-control-request-headers") ?? "content-type",
      "access-control-max-age": "600",
    },
  };
}

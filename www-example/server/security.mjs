// What every answer says to the browser, so that a page that holds power over rooms cannot be framed,
// scripted from elsewhere or made to talk to anybody else; and who may ask at all.

import { isLoopback as isLoopbackAddress } from "./address.mjs";

const POLICY = [
  "default-src 'none'",
  // Compiling WebAssembly counts as evaluating; evaluating text stays forbidden.
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  // Nothing in the page may make elements or scripts from text.
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join("; ");

const HEADERS = {
  "content-security-policy": POLICY,
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

const ONE_YEAR = 31_536_000;

/** The same answer with these headers. */
export function secured(response, { isSecure }) {
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(HEADERS)) headers.set(name, value);
  if (isSecure) headers.set("strict-transport-security", `max-age=${ONE_YEAR}`);
  const { status, statusText, body } = response;
  return new Response(body, { status, statusText, headers });
}

/**
 * Whether the console answers to the host that a request names. A page of another site may have its own
 * name lead here (DNS rebinding), and would then be taken for this one. On loopback that is no address of
 * this machine's own, nor `hostname`, which the console was told to listen at.
 */
export function isOwnHost(url, { publicOrigin, isLoopback, hostname }) {
  if (publicOrigin) return url.host === new URL(publicOrigin).host;
  if (!isLoopback || url.hostname === "localhost") return true;
  return isLoopbackAddress(url.hostname) || url.hostname === hostname?.toLowerCase();
}

/** Whether a request that changes something comes from a page of this site, or from no page. */
export function isOwnSite(request, publicOrigin) {
  const origin = request.headers.get("origin");
  if (origin === null) return true;
  if (publicOrigin) return origin === publicOrigin;
  if (request.headers.get("sec-fetch-site") === "same-origin") return true;
  return origin === new URL(request.url).origin;
}

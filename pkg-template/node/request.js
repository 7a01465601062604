// What goes out: read once from what the caller gave, as the platform's fetch reads it, or refused.

import { types } from "node:util";

const HEADERS = {
  accept: "*/*",
  // Short replies gain nothing from being packed; a packed one is unpacked all the same.
  "accept-encoding": "identity",
  "user-agent": "node",
};

const SCHEMES = ["http:", "https:"];

/** What `http.request` takes, and the body. */
export function requestOf(input, init) {
  const { method = "GET", headers = {}, body, redirect, agent, signal } = init ?? {};
  if (typeof input?.url === "string") refuse("it takes a URL and options, not a Request");
  const url = new URL(input);
  if (!SCHEMES.includes(url.protocol)) refuse(`${url.protocol} is not supported`);
  if (url.username || url.password) refuse("a URL must hold no name and no password");
  if (redirect && redirect !== "manual") refuse("redirects are never followed");
  if (/^(connect|trace|track)$/i.test(method)) refuse(`the method ${method} is not supported`);
  const bytes = bytesOf(body);
  if (bytes !== undefined && /^(get|head)$/i.test(method)) refuse("GET and HEAD have no body");
  return {
    url,
    options: { method, headers: headersOf(headers, bytes), agent },
    body: bytes,
    signal,
  };
}

/** A text as it is, bytes as they are now: they may change before they have gone out. */
function bytesOf(body) {
  if (typeof body === "string") return body;
  if (ArrayBuffer.isView(body)) {
    return Buffer.from(new Uint8Array(body.buffer, body.byteOffset, body.byteLength));
  }
  if (types.isAnyArrayBuffer(body)) return Buffer.from(new Uint8Array(body));
  if (body !== undefined && body !== null) {
    refuse("a body must be a text, an ArrayBuffer or a view of one");
  }
  return undefined;
}

function headersOf(given, body) {
  // Not always `Headers`: with it Node loads all of its own fetch.
  const isRecord = typeof given === "object" && given !== null && !given[Symbol.iterator];
  const headers = { __proto__: null };
  for (const [name, value] of isRecord ? Object.entries(given) : new Headers(given)) {
    const key = name.toLowerCase();
    headers[key] = key in headers ? `${headers[key]}, ${value}` : `${value}`;
  }
  // Of the body as it is, whatever was said of it: the rest would be taken for the next request.
  delete headers["transfer-encoding"];
  delete headers["content-length"];
  if (body !== undefined) headers["content-length"] = Buffer.byteLength(body);
  if (typeof body === "string") headers["content-type"] ??= "text/plain;charset=UTF-8";
  return { ...HEADERS, ...headers };
}

function refuse(why) {
  throw new TypeError(`nodeFetch: ${why}`);
}

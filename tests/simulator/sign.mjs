// A UserSig signer of the tests' own, on Node's crypto and zlib: the simulator is not asked to check
// what it made itself, nor what the package's Rust made.
import { createHmac } from "node:crypto";
import { deflateSync } from "node:zlib";

/** The claims in the words and the order of the vendor's Node package. */
export function claims({ sdkAppId, identifier, secretKey, time, expire = 3600, userbuf }) {
  const lines = [
    `TLS.identifier:${identifier}`,
    `TLS.sdkappid:${sdkAppId}`,
    `TLS.time:${time}`,
    `TLS.expire:${expire}`,
    ...(userbuf === undefined ? [] : [`TLS.userbuf:${userbuf}`]),
  ];
  const signed = lines.map((line) => `${line}\n`).join("");
  return {
    "TLS.ver": "2.0",
    "TLS.identifier": identifier,
    "TLS.sdkappid": sdkAppId,
    "TLS.time": time,
    "TLS.expire": expire,
    ...(userbuf === undefined ? {} : { "TLS.userbuf": userbuf }),
    "TLS.sig": createHmac("sha256", secretKey).update(signed).digest("base64"),
  };
}

/** Any text or bytes in the outer clothes of a UserSig. */
export function wrap(
  content,
  { level = -1, compress = (bytes) => deflateSync(bytes, { level }) } = {},
) {
  const base64 = compress(Buffer.from(content)).toString("base64");
  return base64.replaceAll("+", "*").replaceAll("/", "-").replaceAll("=", "_");
}

export const sign = (what) => wrap(JSON.stringify(claims(what)));

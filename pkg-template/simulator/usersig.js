// @ts-check
import { refuse } from "./refusal.js";
import { unzip } from "./zlib.js";

/**
 * A thousand-byte identifier in the least dense of the vendor's encodings stays far below these; a
 * decompression bomb ends at them.
 */
const MAX_USERSIG_CHARS = 8_192;
const MAX_CLAIMS_BYTES = 16_384;

/** How many UserSigs are remembered. */
const MAX_KNOWN = 100;

const USERSIG = /^[A-Za-z0-9*-]+_{0,2}$/;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
const utf8 = new TextEncoder();

/**
 * What a UserSig says.
 *
 * @typedef {object} Claims
 * @property {string} identifier
 * @property {number} sdkAppId
 * @property {number} time issued at, in seconds since 1970
 * @property {number} expire lifetime in seconds
 * @property {string | undefined} userbuf base64, part of the signed text when present
 * @property {string} sig base64
 */

/**
 * Checks signatures made with one key, in the order of the vendor's own verify functions: identifier
 * and application first, then expiry, then the signature itself.
 *
 * @param {string} secretKey
 */
export function createVerifier(secretKey) {
  /** @type {Promise<CryptoKey> | undefined} */
  let key;
  /** @type {Map<string, Promise<{ claims: Claims, genuine: boolean } | undefined>>} */
  const known = new Map();

  /** @param {string} userSig */
  async function read(userSig) {
    const claims = decode(userSig);
    if (claims === undefined) return undefined;
    key ??= importKey(secretKey);
    return { claims, genuine: await verify(await key, claims) };
  }

  /**
   * Clients use one UserSig for many calls, and inflating it would be half of a call's cost.
   *
   * @param {string} userSig
   */
  function recall(userSig) {
    const reading = known.get(userSig) ?? read(userSig);
    if (known.size >= MAX_KNOWN) known.clear();
    known.set(userSig, reading);
    return reading;
  }

  return {
    /**
     * @param {{ sdkAppId: number, identifier: string, userSig: string }} query
     * @param {number} now milliseconds
     * @throws {import("./refusal.js").Refusal} 70003, 70013, 70014, 70001, 70009
     */
    async check({ sdkAppId, identifier, userSig }, now) {
      if (userSig.length > MAX_USERSIG_CHARS) refuse(70003);
      const { claims, genuine } = (await recall(userSig)) ?? refuse(70003);
      if (claims.identifier !== identifier) refuse(70013);
      if (claims.sdkAppId !== sdkAppId) refuse(70014);
      if (Math.floor(now / 1000) > claims.time + claims.expire) refuse(70001);
      if (!genuine) refuse(70009);
    },
  };
}

/** @param {string} secretKey */
function importKey(secretKey) {
  if (globalThis.crypto?.subtle === undefined) {
    throw new Error("The simulator needs WebCrypto: open the page over https or from localhost");
  }
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  // The service takes the key's text as it is; its hexadecimal digits are not decoded.
  return crypto.subtle.importKey("raw", utf8.encode(secretKey), algorithm, false, ["verify"]);
}

/**
 * @param {CryptoKey} key
 * @param {Claims} claims
 */
async function verify(key, { identifier, sdkAppId, time, expire, userbuf, sig }) {
  const signature = fromBase64(sig, BASE64);
  if (signature === undefined) return false;
  const signed = [
    `TLS.identifier:${identifier}\n`,
    `TLS.sdkappid:${sdkAppId}\n`,
    `TLS.time:${time}\n`,
    `TLS.expire:${expire}\n`,
    userbuf === undefined ? "" : `TLS.userbuf:${userbuf}\n`,
  ].join("");
  return crypto.subtle.verify("HMAC", key, signature, utf8.encode(signed));
}

/**
 * @param {string} userSig
 * @returns {Claims | undefined}
 */
function decode(userSig) {
  const compressed = fromBase64(userSig, USERSIG);
  const bytes = compressed && unzip(compressed, MAX_CLAIMS_BYTES);
  return bytes && readClaims(bytes);
}

/**
 * @param {string} text
 * @param {RegExp} alphabet
 */
function fromBase64(text, alphabet) {
  if (!alphabet.test(text) || text.length % 4 !== 0) return undefined;
  try {
    const standard = text.replaceAll("*", "+").replaceAll("-", "/").replaceAll("_", "=");
    return Uint8Array.from(atob(standard), (char) => char.charCodeAt(0));
  } catch {
    return undefined;
  }
}

/**
 * @param {Uint8Array} bytes
 * @returns {Claims | undefined}
 */
function readClaims(bytes) {
  const json = parse(bytes);
  if (json?.["TLS.ver"] !== "2.0") return undefined;
  const claims = {
    // The vendor's Go package leaves out what is empty or zero.
    identifier: json["TLS.identifier"] ?? "",
    sdkAppId: json["TLS.sdkappid"] ?? 0,
    time: json["TLS.time"] ?? 0,
    expire: json["TLS.expire"] ?? 0,
    userbuf: json["TLS.userbuf"] ?? undefined,
    sig: json["TLS.sig"],
  };
  const texts = [claims.identifier, claims.userbuf ?? "", claims.sig];
  const numbers = [claims.sdkAppId, claims.time, claims.expire];
  const valid =
    texts.every((text) => typeof text === "string") && numbers.every(Number.isSafeInteger);
  return valid ? claims : undefined;
}

/** @param {Uint8Array} bytes */
function parse(bytes) {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

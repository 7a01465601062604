// Our side of the comparison: what we sign, and what we make of what others signed.

import assert from "node:assert/strict";
import { inflateSync } from "node:zlib";
import { inspectUserSig, signUserSig } from "../subject.mjs";

/** Our UserSig for a case. */
export function sign({ sdkAppId, identifier, secretKey, ttl, time }) {
  return signUserSig({ sdkAppId, identifier, secretKey, ttl, now: new Date(time * 1000) });
}

/** What a UserSig holds, read with Node's own means. */
export function unpack(userSig) {
  assert.match(userSig, /^[A-Za-z0-9*_-]+$/);
  const base64 = userSig.replaceAll("*", "+").replaceAll("-", "/").replaceAll("_", "=");
  return JSON.parse(inflateSync(Buffer.from(base64, "base64")).toString("utf8"));
}

/** Asserts that we read somebody else's UserSig as what it was made from. */
export async function assertReads(userSig, { sdkAppId, identifier, secretKey, ttl, time }) {
  const expected = {
    sdkAppId,
    identifier,
    issuedAt: new Date(time * 1000),
    expiresAt: new Date((time + ttl) * 1000),
    expired: false,
    verified: true,
  };
  const now = new Date((time + ttl) * 1000);
  assert.deepEqual(await inspectUserSig(userSig, { secretKey, now }), expected);
  for (const other of [`${secretKey}x`, `x${secretKey}`]) {
    const { verified } = await inspectUserSig(userSig, { secretKey: other, now });
    assert.equal(verified, false, "another key verified it");
  }
}

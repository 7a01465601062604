// Who has signed in, as a cookie that the server signs: nothing has to be stored anywhere.

import { decode, encode } from "./password.mjs";

/**
 * Makes and reads session cookies.
 *
 * `operators` are those of the settings, by name. The hash is part of what is signed, so an operator who is
 * removed, or has a new password, is signed out everywhere.
 */
export function createSessions({ key, operators, seconds, isSecure, now = Date.now }) {
  // The prefix has the browser itself refuse a cookie that another host or plain http has set.
  const name = isSecure ? "__Host-session" : "session";
  const attributes = `Path=/; HttpOnly; SameSite=Strict${isSecure ? "; Secure" : ""}`;

  return {
    /** The `Set-Cookie` of an operator who has signed in, and when that ends. */
    async open(operator) {
      const expiresAt = now() + seconds * 1000;
      const claims = encode(utf8(JSON.stringify({ operator, expiresAt })));
      const signature = encode(new Uint8Array(await sign(claims, operators.get(operator).hash)));
      const cookie = `${name}=${claims}.${signature}; Max-Age=${seconds}; ${attributes}`;
      return { cookie, operator, expiresAt };
    },

    /** `{ operator, expiresAt }` of whoever sends the request, if that is somebody. */
    async read(request) {
      const [claims, signature, ...rest] = cookieOf(request, name)?.split(".") ?? [];
      if (!claims || !signature || rest.length > 0) return undefined;
      try {
        const { operator, expiresAt } = JSON.parse(new TextDecoder().decode(decode(claims)));
        const hash = operators.get(operator)?.hash;
        if (hash === undefined || !(await isSigned(claims, hash, decode(signature))))
          return undefined;
        return now() < expiresAt ? { operator, expiresAt } : undefined;
      } catch {
        // Not of our making: neither base64 nor JSON.
        return undefined;
      }
    },

    /** The `Set-Cookie` that takes the session out of the browser. */
    close: () => `${name}=; Max-Age=0; ${attributes}`,
  };

  async function sign(claims, hash) {
    return crypto.subtle.sign("HMAC", await hmacKey(["sign"]), utf8(`${claims}.${hash}`));
  }

  /** WebCrypto compares in constant time. */
  async function isSigned(claims, hash, signature) {
    const key = await hmacKey(["verify"]);
    return crypto.subtle.verify("HMAC", key, signature, utf8(`${claims}.${hash}`));
  }

  // Not kept: in Workers a request must not wait for what another one has started.
  function hmacKey(uses) {
    const algorithm = { name: "HMAC", hash: "SHA-256" };
    return crypto.subtle.importKey("raw", utf8(key), algorithm, false, uses);
  }
}

const utf8 = (text) => new TextEncoder().encode(text);

function cookieOf(request, name) {
  const cookies = (request.headers.get("cookie") ?? "").split(";").map((pair) => pair.trim());
  return cookies.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}

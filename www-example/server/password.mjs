// Passwords are kept as PBKDF2 hashes, which WebCrypto makes on Node and on Workers alike. A hash is
// one word without a character that a shell would read: pbkdf2-sha256.<iterations>.<salt>.<key>

const NAME = "pbkdf2-sha256";
const SALT_BYTES = 16;
const KEY_BITS = 256;

/** More is refused: whoever can set the hash could otherwise keep the server busy for minutes. */
const MOST_ITERATIONS = 10_000_000;

/** What OWASP advises for this kind. Workers allow 100000 at the most. */
export const ITERATIONS = 600_000;

/** The hash to put into the environment. */
export async function hashPassword(password, iterations = ITERATIONS) {
  const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES));
  const key = await derive(password, salt, iterations);
  return [NAME, iterations, encode(salt), encode(key)].join(".");
}

/** Whether `hash` was made of `password`. */
export async function isPassword(password, hash) {
  const { iterations, salt, key } = parseHash(hash);
  return isSame(await derive(password, salt, iterations), key);
}

/** The parts of a hash. Throws where it is none, without repeating it. */
export function parseHash(hash) {
  const [name, iterations, salt, key, ...rest] = hash.split(".");
  const count = Number(iterations);
  const isRight = name === NAME && key !== undefined && rest.length === 0;
  if (!isRight || !Number.isInteger(count) || count < 1 || count > MOST_ITERATIONS) {
    throw new Error(`a password hash has the form ${NAME}.<iterations>.<salt>.<key>`);
  }
  return { iterations: count, salt: decode(salt), key: decode(key) };
}

async function derive(password, salt, iterations) {
  const bytes = new TextEncoder().encode(password.normalize("NFC"));
  const key = await crypto.subtle.importKey("raw", bytes, "PBKDF2", false, ["deriveBits"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations };
  return new Uint8Array(await crypto.subtle.deriveBits(how, key, KEY_BITS));
}

/** Takes equally long wherever the difference is. */
function isSame(one, other) {
  let difference = one.length ^ other.length;
  for (let index = 0; index < one.length; index += 1) difference |= one[index] ^ other[index];
  return difference === 0;
}

export function encode(bytes) {
  const text = btoa(String.fromCharCode(...bytes));
  return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

export function decode(text) {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

// Passwords are kept as PBKDF2 hashes, which WebCrypto makes on Node and on Workers alike. A hash is
// one word without a character that a shell would read: pbkdf2-sha256.<iterations>.<salt>.<key>

const NAME = "pbkdf2-sha256";
const SALT_BYTES = 16;
const KEY_BITS = 256;

/** A shorter salt is hardly one (RFC 8018), and a key of another length fits no password. */
const FEWEST_SALT_BYTES = 8;

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
  const [name, iterations, ...texts] = hash.split(".");
  const count = Number(iterations);
  const isCount = Number.isInteger(count) && count >= 1 && count <= MOST_ITERATIONS;
  const [salt, key] = texts.map(bytesOf);
  const isWhole = salt?.length >= FEWEST_SALT_BYTES && key?.length === KEY_BITS / 8;
  if (name !== NAME || !isCount || texts.length !== 2 || !isWhole) {
    throw new Error(
      `a password hash has the form ${NAME}.<iterations>.<salt>.<key>, with a salt of at least ${FEWEST_SALT_BYTES} bytes and a key of ${KEY_BITS / 8}: \`npm run hash\` makes it`,
    );
  }
  return { iterations: count, salt, key };
}

function bytesOf(text) {
  try {
    return decode(text);
  } catch {
    return undefined;
  }
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

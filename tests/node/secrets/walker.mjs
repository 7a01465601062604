// Looks for a secret in everything that an error shows of itself, to a log or to a curious program.

import { inspect } from "node:util";

/** So many letters of a secret in a row are found; fewer may be there by chance, or be a prefix. */
const FRAGMENT = 16;
const DEEPEST = 12;

/**
 * Where `secrets` or parts of them stand in what can be got out of `value`: a list of places.
 *
 * @param {unknown} value
 * @param {string[]} secrets
 */
export function leaks(value, secrets) {
  const fragments = new Set(secrets.flatMap(fragmentsOf));
  const found = [];
  for (const { place, text } of textsOf(value)) {
    const variants = new Set([text, ...unescaped(text)]);
    if ([...variants].some((variant) => holdsOne(variant, fragments))) found.push(place);
  }
  return found;
}

function fragmentsOf(secret) {
  if (secret.length < FRAGMENT) throw new Error("a secret this short would be found anywhere");
  const count = secret.length - FRAGMENT + 1;
  return Array.from({ length: count }, (_, index) => secret.slice(index, index + FRAGMENT));
}

function holdsOne(text, fragments) {
  for (let index = 0; index + FRAGMENT <= text.length; index += 1) {
    if (fragments.has(text.slice(index, index + FRAGMENT))) return true;
  }
  return false;
}

/** What stands there percent-encoded, once or twice, or with JSON's escapes. */
function unescaped(text) {
  const once = text.replace(/%([0-9a-f]{2})/gi, (_, hex) => letter(hex));
  const twice = once.replace(/%([0-9a-f]{2})/gi, (_, hex) => letter(hex));
  return [once, twice, text.replace(/\\u([0-9a-f]{4})/gi, (_, hex) => letter(hex))];
}

const letter = (hex) => String.fromCharCode(Number.parseInt(hex, 16));

/** Every text that `value` gives away, and where. */
function textsOf(value) {
  const texts = [];
  const add = (place, make) => {
    try {
      texts.push({ place, text: `${make()}` });
    } catch {
      // A value that refuses to be shown shows nothing.
    }
  };
  add("String(e)", () => String(value));
  add("JSON.stringify(e)", () => JSON.stringify(value));
  add("JSON.stringify(all of e)", () => JSON.stringify(value, Object.getOwnPropertyNames(value)));
  add("util.inspect(e)", () => inspect(value));
  const all = { depth: 20, showHidden: true, getters: true, maxStringLength: null };
  add("util.inspect(all of e)", () => inspect(value, { ...all, maxArrayLength: null }));
  add("structuredClone(e)", () => inspect(structuredClone(value), all));
  walk(value, "e", DEEPEST, new Set(), add);
  return texts;
}

function walk(value, place, depth, seen, add) {
  if (typeof value === "string" || typeof value === "symbol") {
    add(place, () => String(value));
    return;
  }
  const isObject = (typeof value === "object" && value !== null) || typeof value === "function";
  if (!isObject || seen.has(value) || depth === 0) return;
  seen.add(value);
  const deeper = (inner, name) => walk(inner, `${place}${name}`, depth - 1, seen, add);
  add(`String(${place})`, () => String(value));
  add(`JSON.stringify(${place})`, () => JSON.stringify(value));
  if (value instanceof Map) for (const entry of value) deeper([...entry], "<entry>");
  if (value instanceof Set) for (const entry of value) deeper(entry, "<entry>");
  if (ArrayBuffer.isView(value)) add(place, () => Buffer.from(value.buffer).toString("latin1"));
  for (const [owner, key] of keysOf(value)) {
    deeper(key, `<key of ${owner === value ? "itself" : "its prototype"}>`);
    deeper(read(value, key), `.${String(key)}`);
  }
}

/** The names of all properties, and of those that a class of somebody's own has getters for. */
function* keysOf(value) {
  for (let owner = value; isForeign(owner); owner = Object.getPrototypeOf(owner)) {
    for (const key of Reflect.ownKeys(owner)) yield [owner, key];
  }
}

const isForeign = (owner) => owner !== null && owner !== Object.prototype && !BUILT_IN.has(owner);

const BUILT_IN = new Set([
  Array.prototype,
  Function.prototype,
  Map.prototype,
  Set.prototype,
  Symbol.prototype,
]);

function read(value, key) {
  try {
    return value[key];
  } catch {
    return undefined;
  }
}

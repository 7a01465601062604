// What a platform or a caller's function threw, made safe to show: the very object where it can be
// shown to quote no secret, else a copy without the texts that do.

/** How deep, and over how many properties, an error is searched for secrets. */
const DEPTH = 4;
const BREADTH = 200;

const DATA = /^\[object (Error|DOMException|Object|Array)\]$/;

/** `quotes` tells whether a text holds part of a secret. */
export function causeOf(thrown, quotes) {
  const found = { texts: [], left: BREADTH };
  if (canGather(thrown, found) && !quotes(found.texts.join("\0"))) return thrown;
  return copyOf(thrown, DEPTH, (text) => (quotes(text) ? "withheld: it quoted a secret" : text));
}

/** A Proxy may throw whatever it is asked. */
function canGather(thrown, found) {
  try {
    return gather(thrown, found, DEPTH);
  } catch {
    return false;
  }
}

/** Keeps all texts of what was thrown. Only errors and plain data can be looked through. */
function gather(value, found, depth) {
  if (typeof value === "symbol") return gather(value.description, found, depth);
  if (typeof value === "string") found.texts.push(value);
  if (typeof value !== "object" || value === null) return typeof value !== "function";
  if (depth === 0 || !isPlain(value)) return false;
  const keys = Reflect.ownKeys(value);
  found.left -= keys.length + 1;
  if (found.left < 0) return false;
  // The message may stand on a prototype.
  const inner = [...keys, "message"].flatMap((key) => [key, property(value, key)]);
  return inner.every((each) => gather(each, found, depth - 1));
}

/**
 * Whether the platform made its class: a class of somebody else's may hold, and show, what cannot be
 * looked at from outside.
 */
function isPlain(object) {
  try {
    const prototype = Object.getPrototypeOf(object);
    const source = () => Function.prototype.toString.call(prototype.constructor);
    return DATA.test(tagOf(object)) && (prototype === null || source().includes("[native code]"));
  } catch {
    return false;
  }
}

/** What tells something of an error: name, message, code, stack and causes. */
function copyOf(thrown, depth, shown) {
  if (Object(thrown) !== thrown) return shown(messageOf(thrown));
  const copy = new Error(shown(messageOf(thrown)));
  const keep = (name, value) =>
    Object.defineProperty(copy, name, { value, configurable: true, writable: true });
  for (const name of ["name", "code", "stack"]) {
    const value = property(thrown, name);
    if (typeof value === "string") keep(name, shown(value));
    if (typeof value === "number") keep(name, value);
  }
  const cause = property(thrown, "cause");
  if (depth > 0 && cause !== undefined) keep("cause", copyOf(cause, depth - 1, shown));
  return copy;
}

/** What it says, or what it is. */
export function messageOf(thrown) {
  if (Object(thrown) !== thrown) return String(thrown);
  const message = property(thrown, "message");
  return typeof message === "string" ? message : tagOf(thrown);
}

function property(object, name) {
  try {
    return object[name];
  } catch {
    return undefined;
  }
}

function tagOf(value) {
  try {
    return Object.prototype.toString.call(value);
  } catch {
    return "";
  }
}

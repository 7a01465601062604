// What callers wrote, as a text for Rust: JSON, and lists for what JSON cannot say.
//
// Each property is read once, and when the call is made: whatever is changed afterwards, and whoever
// answers twice, does no harm.

import { causeOf } from "./causes.js";
import { invalid } from "./errors.js";
import { isSignal } from "./signals.js";

/** Options that stay here: Rust is told their type only. */
const KEPT = ["fetch", "userSig", "onAttempt", "logger", "limiter", "signal", "authorize"];
const SECRET = ["secretKey", "userSig"];
const DEEPEST = 5;
const MOST_VALUES = 20_000;

/**
 * The options as a text, and those that Rust does not get as they are. Where one cannot be read,
 * `failure` tells which, and what it threw.
 */
export function readOptions(options, name) {
  const reading = { kept: {}, path: name, left: MOST_VALUES, secrets: [] };
  try {
    return { text: encode(options, reading, "", 0), kept: reading.kept };
  } catch (thrown) {
    return { kept: {}, failure: { field: reading.path, thrown, secrets: reading.secrets } };
  }
}

/** A name that no option has: so long, or with digits, that it may be a secret put there by mistake. */
const ODD_NAME = /[^.[]{33}|(?=[^.[]*\d)[^.[]{12}/;

/** The texts of what was given, or the error of what could not be read, which may quote that client's secrets. */
export function textsOf(core, client, given) {
  const failure = given.find((each) => each.failure)?.failure;
  if (!failure) return given.map(({ text }) => text);
  const { field, thrown, secrets } = failure;
  const quotes = (said) =>
    secrets.some((secret) => said.includes(secret)) || core.run("quotes", said, client, 0) === 1;
  const shown = ODD_NAME.test(field) ? "options" : field;
  throw invalid(shown, "cannot be read: see `cause`", { cause: causeOf(thrown, quotes) });
}

function encode(value, reading, path, depth) {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value);
    case "number":
      return Number.isSafeInteger(value) ? `${value}` : bitsOf(value);
    case "boolean":
      return `${value}`;
    case "undefined":
      return "null";
    case "object":
      return value === null ? "null" : encodeObject(value, reading, path, depth);
    default:
      return `["${typeof value}"]`;
  }
}

function encodeObject(value, reading, path, depth) {
  const kind = kindOf(value);
  if (kind === "Date") return dateOf(value);
  if (kind === "AbortSignal" || depth > DEEPEST) return `["${kind}"]`;
  const isList = kind === "array";
  const keys = isList ? value : Object.keys(value);
  const parts = isList ? [0] : [];
  for (let index = 0; index < keys.length; index += 1) {
    reading.left -= 1;
    if (reading.left < 0) return '["object"]';
    const key = isList ? index : keys[index];
    const inner = isList ? `${path}[${key}]` : path ? `${path}.${key}` : key;
    reading.path = inner;
    const item = value[key];
    const text =
      depth === 0 ? encodeOption(key, item, reading) : encode(item, reading, inner, depth + 1);
    parts.push(isList ? text : `${JSON.stringify(key)}:${text}`);
  }
  return isList ? `[${parts}]` : `{${parts}}`;
}

/** One of the options themselves, and what of it stays here. */
function encodeOption(name, value, reading) {
  const { kept } = reading;
  const isObject = typeof value === "object" && value !== null;
  if (KEPT.includes(name) && (isObject || typeof value === "function")) {
    const kind = isObject ? keptKind(value) : "function";
    // A signal is listened to, and only what is one can be.
    if (name !== "signal" || kind === "AbortSignal") kept[name] = value;
    return `["${kind}"]`;
  }
  if (name === "sdkAppId") kept.sdkAppId = value;
  if (SECRET.includes(name) && value && typeof value === "string") reading.secrets.push(value);
  if (name === "endpoint") kept.hasEndpoint = value !== undefined && value !== null;
  if (name === "headers" && isObject && kindOf(value) === "object") {
    kept.headers = copyOf(value, reading);
    return encode(kept.headers, reading, name, 1);
  }
  return encode(value, reading, name, 1);
}

function keptKind(value) {
  if (isSignal(value)) return "AbortSignal";
  return kindOf(value) === "array" ? "array" : "object";
}

/** Sent as they are now, and each read once. */
function copyOf(headers, reading) {
  const entries = Object.keys(headers).map((name) => {
    reading.path = `headers.${name}`;
    return [name, headers[name]];
  });
  return Object.fromEntries(entries);
}

function kindOf(value) {
  if (Array.isArray(value)) return "array";
  const tag = Object.prototype.toString.call(value);
  if (tag === "[object Date]") return "Date";
  return tag === "[object AbortSignal]" ? "AbortSignal" : "object";
}

/** The two halves of what a number is made of. */
function bitsOf(number) {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, number);
  return `["number",${view.getUint32(0)},${view.getUint32(4)}]`;
}

/** Of another realm too. */
function dateOf(date) {
  const time = Date.prototype.getTime.call(date);
  return `["Date",${Number.isNaN(time) ? null : time}]`;
}

/** What a value is, in a word, as Rust has it for the options. */
export function typeOf(value) {
  if (Number.isNaN(value)) return "NaN";
  if (value === null) return "undefined";
  return typeof value === "object" ? kindOf(value) : typeof value;
}

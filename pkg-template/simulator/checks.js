// @ts-check
/**
 * Checks of what callers pass in. Everything wrong is a `TypeError` that names the option.
 *
 * @typedef {object} Rule
 * @property {string} must what the option must be, in words
 * @property {(value: any) => boolean} is
 * @property {boolean} [required]
 */

const MAX_U32 = 4_294_967_295;

/**
 * @param {string} must
 * @param {(value: any) => boolean} is
 * @returns {Rule}
 */
export const optional = (must, is) => ({ must, is });

/**
 * @param {string} must
 * @param {(value: any) => boolean} is
 * @returns {Rule}
 */
export const required = (must, is) => ({ must, is, required: true });

/**
 * @param {unknown} value an object whose `undefined` members count as absent
 * @param {Record<string, Rule>} rules by member name; other names are refused
 * @param {string} at where this object is, for the message
 * @returns {Record<string, any>} the members that are present
 */
export function checkObject(value, rules, at) {
  if (!isObject(value)) throw new TypeError(`${at} must be an object`);
  const given = Object.fromEntries(
    Object.entries(value).filter(([, member]) => member !== undefined),
  );
  for (const name of Object.keys(given)) {
    if (Object.hasOwn(rules, name)) continue;
    throw new TypeError(`${at}: unknown \`${name}\`; known: ${Object.keys(rules).join(", ")}`);
  }
  for (const [name, rule] of Object.entries(rules)) {
    const good = Object.hasOwn(given, name) ? rule.is(given[name]) : !rule.required;
    if (!good) throw new TypeError(`${at}: \`${name}\` must be ${rule.must}`);
  }
  return given;
}

/**
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
export function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** @param {unknown} value */
export const isText = (value) => typeof value === "string";

/** @param {unknown} value */
export const isName = (value) => isText(value) && value !== "";

/**
 * @param {unknown} value
 * @returns {value is string[]}
 */
export const isNames = (value) => Array.isArray(value) && value.every(isName);

/** @param {unknown} value */
export const isHosts = (value) => isNames(value) && value.every(hostOf);

/** @param {unknown} value */
export const isFlag = (value) => typeof value === "boolean";

/** @param {unknown} value */
export const isFunction = (value) => typeof value === "function";

/** @param {any} value */
export const isCount = (value) => Number.isSafeInteger(value) && value >= 0;

/** @param {any} value */
export const isPositive = (value) => Number.isSafeInteger(value) && value > 0;

/** @param {any} value */
export const isAppId = (value) => isPositive(value) && value <= MAX_U32;

/** @param {any} value milliseconds a timer can wait, about 24 days */
export const isDuration = (value) => Number.isFinite(value) && value >= 0 && value < 2 ** 31;

/**
 * A host's name as requests have it, with the port if there is one; nothing for what is no host.
 *
 * @param {string} text
 */
export function hostOf(text) {
  const site = siteOf(`http://${text}`);
  // Not `site.port`, which hides that of http.
  return site && site.hostname + (/:\d+$/.exec(text)?.[0] ?? "");
}

/**
 * The URL of what names a site and nothing in it.
 *
 * @param {string} text
 * @returns {URL | undefined}
 */
export function siteOf(text) {
  try {
    const url = new URL(text);
    const site = `${url.protocol}//${url.host}`;
    const isSite = url.host !== "" && [site, `${site}/`].includes(url.href);
    return isSite && !url.host.includes("*") ? url : undefined;
  } catch {
    return undefined;
  }
}

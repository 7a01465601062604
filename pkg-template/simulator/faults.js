// @ts-check
import {
  checkObject,
  isCount,
  isDuration,
  isFlag,
  isFunction,
  isName,
  isObject,
  isPositive,
  isText,
  optional,
  required,
} from "./checks.js";

/** @typedef {import("../types/simulator.js").Fault} Fault */
/** @typedef {import("../types/simulator.js").FaultRule} FaultRule */
/** @typedef {import("../types/simulator.js").SimulatedCall} SimulatedCall */
/** @typedef {Fault | FaultRule} Planned */

const REDIRECTS = [301, 302, 303, 307, 308];

const isBody = (/** @type {unknown} */ value) => isText(value) || ArrayBuffer.isView(value);
const isStatus = (/** @type {number} */ value) => isPositive(value) && value >= 200 && value < 600;
const isHeaders = (/** @type {unknown} */ value) =>
  isObject(value) && Object.values(value).every(isText);

const applied = optional("a boolean", isFlag);
const body = optional("a string or a Uint8Array", isBody);
const bytes = optional("an integer", isCount);

/** What each kind of fault takes, beside `kind` and `times`. */
const KINDS = {
  delay: { ms: required("milliseconds, 0 or more", isDuration), applied },
  reset: { read: optional("a boolean", isFlag), applied },
  hang: { at: optional('"headers" or "body"', (at) => at === "headers" || at === "body"), applied },
  status: {
    status: required("an HTTP status in 200..599", isStatus),
    headers: optional("an object of strings", isHeaders),
    body,
    applied,
  },
  redirect: {
    status: optional(`one of ${REDIRECTS.join(", ")}`, (status) => REDIRECTS.includes(status)),
    location: optional("a URL or a path", isName),
    applied,
  },
  code: {
    code: required("an integer", Number.isSafeInteger),
    info: optional("a string", isText),
    applied,
  },
  garbage: { body, contentType: optional("a string", isText), applied },
  truncate: { bytes },
  drip: {
    ms: optional("milliseconds, 0 or more", isDuration),
    bytes: optional("an integer above 0", isPositive),
  },
};

/**
 * The faults to come, first in, first out. A plain fault is used up by as many requests as its
 * `times` says; a function stays, is asked about each request, and lets through those it returns
 * nothing for.
 *
 * @param {readonly Planned[]} planned checked already
 */
export function createFaultQueue(planned) {
  /** @type {{ fault: Planned, left: number }[]} */
  let queue = [];
  const add = (/** @type {readonly Planned[]} */ faults) => {
    queue.push(...faults.map((fault) => ({ fault, left: isFunction(fault) ? 0 : times(fault) })));
  };
  add(planned);

  /** @param {{ fault: Planned, left: number }} entry */
  function use(entry) {
    entry.left -= 1;
    if (entry.left === 0) queue = queue.filter((other) => other !== entry);
    return /** @type {Fault} */ (entry.fault);
  }

  return {
    /** @param {...Planned} faults */
    push(...faults) {
      add(checkFaults(faults));
    },
    clear() {
      queue = [];
    },
    get size() {
      return queue.length;
    },
    /**
     * The fault of a request that just arrived; `"ask"` when a function wants to see it whole first.
     *
     * @returns {Fault | "ask" | undefined}
     */
    take() {
      const first = queue[0];
      if (first === undefined) return undefined;
      return typeof first.fault === "function" ? "ask" : use(first);
    },
    /**
     * @param {SimulatedCall} call
     * @param {number} number how many requests there were, this one included
     * @returns {Fault | undefined}
     */
    choose(call, number) {
      for (const entry of queue) {
        if (typeof entry.fault !== "function") return use(entry);
        const chosen = entry.fault(call, number);
        if (chosen !== undefined) return checkFault(chosen);
      }
      return undefined;
    },
  };
}

/**
 * @param {readonly unknown[]} faults
 * @returns {Planned[]}
 * @throws {TypeError} when one is neither a function nor a fault
 */
export function checkFaults(faults) {
  return faults.map((fault) =>
    isFunction(fault) ? /** @type {FaultRule} */ (fault) : checkFault(fault),
  );
}

/**
 * @param {unknown} fault
 * @returns {Fault}
 */
function checkFault(fault) {
  const kind = isObject(fault) ? String(fault.kind) : undefined;
  if (kind === undefined || !Object.hasOwn(KINDS, kind)) {
    const known = Object.keys(KINDS).join(", ");
    throw new TypeError(`faults: \`kind\` must be one of ${known}; got ${kind ?? typeof fault}`);
  }
  const rules = {
    kind: required("a string", isText),
    times: optional("an integer above 0, or Infinity", (n) => isPositive(n) || n === Infinity),
    .../** @type {any} */ (KINDS)[kind],
  };
  const checked = checkObject(fault, rules, `faults: a "${kind}"`);
  if (checked.read === false && checked.applied) {
    throw new TypeError('faults: a "reset" that is not `read` cannot be `applied`');
  }
  if (checked.body !== undefined && [204, 205, 304].includes(checked.status)) {
    throw new TypeError(`faults: a "status" ${checked.status} has no \`body\``);
  }
  return /** @type {Fault} */ (Object.freeze(checked));
}

/** @param {Planned} fault */
function times(fault) {
  return /** @type {Fault} */ (fault).times ?? 1;
}

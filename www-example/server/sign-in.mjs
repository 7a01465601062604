// Whether somebody is the operator that they say they are, and how often they may be wrong.

import { networkOf } from "./address.mjs";
import { isPassword, parseHash } from "./password.mjs";
import { createLimiter, createQueue } from "./rate.mjs";

const MOST_BYTES = 2048;

/** Wrong passwords: of one operator from one network, and of anybody from there. */
const PER_OPERATOR = { times: 5, seconds: 300 };
const PER_NETWORK = { times: 30, seconds: 300 };

/** Of one operator from everywhere: that makes each next one slower, and locks nobody out. */
const FROM_EVERYWHERE = { times: 30, seconds: 3600 };
const UNDELAYED = 10;
const LONGEST_DELAY_MS = 8000;

/** A derivation keeps a core busy for a while, and the console has to stay usable for who is in. */
const AT_ONCE = 2;
const QUEUE = 8;
const BUSY = { error: "busy", status: 503, wait: 2 };

/**
 * Makes the function that judges a request to sign in from an address: `{ operator }`, or why not, as
 * `{ error, status }` and, where there is a time to wait, its seconds as `wait`. `log` is told of those
 * that were wrong. `queue` is how many may wait for others: none in Workers, where requests cannot.
 */
export function createSignIn({ operators, now, log, queue = QUEUE, sleep = sleepFor }) {
  const limiter = (limit) => createLimiter({ ...limit, now });
  const [perOperator, perNetwork] = [limiter(PER_OPERATOR), limiter(PER_NETWORK)];
  const fromEverywhere = limiter(FROM_EVERYWHERE);
  const derivations = createQueue({ most: AT_ONCE, queue, now });
  const decoy = slowestOf([...operators.values()].map(({ hash }) => hash));

  return async function judge(request, address) {
    const given = await readCredentials(request);
    if (given === undefined) return { error: "body", status: 400 };
    const { operator } = given;
    const network = networkOf(address);
    const tell = (refused) =>
      log({ event: "sign-in", refused, operator: nameOf(operator), network });
    const limits = limitsOf(operator, network);
    const wait = Math.max(0, ...limits.map(([limit, key]) => limit.wait(key)));
    if (wait > 0) {
      tell("too often");
      return { error: "rate", status: 429, wait };
    }
    if (derivations.isFull()) return BUSY;
    const counts = [...limits, [fromEverywhere, operator]];
    const isRight = await decide(given, counts);
    if (isRight === undefined) return BUSY;
    if (!isRight) {
      tell("wrong");
      return { error: "credentials", status: 401 };
    }
    for (const [limit, key] of counts) limit.forgive(key);
    return { operator };
  };

  /** Those that can be full, each with its key: none where the gateway has told no address. */
  function limitsOf(operator, network) {
    if (network === undefined) return [];
    return [
      [perOperator, JSON.stringify([operator, network])],
      [perNetwork, network],
    ];
  }

  /** Whether it is the password, or `undefined` where others were in the way: that counts for nothing. */
  async function decide({ operator, password }, counts) {
    const delay = delayOf(fromEverywhere.count(operator));
    const giveBack = counts.map(([limit, key]) => limit.take(key));
    let isRight;
    try {
      if (delay > 0) await sleep(delay);
      isRight = await derivations.perform(() => check(operator, password));
    } finally {
      if (isRight === undefined) for (const undo of giveBack) undo();
    }
    return isRight;
  }

  /** An unknown operator takes as long as the slowest known one, so that names cannot be found out. */
  async function check(operator, password) {
    const isMatch = await isPassword(password, operators.get(operator)?.hash ?? decoy);
    return isMatch && operators.has(operator);
  }

  /** What is no operator's name may be a password in the wrong field. */
  function nameOf(operator) {
    return operators.has(operator) ? operator : undefined;
  }
}

const delayOf = (wrong) =>
  wrong < UNDELAYED ? 0 : Math.min(LONGEST_DELAY_MS, 500 * 2 ** (wrong - UNDELAYED));

const sleepFor = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

function slowestOf(hashes) {
  const cost = (hash) => parseHash(hash).iterations;
  return hashes.reduce((slowest, hash) => (cost(hash) > cost(slowest) ? hash : slowest));
}

/** The operator and the password of a request, if that is what it holds. */
async function readCredentials(request) {
  // No form of another site can send this type.
  if (!/^application\/json\b/i.test(request.headers.get("content-type") ?? "")) return undefined;
  try {
    const { operator, password } = JSON.parse(await readText(request));
    const isRight = typeof operator === "string" && typeof password === "string";
    return isRight ? { operator, password } : undefined;
  } catch {
    return undefined;
  }
}

async function readText(request) {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let bytes = 0;
  let text = "";
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MOST_BYTES) throw new Error("too long");
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

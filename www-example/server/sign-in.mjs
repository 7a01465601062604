// Whether somebody is the operator that they say they are, and how often they may be wrong.

import { isPassword } from "./password.mjs";
import { createLimiter } from "./rate.mjs";

const MOST_BYTES = 2048;

/** Wrong passwords: of one operator from one address, and of anybody from there. */
const PER_OPERATOR = { times: 5, seconds: 300 };
const PER_ADDRESS = { times: 30, seconds: 300 };

/**
 * Makes the function that judges a request to sign in from an address: `{ operator }`, or why not, as
 * `{ error, status }` and, where there were too many, the seconds to `wait`.
 */
export function createSignIn({ operators, now }) {
  const perOperator = createLimiter({ ...PER_OPERATOR, now });
  const perAddress = createLimiter({ ...PER_ADDRESS, now });
  const [decoy] = operators.values();

  return async function judge(request, address) {
    const given = await readCredentials(request);
    if (given === undefined) return { error: "body", status: 400 };
    const { operator, password } = given;
    const both = JSON.stringify([operator, address]);
    const wait = perOperator.take(both) || perAddress.take(address);
    if (wait > 0) return { error: "rate", status: 429, wait };
    if (!(await isRight(operator, password))) return { error: "credentials", status: 401 };
    perOperator.forgive(both);
    perAddress.forgive(address);
    return { operator };
  };

  /** An unknown operator takes as long as a wrong password, so that names cannot be found out. */
  async function isRight(operator, password) {
    const isMatch = await isPassword(password, operators.get(operator) ?? decoy);
    return isMatch && operators.has(operator);
  }
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

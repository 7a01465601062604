// What the environment says; docs/console.md lists the names.

import { parseHash } from "./password.mjs";

const WHO = ["SDK_APP_ID", "IDENTIFIER", "SECRET_KEY"];
const FEWEST_KEY_CHARACTERS = 32;
const EIGHT_HOURS = 8 * 60 * 60;

/** Who may sign in where nothing is at stake. The password is "simulator". */
export const DEMO = {
  operator: "demo",
  password: "simulator",
  hash: "pbkdf2-sha256.10000.2__F6Ad6krOdGn9r0OEb1w.su4vopwi1ZrjdUmDUa-gMuSuB_9XjGPtUuncFGk8W1k",
};

/**
 * Reads an environment: `process.env`, or a Worker's `env`. Without credentials of the service the
 * console is on the simulator, and asks for nothing else. Throws with all that is missing.
 */
export function settingsFrom(env) {
  const given = WHO.filter((name) => env[name]);
  const isReal = given.length > 0;
  const wanted = isReal ? [...WHO, "OPERATORS", "SESSION_KEY"] : [];
  const missing = wanted.filter((name) => !env[name]);
  if (missing.length > 0) throw new Error(`${missing.join(", ")} must be set too: docs/console.md`);
  return {
    service: isReal ? serviceOf(env) : undefined,
    operators: env.OPERATORS ? operatorsOf(env.OPERATORS) : new Map([[DEMO.operator, DEMO.hash]]),
    isDemo: !env.OPERATORS,
    sessionKey: env.SESSION_KEY ? keyOf(env.SESSION_KEY) : undefined,
    sessionSeconds: secondsOf(env.SESSION_SECONDS),
    publicOrigin: env.PUBLIC_ORIGIN ? new URL(env.PUBLIC_ORIGIN).origin : undefined,
    addressHeader: env.ADDRESS_HEADER || undefined,
  };
}

/** As the package takes them; it checks them itself. */
function serviceOf({ SDK_APP_ID, IDENTIFIER, SECRET_KEY, REGION }) {
  return {
    sdkAppId: Number(SDK_APP_ID),
    identifier: IDENTIFIER,
    secretKey: SECRET_KEY,
    region: REGION || undefined,
  };
}

/** `ann=<hash>,ben=<hash>`: commas or white space between them. */
function operatorsOf(text) {
  const entries = text.split(/[\s,]+/).filter((entry) => entry !== "");
  return new Map(
    entries.map((entry) => {
      const [operator, hash = ""] = entry.split("=");
      parseHash(hash);
      return [operator, hash];
    }),
  );
}

function keyOf(text) {
  if (text.length >= FEWEST_KEY_CHARACTERS) return text;
  throw new Error(`SESSION_KEY must have at least ${FEWEST_KEY_CHARACTERS} characters`);
}

function secondsOf(text) {
  if (!text) return EIGHT_HOURS;
  const seconds = Number(text);
  if (Number.isInteger(seconds) && seconds > 0) return seconds;
  throw new Error("SESSION_SECONDS must be a whole number above 0");
}

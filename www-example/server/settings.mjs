// What the environment says; docs/console.md lists the names.

import { operatorsOf } from "./operators.mjs";
import { refuseUnless, wordsOf } from "./words.mjs";

const WHO = ["SDK_APP_ID", "IDENTIFIER", "SECRET_KEY"];
const FEWEST_KEY_CHARACTERS = 32;
const FEWEST_DIFFERENT = 8;
const EIGHT_HOURS = 8 * 60 * 60;
const THIRTY_DAYS = 30 * 24 * 60 * 60;
const MOST_SDK_APP_ID = 4_294_967_295;

/** Who may sign in where nothing is at stake. The password is "simulator". */
export const DEMO = {
  operator: "demo",
  password: "simulator",
  hash: "pbkdf2-sha256.10000.2__F6Ad6krOdGn9r0OEb1w.su4vopwi1ZrjdUmDUa-gMuSuB_9XjGPtUuncFGk8W1k",
};

/**
 * Reads an environment: `process.env`, or a Worker's `env`. Without credentials of the service the
 * console is on the simulator, and asks for nothing else. Throws with all that is missing, or with what
 * makes no sense; `checkSettings` has the package look at the rest.
 */
export function settingsFrom(env) {
  const given = WHO.filter((name) => env[name]);
  const isReal = given.length > 0;
  const wanted = isReal ? [...WHO, "OPERATORS", "SESSION_KEY"] : [];
  const missing = wanted.filter((name) => !env[name]);
  if (missing.length > 0) throw new Error(`${missing.join(", ")} must be set too: docs/console.md`);
  return {
    service: isReal ? serviceOf(env) : undefined,
    operators: env.OPERATORS ? namedOperators(env.OPERATORS) : demoOperators(),
    isDemo: !env.OPERATORS,
    rooms: wordsOf(env.ROOMS),
    sessionKey: env.SESSION_KEY ? keyOf(env.SESSION_KEY) : undefined,
    sessionSeconds: secondsOf(env.SESSION_SECONDS),
    publicOrigin: env.PUBLIC_ORIGIN ? originOf(env.PUBLIC_ORIGIN) : undefined,
    addressHeader: env.ADDRESS_HEADER ? headerOf(env.ADDRESS_HEADER) : undefined,
  };
}

const demoOperators = () => new Map([[DEMO.operator, { hash: DEMO.hash, role: "owner" }]]);

/** What is wrong with an entry says which setting has it. */
function namedOperators(text) {
  try {
    return operatorsOf(text);
  } catch ({ message }) {
    throw new Error(message.includes("OPERATORS") ? message : `OPERATORS: ${message}`);
  }
}

/** As the package takes them; what else is wrong with them it says itself. */
function serviceOf({ SDK_APP_ID, IDENTIFIER, SECRET_KEY, REGION }) {
  const sdkAppId = Number(SDK_APP_ID);
  refuseUnless(
    Number.isInteger(sdkAppId) && sdkAppId > 0 && sdkAppId <= MOST_SDK_APP_ID,
    "SDK_APP_ID must be the application's number",
  );
  refuseUnless(IDENTIFIER.trim() !== "", "IDENTIFIER must not be blank");
  refuseUnless(SECRET_KEY.trim() !== "", "SECRET_KEY must not be blank");
  return {
    sdkAppId,
    identifier: IDENTIFIER,
    secretKey: SECRET_KEY,
    region: REGION || undefined,
  };
}

function keyOf(text) {
  const characters = [...text].filter((character) => character.trim() !== "");
  const isRandom = new Set(characters).size >= FEWEST_DIFFERENT;
  refuseUnless(
    characters.length >= FEWEST_KEY_CHARACTERS && isRandom,
    `SESSION_KEY must have at least ${FEWEST_KEY_CHARACTERS} random characters`,
  );
  return text;
}

function secondsOf(text) {
  if (!text) return EIGHT_HOURS;
  const seconds = Number(text);
  refuseUnless(
    Number.isInteger(seconds) && seconds > 0 && seconds <= THIRTY_DAYS,
    `SESSION_SECONDS must be a whole number in 1..${THIRTY_DAYS}`,
  );
  return seconds;
}

function originOf(text) {
  const { protocol, origin, href, hostname } = URL.canParse(text) ? new URL(text) : {};
  refuseUnless(
    ["https:", "http:"].includes(protocol) && hostname && href === `${origin}/`,
    "PUBLIC_ORIGIN must be like https://console.example.com, without a path",
  );
  return origin;
}

function headerOf(text) {
  refuseUnless(/^[\w-]+$/.test(text), "ADDRESS_HEADER must be the name of a header");
  return text;
}

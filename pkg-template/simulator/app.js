// @ts-check
/**
 * What belongs to the application and not to one of its rooms.
 */
import { checkObject, isName, isNames, isObject, optional } from "./checks.js";
import { refuse } from "./refusal.js";

/** @typedef {import("../types/simulator.js").App} App */
/** @typedef {import("../types/simulator.js").AppInit} AppInit */

/** Figures of our own but for the seats, which are those of the vendor's sample. */
const PLAN = {
  status: "active",
  maxMemberCount: 300,
  maxSeatCount: 16,
  maxRobotCount: 10,
  maxAdminCount: Infinity,
};

/** What is answered to every call while the plan is not active. */
const PLAN_CODES = { active: undefined, none: 100007, expired: 100024 };

const isLimit = (/** @type {any} */ value) =>
  value === Infinity || (Number.isSafeInteger(value) && value >= 0);
const limit = optional("an integer, 0 or more, or Infinity", isLimit);

const PLAN_RULES = {
  status: optional(`one of ${Object.keys(PLAN_CODES).join(", ")}`, (value) =>
    Object.hasOwn(PLAN_CODES, value),
  ),
  maxMemberCount: limit,
  maxSeatCount: limit,
  maxRobotCount: limit,
  maxAdminCount: limit,
};

const CALLBACK_RULES = {
  url: optional("a string that is not empty", isName),
  callbackCommands: optional("an array of names", isNames),
};

const APP_RULES = {
  plan: optional("an object", isObject),
  accounts: optional("an array of accounts", isNames),
  chatGroups: optional("an array of ids", isNames),
  sensitiveWords: optional("an array of words", isNames),
  callback: optional("an object", isObject),
};

/**
 * @param {unknown} given
 * @returns {AppInit}
 * @throws {TypeError} naming the option at fault
 */
export function checkApp(given) {
  const app = checkObject(given, APP_RULES, "createSimulator: app");
  checkObject(app.plan ?? {}, PLAN_RULES, "createSimulator: app.plan");
  checkObject(app.callback ?? {}, CALLBACK_RULES, "createSimulator: app.callback");
  return copyApp(app);
}

/**
 * @param {AppInit} given
 * @returns {App}
 */
export function copyApp({ plan, accounts, chatGroups, sensitiveWords, callback }) {
  return /** @type {any} */ ({
    plan: { ...PLAN, ...plan },
    accounts: accounts && [...accounts],
    chatGroups: [...(chatGroups ?? [])],
    sensitiveWords: [...(sensitiveWords ?? [])],
    callback: callback && { ...callback, callbackCommands: [...(callback.callbackCommands ?? [])] },
  });
}

/** @param {App} app */
export function checkPlan({ plan }) {
  const code = PLAN_CODES[plan.status];
  if (code !== undefined) refuse(code);
}

/**
 * @param {App} app
 * @param {...string} accounts
 */
export function checkImported(app, ...accounts) {
  const stranger = accounts.find((account) => app.accounts?.includes(account) === false);
  if (stranger !== undefined) refuse(70107, `${stranger} has not been imported`);
}

/**
 * @param {App} app
 * @param {string} [text]
 */
export function checkWords({ sensitiveWords }, text = "") {
  if (sensitiveWords.some((word) => text.includes(word))) refuse(100026);
}

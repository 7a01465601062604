// Who calls and where: from the environment, a file of its kind, or a profile. Never from flags, which
// every process of the machine can read, and which shells keep.

import { readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { SETTINGS } from "./flags.js";
import { UsageError } from "./problems.js";

/**
 * The options of a client. Without `isSigning`, nothing is needed to sign with; what is given then is
 * left out, so that it cannot be shown.
 */
export function who(values, { isSigning = true } = {}) {
  const settings = settingsOf(values);
  const given = Object.fromEntries(
    Object.entries(SETTINGS)
      .map(([option, name]) => [option, settings[name]])
      .filter(([, value]) => value),
  );
  const missing = ["sdkAppId", "identifier"].filter((option) => !given[option]);
  if (isSigning && !given.secretKey && !given.userSig) missing.push("secretKey");
  if (missing.length > 0) {
    const names = missing.map((option) => SETTINGS[option]).join(", ");
    throw new UsageError(
      `not set: ${names}`,
      "set the variables in the environment, or name a file with --settings or a profile with --profile; secrets are never taken from flags",
    );
  }
  const { secretKey, userSig, ...rest } = given;
  if (isSigning && secretKey && userSig) {
    throw new UsageError("SECRET_KEY and USER_SIG exclude each other", "unset one of them");
  }
  const credential = isSigning ? { secretKey, userSig } : { userSig: "none" };
  return { ...rest, ...credential, sdkAppId: sdkAppIdOf(given.sdkAppId) };
}

/** All variables of one source; with a file, those that the environment lacks. */
export function settingsOf(values) {
  const given = ["profile", "settings", "env-file"].filter((name) => values[name] !== undefined);
  if (given.length > 1) {
    throw new UsageError(`--${given[0]} and --${given[1]} exclude each other`);
  }
  const { profile, settings: file = values["env-file"] } = values;
  // Not mixed with the environment: the key of one application must not meet the id of another.
  if (profile !== undefined) return readProfile(profile);
  const fromFile = file === undefined ? {} : parseVariables(readText(file), file);
  const names = Object.values(SETTINGS).filter((name) => process.env[name]);
  return { ...fromFile, ...Object.fromEntries(names.map((name) => [name, process.env[name]])) };
}

/** The id of an application as a number, or a usage error. */
export function sdkAppIdOf(text) {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= 1 && number <= 0xff_ff_ff_ff) return number;
  throw new UsageError("SDK_APP_ID is a whole number from 1 to 4294967295");
}

function readProfile(name) {
  if (!/^[\w][\w.-]*$/.test(name)) {
    throw new UsageError("a profile's name has letters, digits, `_`, `-` and `.` only");
  }
  const file = join(configFolder(), `${name}.env`);
  const text = readText(file);
  const { mode } = statSync(file);
  if (process.platform !== "win32" && (mode & 0o077) !== 0) {
    throw new UsageError(`others can read ${file}`, `chmod 600 ${file}`);
  }
  return parseVariables(text, file);
}

function configFolder() {
  const { APPDATA, XDG_CONFIG_HOME } = process.env;
  const above = process.platform === "win32" && APPDATA ? APPDATA : XDG_CONFIG_HOME;
  return join(above || join(homedir(), ".config"), "room-engine-admin");
}

function readText(file) {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${error.code}`);
  }
}

/** `NAME=value` a line, in quotation marks or not; `#` begins a remark. Node's own reader is of 20.12. */
function parseVariables(text, file) {
  const variables = {};
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (/^\s*(#|$)/.test(line)) continue;
    const found = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*("[^"]*"|'[^']*'|[^#]*)/.exec(line);
    // Not shown: it may be a key.
    if (!found) throw new UsageError(`${file}: line ${index + 1} is no NAME=value`);
    const [, name, value] = found;
    variables[name] = value.trim().replace(/^(["'])(.*)\1$/, "$2");
  }
  return variables;
}

// UserSigs: made with the key, and read.

import { inspectUserSig, signUserSig } from "room-engine-admin";
import { wholeNumber } from "./arguments.js";
import { sdkAppIdOf, settingsOf } from "./credentials.js";
import { toJson } from "./print.js";
import { UsageError } from "./problems.js";

/** More is no UserSig. */
const MOST_BYTES = 65_536;

/** `sign ACCOUNT` and `inspect`. */
export async function run(given, { name }) {
  process.stdout.write(await (name === "sign" ? sign(given) : inspect(given)));
}

async function sign({ values, positionals: [identifier] }) {
  const { SDK_APP_ID, SECRET_KEY } = settingsOf(values);
  const missing = Object.entries({ SDK_APP_ID, SECRET_KEY }).filter(([, value]) => !value);
  if (missing.length > 0) {
    throw new UsageError(`not set: ${missing.map(([name]) => name).join(", ")}`);
  }
  const ttl = wholeNumber(values, "ttl", 0);
  const options = { sdkAppId: sdkAppIdOf(SDK_APP_ID), identifier, secretKey: SECRET_KEY, ttl };
  const userSig = await signUserSig(options);
  return values.json ? toJson({ identifier, userSig }) : `${userSig}\n`;
}

/** Not from the command line, which other programs can read and shells keep. */
async function inspect({ values }) {
  if (process.stdin.isTTY) process.stderr.write("Paste the UserSig, and press Enter:\n");
  const userSig = await firstLine(process.stdin);
  if (userSig === "") throw new UsageError("standard input holds no UserSig");
  const { SECRET_KEY } = settingsOf(values);
  const claims = await inspectUserSig(userSig, { secretKey: SECRET_KEY });
  if (values.json) return toJson(claims);
  const { sdkAppId, identifier, issuedAt, expiresAt, expired, verified } = claims;
  return [
    `SDK_APP_ID  ${sdkAppId}`,
    `IDENTIFIER  ${JSON.stringify(identifier)}`,
    `issued      ${issuedAt.toISOString()}`,
    `expires     ${expiresAt.toISOString()}${expired ? " (expired)" : ""}`,
    `signature   ${{ true: "right", false: "WRONG: made with another key" }[verified] ?? "not checked: SECRET_KEY is not set"}`,
    "",
  ].join("\n");
}

async function firstLine(stream) {
  let text = "";
  for await (const chunk of stream.setEncoding("utf8")) {
    text += chunk;
    if (/\S[^\n]*\n/.test(text) || text.length > MOST_BYTES) break;
  }
  return text.trim().split(/\s/)[0];
}

// Why does the service refuse me? Signs, makes one harmless read, and says in words what is wrong.

import { inspectUserSig, RoomEngineAdmin, RoomEngineError } from "room-engine-admin";
import { nodeFetch } from "room-engine-admin/node";
import { who } from "./credentials.js";
import { inFlags } from "./flags.js";
import { printable, toJson } from "./print.js";
import { EXIT, isRefused } from "./problems.js";
import { regions, wrongRegionCodes } from "./table.js";

/** The service gives what is wrong with the signature's time only beyond this, so it is no error yet. */
const MOST_SKEW_MS = 60_000;

/** It changes nothing, needs no room, and every application may ask for it. */
const READ = "getCallback";
/** "Not set yet": who asks has been let in. */
const NOT_SET = 100_301;

/** Prints a line for each thing that was looked at. */
export async function run({ values }) {
  const findings = [];
  const note = (state, what, said, hint) => findings.push({ state, what, said, hint });
  const client = who(values);
  await checkSignature(client, note);
  const { error, skewMs } = await read(client);
  checkClock(skewMs, note);
  if (!error) note("ok", "service", `it answers, and lets ${client.identifier} in`);
  else await explain(error, client, note);
  print(findings, values);
  if (findings.every(({ state }) => state !== "wrong")) return EXIT.done;
  return error && !isRefused(error) ? EXIT.failed : EXIT.refused;
}

async function checkSignature(client, note) {
  const { userSig, secretKey, sdkAppId, identifier } = client;
  const admin = new RoomEngineAdmin(client);
  const text = userSig ?? (await admin.signUserSig(identifier));
  admin.free();
  if (secretKey) note("ok", "key", "it signs");
  let claims;
  try {
    claims = await inspectUserSig(text);
  } catch (error) {
    note("wrong", "UserSig", error.message, error.hint);
    return;
  }
  const { expired, expiresAt, ...of } = claims;
  if (expired) note("wrong", "UserSig", `it has expired: ${expiresAt.toISOString()}`, "sign anew");
  if (of.sdkAppId !== sdkAppId)
    note("wrong", "UserSig", `it is for the application ${of.sdkAppId}, not ${sdkAppId}`);
  if (of.identifier !== identifier)
    note("wrong", "UserSig", `it is for "${of.identifier}", not "${identifier}"`);
  if (/^\s|\s$/.test(secretKey ?? ""))
    note("wrong", "key", "it begins or ends with white space", "copy it from the console anew");
}

/** `{ error, skewMs }` of one read. */
async function read(client) {
  let skewMs;
  const fetch = async (url, init) => {
    const before = Date.now();
    const response = await nodeFetch(url, init);
    const date = Date.parse(response.headers.get("date") ?? "");
    // The header has whole seconds; half of the way has passed since it was written.
    skewMs = (before + Date.now()) / 2 - (date + 500);
    return response;
  };
  const admin = new RoomEngineAdmin({ ...client, fetch, maxRetries: 0 });
  try {
    await admin[READ]();
    return { skewMs };
  } catch (error) {
    if (!RoomEngineError.is(error)) throw error;
    return error.code === NOT_SET ? { skewMs } : { error, skewMs };
  } finally {
    admin.free();
  }
}

function checkClock(skewMs, note) {
  if (!Number.isFinite(skewMs)) return;
  const seconds = Math.round(Math.abs(skewMs) / 1000);
  if (Math.abs(skewMs) <= MOST_SKEW_MS) note("ok", "clock", "it agrees with the service's");
  else {
    const how = skewMs < 0 ? "slow" : "fast";
    note("wrong", "clock", `this machine's is ${seconds} s ${how}`, "set it, best by NTP");
  }
}

async function explain(error, client, note) {
  if (wrongRegionCodes.includes(error.code) && !client.baseUrl) {
    const found = await regionOf(client);
    if (found) {
      note("wrong", "region", `the application is at ${found}`, `set REGION=${found}`);
      return;
    }
  }
  const isNetwork = error.kind === "network" || error.kind === "timeout";
  const what = isRefused(error) ? "credential" : isNetwork ? "network" : "service";
  // A timeout's own hint is how to wait longer.
  const hint = error.kind === "timeout" ? undefined : error.hint;
  note("wrong", what, error.message, hint ?? adviceFor(client));
}

const adviceFor = ({ baseUrl, region = regions[0] }) =>
  `is ${baseUrl ?? `the region ${region}`} reachable from here? A proxy is taken from NODE_USE_ENV_PROXY=1 and HTTPS_PROXY (Node.js 24)`;

/** The region that knows the application, if one does. */
async function regionOf(client) {
  for (const region of regions) {
    if (region === (client.region ?? regions[0])) continue;
    const { error } = await read({ ...client, region });
    if (!error || (error.kind === "api" && !wrongRegionCodes.includes(error.code))) return region;
  }
  return undefined;
}

function print(findings, { json }) {
  if (json) {
    process.stdout.write(toJson(findings));
    return;
  }
  for (const { state, what, said, hint } of findings) {
    process.stdout.write(`${state.padEnd(6)} ${what.padEnd(11)} ${printable(inFlags(said))}\n`);
    if (hint) process.stdout.write(`${" ".repeat(19)}${printable(inFlags(hint))}\n`);
  }
}

// A stand-in for the service on this machine, to try commands on.

import { randomBytes } from "node:crypto";
import { createSimulator, demoRooms } from "room-engine-admin/simulator";
import { listen } from "room-engine-admin/simulator/node";
import { wholeNumber } from "./arguments.js";
import { sdkAppIdOf, settingsOf } from "./credentials.js";
import { UsageError } from "./problems.js";

/** Serves until it is interrupted; what to export is for `eval`. */
export async function run({ values }) {
  const settings = settingsOf(values);
  const sdkAppId = sdkAppIdOf(settings.SDK_APP_ID ?? "1400000000");
  const identifier = settings.IDENTIFIER ?? "administrator";
  const secretKey = settings.SECRET_KEY ?? randomBytes(32).toString("hex");
  const options = { sdkAppId, secretKey, admins: [identifier], rooms: demoRooms() };
  const simulator = createSimulator(options);
  const { url, close } = await listening(simulator, wholeNumber(values, "port", 0, 65_535));
  const lines = [`BASE_URL=${url}`, `SDK_APP_ID=${sdkAppId}`, `IDENTIFIER=${quoted(identifier)}`];
  // A key of the user's own stays where it is.
  if (!settings.SECRET_KEY) lines.push(`SECRET_KEY=${secretKey}`);
  process.stdout.write(`${lines.map((line) => `export ${line}`).join("\n")}\n`);
  process.stderr.write(
    `The simulator answers at ${url}; set the variables above where you try commands. Ctrl-C ends it.\n`,
  );
  await new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, resolve);
  });
  await close();
}

async function listening(simulator, port = 0) {
  try {
    return await listen(simulator, { port });
  } catch (error) {
    if (error.code === "EADDRINUSE")
      throw new UsageError(`port ${port} is taken`, "--port 0 takes a free one");
    if (error.code === "EACCES")
      throw new UsageError(`port ${port} is not for everybody`, "--port 0 takes a free one");
    throw error;
  }
}

const quoted = (text) => (/^[\w.-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);

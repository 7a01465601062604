// Four processes that send through one store, and what they logged.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readLogs } from "./sends.mjs";
import { makeFolder, start, until } from "./setup.mjs";
import { startStore } from "./stores.mjs";

const SENDER = fileURLToPath(new URL("sender.mjs", import.meta.url));

export async function startFleet(t, name, { processes = 4, env = {} } = {}) {
  const folder = makeFolder(t);
  const store = await startStore[name](t);
  const logs = [];
  const startSender = () => {
    const log = join(folder, `sends-${logs.length}`);
    writeFileSync(log, "");
    logs.push(log);
    const place = { STORE: name, STORE_URL: store.url, LOG: log };
    return start(t, process.execPath, [SENDER], { env: { ...place, ...env } });
  };
  const senders = Array.from({ length: processes }, startSender);
  const entries = () => readLogs(logs);
  const sends = () => entries().filter(({ sent }) => sent !== undefined);
  const stop = () => Promise.all(senders.map(({ kill }) => kill("SIGKILL")));
  await until(() => senders.every(({ child }) => by(sends(), child.pid).length > 0), "first sends");
  return { store, senders, entries, sends, stop };
}

export const by = (sends, pid) => sends.filter(({ sent }) => sent === pid);

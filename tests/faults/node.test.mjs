// Node, with each way to make an exchange.

import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TRANSPORTS } from "../node/transports.mjs";
import { runMatrix } from "./matrix.mjs";

for (const transport of Object.keys(TRANSPORTS)) {
  runMatrix(`Node, ${transport}`, ({ certificate }) => startNode(transport, certificate));
}

async function startNode(transport, certificate) {
  const folder = mkdtempSync(join(tmpdir(), "faults-"));
  const file = join(folder, "certificate.pem");
  writeFileSync(file, certificate);
  const child = fork(new URL("node-child.mjs", import.meta.url), {
    // Read at the start of a program, and never again.
    env: { ...process.env, NODE_EXTRA_CA_CERTS: file, NODE_TEST_CONTEXT: undefined },
    execArgv: [],
    serialization: "advanced",
  });
  const open = new Map();
  child.on("message", ({ id, report }) => open.get(id).resolve(report));
  const gone = once(child, "exit");
  gone.then(([code]) => {
    for (const { reject } of open.values()) reject(new Error(`the program ended with ${code}`));
  });
  return {
    run: (job) =>
      new Promise((resolve, reject) => {
        const id = open.size;
        open.set(id, { resolve, reject });
        child.send({ id, transport, job });
      }),
    async stop() {
      child.disconnect();
      await gone;
      rmSync(folder, { recursive: true });
    },
  };
}

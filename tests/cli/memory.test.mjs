// An import's memory does not grow with its file.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { makeFolder, run, who } from "./setup.mjs";

/** Rows of the large file. `CLI_ROWS=1000000` is the whole proof. */
const ROWS = Number(process.env.CLI_ROWS ?? 100_000);

/** Writes how much memory there was in use at the most, when the program ends. */
const WATCH = `import { writeFileSync } from "node:fs";
process.on("exit", () => writeFileSync(process.env.PEAK_FILE, String(process.resourceUsage().maxRSS)));`;

/** A service that does nothing else than answer, in a process of its own. */
const SERVICE = `const text = '{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":"","RequestId":"Id-1"}';
const server = require("node:http").createServer((request, response) => {
  request.resume().on("end", () => response.end(text));
}).listen(0, "127.0.0.1", () => console.log(server.address().port));`;

async function startFast(t) {
  const child = spawn(process.execPath, ["--eval", SERVICE], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  t.after(() => child.kill("SIGKILL"));
  const [port] = await once(child.stdout.setEncoding("utf8"), "data");
  return who(`http://127.0.0.1:${Number(port)}`);
}

async function writeRows(file, count) {
  const out = createWriteStream(file);
  out.write("roomId,memberAccount,nameCard\n");
  for (let row = 0; row < count; row += 1) {
    if (!out.write(`room,member-${row},name ${row}\n`)) await once(out, "drain");
  }
  out.end();
  await once(out, "finish");
}

test(`memory: ${ROWS} rows take as much as ${ROWS / 10}`, async (t) => {
  const env = await startFast(t);
  const folder = makeFolder(t);
  const peaks = [];
  for (const count of [ROWS / 10, ROWS]) {
    const [file, peak] = [`${count}.csv`, `${count}.peak`].map((name) => join(folder, name));
    await writeRows(file, count);
    const flags = [
      "--max-semi-space-size=2",
      `--import=data:text/javascript,${encodeURIComponent(WATCH)}`,
    ];
    const words = ["import", file, "--rate", "0", "--quiet"];
    // A busy machine sends a few hundred rows a second.
    const options = { env: { ...env, PEAK_FILE: peak }, flags, timeout: 60_000 + count * 6 };
    const { code, stdout, stderr } = await run(words, options);
    assert.equal(code, 0, stderr);
    assert.match(stdout, new RegExp(`^${count.toLocaleString("en-US")} rows: .* done, 0 failed`));
    peaks.push(Number(readFileSync(peak, "utf8")));
  }
  t.diagnostic(`peak: ${peaks.map((kB) => `${Math.round(kB / 1024)} MB`).join(", ")}`);
  assert.ok(peaks[1] < peaks[0] * 1.2, `${peaks.join(" kB, then ")} kB`);
});

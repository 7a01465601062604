// One import at a time for a journal: two of them, as of a cron job that takes long, would mix order.

import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { UsageError } from "../problems.js";

/** Takes the lock, and returns what gives it back. One that a killed process left is taken over. */
export function lock(file) {
  const own = `${process.pid} ${hostname()}\n`;
  for (let attempt = 0; ; attempt += 1) {
    try {
      writeFileSync(file, own, { flag: "wx", mode: 0o600 });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if (error.code !== "EEXIST" || attempt > 1) throw error;
      refuseIfAlive(file);
      rmSync(file, { force: true });
    }
  }
}

function refuseIfAlive(file) {
  let text;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    return;
  }
  const [pid, host] = text.trim().split(" ");
  const isOther = host !== hostname();
  // In a container every program may have the same number.
  if (!isOther && (Number(pid) === process.pid || !isAlive(Number(pid)))) return;
  throw new UsageError(
    `another import is at work with this journal (process ${pid} on ${host})`,
    `if it is not, remove ${file}`,
  );
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

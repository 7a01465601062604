// One import at a time for a journal: two of them, as of a cron job that takes long, would mix order.

import { randomUUID } from "node:crypto";
import { constants, copyFileSync, linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { UsageError } from "../problems.js";

/** Takes the lock, and returns what gives it back. One that a killed process left is taken over. */
export function lock(file) {
  const own = `${process.pid} ${hostname()} ${randomUUID()}\n`;
  while (!makeWhole(file, own)) {
    const found = textOf(file);
    if (found === undefined) continue;
    refuseIfAlive(file, found);
    removeDead(file, found);
  }
  return () => {
    if (textOf(file) === own) rmSync(file, { force: true });
  };
}

/** Makes a file that nobody sees without its text, unless there is one. A full disk leaves none. */
function makeWhole(file, text) {
  const whole = `${file}.${randomUUID()}`;
  try {
    writeFileSync(whole, text, { flag: "wx", mode: 0o600 });
    link(whole, file);
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
    return false;
  } finally {
    rmSync(whole, { force: true });
  }
}

function link(whole, file) {
  try {
    linkSync(whole, file);
  } catch (error) {
    if (!["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"].includes(error.code)) throw error;
    // Some disks have no links.
    copyFileSync(whole, file, constants.COPYFILE_EXCL);
  }
}

/** Two that found the same dead lock take turns, so that neither removes what the other has made since. */
function removeDead(file, found) {
  const unlock = lock(`${file}.lock`);
  try {
    if (textOf(file) === found) rmSync(file, { force: true });
  } finally {
    unlock();
  }
}

function textOf(file) {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
    return undefined;
  }
}

/** One that is empty or torn was never held: who takes a lock makes it as a whole. */
function refuseIfAlive(file, found) {
  const [, pid, host] = /^(\d+) (\S+)( \S+)?\n$/.exec(found) ?? [];
  if (pid === undefined) return;
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

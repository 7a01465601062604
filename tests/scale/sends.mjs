// What was sent, when, and the bound on it.

import { readFileSync } from "node:fs";

/** Milliseconds of a clock that all processes of a machine share, and nobody sets. */
export const monotonic = () => Number(process.hrtime.bigint()) / 1e6;

/** The lines of logs, whoever wrote them, in the order of time. */
export function readLogs(files) {
  const lines = files.flatMap((file) => readFileSync(file, "utf8").split("\n").filter(Boolean));
  return lines.map((line) => JSON.parse(line)).sort((a, b) => a.at - b.at);
}

/** The most that one second has, wherever it begins. Both its ends count. */
export function mostInAnySecond(times) {
  let most = 0;
  for (let first = 0, last = 0; last < times.length; last += 1) {
    while (times[last] - times[first] > 1000) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
}

export function longestSilence(times) {
  return Math.max(...times.slice(1).map((time, index) => time - times[index]));
}

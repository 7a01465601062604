// Contenders side by side: each round runs every contender once, so that what disturbs the machine
// disturbs all of them; the median of the rounds counts, and ratios within one run.

import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

export const PROJECT = process.env.PACKAGE_PROJECT;

export const median = (numbers) => {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

/** The median of `measure(contender)` over the rounds, for each contender. */
export async function alternate(contenders, rounds, measure, progress) {
  const samples = new Map(contenders.map((contender) => [contender, []]));
  for (let round = 0; round < rounds; round += 1) {
    // Another order each time: who comes first finds a colder machine.
    const order = contenders.map((_, index) => contenders[(index + round) % contenders.length]);
    for (const contender of order) samples.get(contender).push(await measure(contender));
    progress((round + 1) / rounds);
  }
  return samples;
}

/** Runs a program of `programs/` in a process of its own, and gives what it prints last, as JSON. */
export async function child(program, args = [], flags = []) {
  const file = fileURLToPath(new URL(`./programs/${program}.mjs`, import.meta.url));
  const given = args.map((arg) => JSON.stringify(arg));
  const started = performance.now();
  const running = spawn(process.execPath, [...flags, file, ...given], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  let firstByte;
  for await (const part of running.stdout) {
    firstByte ??= performance.now() - started;
    text += part;
  }
  const code = running.exitCode ?? (await new Promise((resolve) => running.once("close", resolve)));
  if (code !== 0) throw new Error(`${program} ${given.join(" ")} ended with ${code}`);
  return { ...JSON.parse(text.trim().split("\n").at(-1)), wallMs: firstByte };
}

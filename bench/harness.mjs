// Contenders side by side: each round runs every contender once, so that what disturbs the machine
// disturbs all of them; the median of the rounds counts, and ratios within one run.

import { fork, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

export const PROJECT = process.env.PACKAGE_PROJECT;

const program = (name) => fileURLToPath(new URL(`./programs/${name}.mjs`, import.meta.url));

export const median = (numbers) => {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

/** All samples of `measure(contender)` over the rounds, for each contender. */
export async function alternate(contenders, rounds, measure, progress) {
  const samples = new Map(contenders.map((contender) => [contender, []]));
  for (let round = 0; round < rounds; round += 1) {
    // Another order each time: who comes first finds a colder machine.
    const order = contenders.map((_, index) => contenders[(index + round) % contenders.length]);
    for (const contender of order) samples.get(contender).push(await measure(contender));
    progress((round + 1) / rounds, `round ${round + 1} of ${rounds}`);
  }
  return samples;
}

/**
 * The same for contenders that have to be warm: each has a process of its own through all rounds, so
 * that it is warmed up once. `given(contender)` is what its program is told; a round is one message.
 */
export async function alternateWarm(name, contenders, rounds, given, progress) {
  const processes = new Map();
  try {
    for (const [index, contender] of contenders.entries()) {
      const running = fork(program(name), [JSON.stringify(given(contender))], { stdio: "inherit" });
      processes.set(contender, running);
      await told(running, name, contender);
      progress(0, `${index + 1} of ${contenders.length} are warm`);
    }
    const measure = (contender) => {
      const running = processes.get(contender);
      running.send("round");
      return told(running, name, contender);
    };
    return await alternate(contenders, rounds, measure, progress);
  } finally {
    for (const running of processes.values()) running.kill();
  }
}

/** The next message of a process; its end is a failure. */
async function told(running, name, contender) {
  const waiting = new AbortController();
  const { signal } = waiting;
  const ended = once(running, "exit", { signal }).then(([code]) => {
    throw new Error(`${name} for ${contender} ended with ${code}`);
  });
  try {
    const [message] = await Promise.race([once(running, "message", { signal }), ended]);
    return message;
  } finally {
    ended.catch(() => {});
    waiting.abort();
  }
}

/** Runs a program of `programs/` in a process of its own, and gives what it prints last, as JSON. */
export async function child(name, args = [], flags = []) {
  const given = args.map((arg) => JSON.stringify(arg));
  const started = performance.now();
  const running = spawn(process.execPath, [...flags, program(name), ...given], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  let firstByte;
  for await (const part of running.stdout) {
    firstByte ??= performance.now() - started;
    text += part;
  }
  const code = running.exitCode ?? (await once(running, "close"))[0];
  if (code !== 0) throw new Error(`${name} ${given.join(" ")} ended with ${code}`);
  return { ...JSON.parse(text.trim().split("\n").at(-1)), wallMs: firstByte };
}

/** Has the service's stand-in run beside, for as long as `use(url)` takes. */
export async function withServer(use) {
  const server = fork(program("server"), { stdio: "inherit" });
  const [{ port }] = await once(server, "message");
  try {
    return await use(`http://127.0.0.1:${port}`);
  } finally {
    server.disconnect();
    await once(server, "exit");
  }
}

/** `atMost` and `atLeast` are the targets; a `panel` of the figure is what the chart shows. */
export const row = (what, figure, target) => ({ what, ...figure, target });

/** All contenders side by side, the less the better. */
export const panel = (title, unit, names, figure) => ({
  panel: { title, unit, bars: names.map((name) => [name, figure(name)]) },
});

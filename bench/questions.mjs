// What is measured, and what is to be reached: a row for each line of the report.

import { calls, cpu } from "./calls.mjs";
import { alternate, child, median, panel, row, withServer } from "./harness.mjs";

const SIGNERS = ["admin.signUserSig", "signUserSig", "tls-sig-api-v2"];

async function signatures({ quick, progress }) {
  const rounds = quick ? 9 : 31;
  const samples = await child("sign", [{ rounds, portion: quick ? 300 : 1000 }]);
  progress(1);
  const us = (name) => median(samples[name]);
  const official = us("tls-sig-api-v2");
  const faster = (name) => ({
    value: official / us(name),
    unit: "x",
    detail: `${us(name).toFixed(1)} µs, tls-sig-api-v2 ${official.toFixed(1)} µs`,
  });
  return [
    row(
      "UserSigs per second, `admin.signUserSig`, to tls-sig-api-v2",
      { ...faster("admin.signUserSig"), ...panel("a UserSig", "µs", SIGNERS, us) },
      { atLeast: 5 },
    ),
    row("UserSigs per second, one-shot `signUserSig`, to tls-sig-api-v2", faster("signUserSig"), {
      atLeast: 5,
    }),
  ];
}

async function start({ quick, progress }) {
  return withServer(async (url) => {
    const rounds = quick ? 7 : 25;
    const measure = (what) => (contender) => child("start", [{ what, contender, url }]);
    const starters = ["nothing", "tls-sig-api-v2", "room-engine-admin"];
    const signed = await alternate(starters, rounds, measure("signature"), (part) =>
      progress(part / 2, "to the first signature"),
    );
    const callers = [
      "fetch",
      "room-engine-admin",
      "room-engine-admin, nodeFetch",
      "livekit-server-sdk",
    ];
    const replied = await alternate(callers, rounds, measure("reply"), (part) =>
      progress((1 + part) / 2, "to the first reply"),
    );
    const ms = (samples, name) => median(samples.get(name).map((sample) => sample.ms));
    const more = (samples, name, than) => ({
      value: ms(samples, name) - ms(samples, than),
      unit: "ms",
      detail: `${ms(samples, name).toFixed(0)} to ${ms(samples, than).toFixed(0)} ms`,
    });
    return [
      row(
        "process start to first signature, over tls-sig-api-v2",
        more(signed, "room-engine-admin", "tls-sig-api-v2"),
        { atMost: 10 },
      ),
      row(
        "process start to first reply, over bare fetch",
        {
          ...more(replied, "room-engine-admin", "fetch"),
          ...panel("process start to first reply", "ms", callers, (name) => ms(replied, name)),
        },
        { atMost: 20 },
      ),
      row("the same with nodeFetch", more(replied, "room-engine-admin, nodeFetch", "fetch")),
      row("the same for livekit-server-sdk", more(replied, "livekit-server-sdk", "fetch")),
    ];
  });
}

async function memory({ quick, progress }) {
  const part = quick ? 10 : 1;
  const flags = ["--expose-gc"];
  const signed = await child("memory", [{ what: "signatures", count: 1_000_000 / part }], flags);
  progress(0.5);
  const called = await child("memory", [{ what: "calls", count: 100_000 / part }], flags);
  progress(1);
  const grown = ({ heapGrowth, wasmGrowth }) => ({
    value: (heapGrowth + wasmGrowth) / 1024,
    unit: "KiB",
    detail: `heap ${(heapGrowth / 1024).toFixed(0)} KiB, module ${wasmGrowth / 1024} KiB`,
  });
  const most = Math.max(signed.wasm, called.wasm) / 2 ** 20;
  return [
    row(`memory grown by ${1_000_000 / part} signatures`, grown(signed), { atMost: 512 }),
    row(`memory grown by ${100_000 / part} calls`, grown(called), { atMost: 512 }),
    row("the module's memory after them", { value: most, unit: "MiB", detail: "" }, { atMost: 2 }),
  ];
}

async function limit({ quick, progress }) {
  const seconds = quick ? 3 : 10;
  const { most, least } = await child("limit", [
    { what: "windows", count: 200 * seconds + 20, callsPerSecond: 200 },
  ]);
  progress(0.4);
  const cost = await alternate(
    [0, 1_000_000],
    quick ? 3 : 9,
    (callsPerSecond) => child("limit", [{ what: "cost", count: 20_000, callsPerSecond }]),
    (part) => progress(0.4 + 0.6 * part),
  );
  const us = (limit) => median(cost.get(limit).map(({ cpuUs }) => cpuUs));
  return [
    row(
      "sent in a full second at the limit of 200, the least",
      { value: least, unit: "calls", detail: "" },
      { atLeast: 199 },
    ),
    row(
      "sent in any window of a second, the most",
      { value: most, unit: "calls", detail: "" },
      { atMost: 200 },
    ),
    row(
      "the limiter's own cost a call",
      {
        value: us(1_000_000) - us(0),
        unit: "µs",
        detail: `${us(1_000_000).toFixed(1)} with, ${us(0).toFixed(1)} without`,
      },
      { atMost: 20 },
    ),
  ];
}

async function growth({ quick, progress }) {
  const sizes = [10, 1000, 100_000];
  const callers = ["room-engine-admin", "promises"];
  const contenders = sizes.flatMap((members) => callers.map((caller) => ({ members, caller })));
  const samples = await alternate(
    contenders,
    quick ? 1 : 5,
    ({ members, caller }) =>
      child("growth", [{ members, caller, rounds: Math.max(1, 40_000 / members) }]),
    progress,
  );
  const us = (caller, members) => {
    const key = contenders.find((each) => each.caller === caller && each.members === members);
    return median(samples.get(key).map(({ cpuUs }) => cpuUs));
  };
  const ratio = (caller, members) => ({
    value: us(caller, members) / us(caller, 10),
    unit: "x",
    detail: `${us(caller, members).toFixed(1)} to ${us(caller, 10).toFixed(1)} µs`,
  });
  return sizes
    .slice(1)
    .flatMap((members) => [
      row(
        `cost per call with ${members} members waiting, to 10`,
        ratio("room-engine-admin", members),
        { atMost: 1.5 },
      ),
      row("the same with a plain promise for each", ratio("promises", members)),
    ]);
}

async function download({ progress }) {
  const weigh = async (from, name, here) => (await child("download", [{ from, name, here }])).bytes;
  const ours = await weigh("room-engine-admin", "RoomEngineAdmin", false);
  progress(0.5);
  const theirs = await weigh("livekit-server-sdk", "RoomServiceClient", true);
  progress(1);
  const kB = (bytes) => ({ value: bytes / 1000, unit: "kB", detail: "esbuild, gzip -9" });
  const bytes = { "room-engine-admin": ours, "livekit-server-sdk": theirs };
  const side = panel(
    "a browser's download",
    "kB",
    Object.keys(bytes),
    (name) => bytes[name] / 1000,
  );
  return [
    row("a browser's download for the class", { ...kB(ours), ...side }, { atMost: 29 }),
    row("livekit-server-sdk, its one class", kB(theirs)),
  ];
}

/** Each visit in a browser of its own, so that nothing is kept from the one before. */
async function playground({ quick, progress }) {
  const samples = await alternate(
    ["playground"],
    quick ? 3 : 9,
    () => child("playground"),
    progress,
  );
  const visits = samples.get("playground").map(({ ms }) => ms);
  return [
    row(
      "the playground, from opening it to its first form",
      { value: median(visits), unit: "ms", detail: `${visits.length} visits, from disk` },
      { atMost: 1000 },
    ),
  ];
}

/** What can be asked, and for how many seconds each is asked on two cores; `quick` is a first look. */
export const QUESTIONS = {
  signatures: { ask: signatures, seconds: 4, quick: 2 },
  calls: { ask: calls, seconds: 90, quick: 30 },
  cpu: { ask: cpu, seconds: 30, quick: 8 },
  start: { ask: start, seconds: 30, quick: 10 },
  memory: { ask: memory, seconds: 60, quick: 10 },
  limit: { ask: limit, seconds: 40, quick: 12 },
  growth: { ask: growth, seconds: 100, quick: 20 },
  download: { ask: download, seconds: 3, quick: 3 },
  playground: { ask: playground, seconds: 40, quick: 12 },
};

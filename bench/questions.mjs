// What is measured, and what is to be reached: a row for each line of the report.

import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { alternate, child, median } from "./harness.mjs";

/** `atMost` and `atLeast` are the targets; a `panel` of the figure is what the chart shows. */
const row = (what, figure, target) => ({ what, ...figure, target });

/** All contenders side by side, the less the better. */
const panel = (title, unit, names, figure) => ({
  panel: { title, unit, bars: names.map((name) => [name, figure(name)]) },
});

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
      { atLeast: 8 },
    ),
    row("UserSigs per second, one-shot `signUserSig`, to tls-sig-api-v2", faster("signUserSig"), {
      atLeast: 5,
    }),
  ];
}

async function withServer(use) {
  const file = fileURLToPath(new URL("./programs/server.mjs", import.meta.url));
  const server = fork(file, { stdio: "inherit" });
  const [{ port }] = await once(server, "message");
  try {
    return await use(`http://127.0.0.1:${port}`);
  } finally {
    server.disconnect();
    await once(server, "exit");
  }
}

const CALLERS = [
  "fetch",
  "fetch with a timeout",
  "room-engine-admin",
  "room-engine-admin, nodeFetch",
  "livekit-server-sdk",
  "WebCrypto",
];

async function calls({ quick, progress }) {
  const rows = [];
  const levels = [1, 16, 64];
  await withServer(async (url) => {
    for (const [index, inFlight] of levels.entries()) {
      const options = { url, inFlight, warmUp: quick ? 500 : 4000, count: quick ? 600 : 4000 };
      const samples = await alternate(
        CALLERS,
        quick ? 3 : 7,
        (caller) => child("calls", [{ ...options, caller }]),
        (part) => progress((index + part) / levels.length),
      );
      const figure = (caller, field) => median(samples.get(caller).map((sample) => sample[field]));
      const ratio = (caller, field, other = "fetch") => ({
        value: figure(caller, field) / figure(other, field),
        unit: "x",
        detail: `${figure(caller, field).toFixed(0)} to ${figure(other, field).toFixed(0)}${field === "cpuUs" ? " µs" : "/s"}`,
      });
      const at = `at ${inFlight} in flight`;
      const cpu = (caller) => figure(caller, "cpuUs");
      const side = panel(`processor time of a call, ${inFlight} in flight`, "µs", CALLERS, cpu);
      rows.push(
        row(
          `CPU per call ${at}, to bare fetch`,
          { ...ratio("room-engine-admin", "cpuUs"), ...(inFlight === 16 && side) },
          { atMost: 1.1 },
        ),
        row(`the same with nodeFetch`, ratio("room-engine-admin, nodeFetch", "cpuUs"), {
          atMost: 0.4,
        }),
        row(`fetch with a timeout, the same`, ratio("fetch with a timeout", "cpuUs")),
        row(`livekit-server-sdk, the same`, ratio("livekit-server-sdk", "cpuUs")),
        row(`WebCrypto by hand, the same`, ratio("WebCrypto", "cpuUs")),
      );
      if (inFlight === 64) {
        rows.push(
          row(`calls per second ${at}, to bare fetch`, ratio("room-engine-admin", "perSecond"), {
            atLeast: 0.9,
          }),
          row(
            `calls per second ${at}, to livekit-server-sdk`,
            ratio("room-engine-admin", "perSecond", "livekit-server-sdk"),
            { atLeast: 1.2 },
          ),
          row(
            `calls per second ${at}, nodeFetch to bare fetch`,
            ratio("room-engine-admin, nodeFetch", "perSecond"),
          ),
        );
      }
    }
  });
  return rows;
}

async function start({ quick, progress }) {
  return withServer(async (url) => {
    const rounds = quick ? 7 : 25;
    const measure = (what) => (contender) => child("start", [{ what, contender, url }]);
    const starters = ["nothing", "tls-sig-api-v2", "room-engine-admin"];
    const signed = await alternate(starters, rounds, measure("signature"), (part) =>
      progress(part / 2),
    );
    const callers = [
      "fetch",
      "room-engine-admin",
      "room-engine-admin, nodeFetch",
      "livekit-server-sdk",
    ];
    const replied = await alternate(callers, rounds, measure("reply"), (part) =>
      progress((1 + part) / 2),
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
    row("a browser's download for the class", { ...kB(ours), ...side }, { atMost: 40 }),
    row("livekit-server-sdk, its one class", kB(theirs)),
  ];
}

export const QUESTIONS = { signatures, calls, start, memory, limit, growth, download };

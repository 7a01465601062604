// What a call costs: through a server, beside its peers, and by itself, with a fetch that answers at once.

import { alternateWarm, median, panel, row, withServer } from "./harness.mjs";

const BEFORE = "room-engine-admin, before";

const CALLERS = [
  "fetch",
  "fetch with a timeout",
  "room-engine-admin",
  "room-engine-admin, nodeFetch",
  "livekit-server-sdk",
  "WebCrypto",
];

/** With the build that `--against` names, where there is one. */
const withBefore = (callers, before) =>
  process.env.AGAINST_PROJECT ? [...callers, ...before] : callers;

const LEVELS = [
  { inFlight: 1, atMost: 1.3 },
  { inFlight: 16, atMost: 1.22 },
  { inFlight: 64, atMost: 1.22 },
];

export async function calls({ quick, progress }) {
  const callers = withBefore(CALLERS, [BEFORE]);
  const rows = [];
  await withServer(async (url) => {
    for (const [index, level] of LEVELS.entries()) {
      const { inFlight } = level;
      const options = { url, inFlight, warmUp: quick ? 1500 : 3000, count: quick ? 300 : 1000 };
      const samples = await alternateWarm(
        "calls",
        callers,
        quick ? 3 : 7,
        (caller) => ({ ...options, caller }),
        (part, what) => progress((index + part) / LEVELS.length, `${inFlight} in flight, ${what}`),
      );
      rows.push(...ofLevel(level, samples));
    }
  });
  return rows;
}

function ofLevel({ inFlight, atMost }, samples) {
  const figure = (caller, field) => median(samples.get(caller).map((sample) => sample[field]));
  const ratio =
    (field, unit) =>
    (caller, other = "fetch") => ({
      value: figure(caller, field) / figure(other, field),
      unit: "x",
      detail: `${figure(caller, field).toFixed(0)} to ${figure(other, field).toFixed(0)}${unit}`,
    });
  const [cpu, speed] = [ratio("cpuUs", " µs"), ratio("perSecond", "/s")];
  const at = `at ${inFlight} in flight`;
  const side = panel(`processor time of a call, ${inFlight} in flight`, "µs", CALLERS, (caller) =>
    figure(caller, "cpuUs"),
  );
  const rows = [
    row(
      `CPU per call ${at}, to bare fetch`,
      { ...cpu("room-engine-admin"), ...(inFlight === 16 && side) },
      { atMost },
    ),
    row("the same with nodeFetch", cpu("room-engine-admin, nodeFetch"), { atMost: 0.5 }),
    row("fetch with a timeout, the same", cpu("fetch with a timeout")),
    row("livekit-server-sdk, the same", cpu("livekit-server-sdk")),
    row("WebCrypto by hand, the same", cpu("WebCrypto")),
  ];
  if (samples.has(BEFORE)) {
    rows.push(row("the build before, the same", cpu(BEFORE)));
  }
  if (inFlight === 64) {
    rows.push(
      row(`calls per second ${at}, to bare fetch`, speed("room-engine-admin"), { atLeast: 0.9 }),
      row(
        `calls per second ${at}, to livekit-server-sdk`,
        speed("room-engine-admin", "livekit-server-sdk"),
        { atLeast: 1.2 },
      ),
      row(`calls per second ${at}, nodeFetch to bare fetch`, speed("room-engine-admin, nodeFetch")),
    );
  }
  return rows;
}

const KINDS = ["signing", "endpoint"];

export async function cpu({ quick, progress }) {
  const callers = withBefore(
    ["wrapper", ...KINDS],
    KINDS.map((kind) => `${kind}, before`),
  );
  const samples = await alternateWarm(
    "cpu",
    callers,
    quick ? 5 : 15,
    (caller) => ({ caller, warmUp: quick ? 5000 : 20_000, count: quick ? 2000 : 5000 }),
    progress,
  );
  const us = (caller) => median(samples.get(caller).map(({ cpuUs }) => cpuUs));
  const ratio = (caller, other) => ({
    value: us(caller) / us(other),
    unit: "x",
    detail: `${us(caller).toFixed(1)} to ${us(other).toFixed(1)} µs`,
  });
  const name = { signing: "a call that signs", endpoint: "a call by `endpoint`" };
  return [
    ...KINDS.map((kind) =>
      row(
        `own CPU of ${name[kind]}, to a fetch wrapper with AbortController and timer`,
        ratio(kind, "wrapper"),
      ),
    ),
    ...(process.env.AGAINST_PROJECT ? KINDS : []).map((kind) =>
      row(`own CPU of ${name[kind]}, to the build before`, ratio(kind, `${kind}, before`), {
        atMost: 0.6,
      }),
    ),
  ];
}

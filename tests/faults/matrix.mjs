// The matrix of one place: each fault with each outcome, as a test.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { until } from "../node/moment.mjs";
import { makeCertificate } from "../simulator/certificate.mjs";
import { MEMBER, PATH, signUserSig, WHO } from "../subject.mjs";
import { expected, isPossible, OUTCOMES } from "./outcomes.mjs";
import { startFaulty } from "./server.mjs";
import { startSignals } from "./signals.mjs";
import { FAULTS } from "./table.mjs";

/** Where the names are that resolve in no place by themselves. */
const DOMAIN = "service.invalid";
const AT_ONCE = 12;
const LIMIT_MS = 120_000;

const { secretKey: _, ...ACCOUNT } = WHO;
const userSig = await signUserSig(WHO);

/**
 * Runs it. `start` gets the certificate to trust, and gives `run(job)`, which hands a job to
 * `scenario` in that place and gives its report, and `stop()`.
 */
export function runMatrix(place, start) {
  const [trusted, untrusted] = [1, 2].map(() => makeCertificate([`*.${DOMAIN}`]));
  const tls = { trusted, untrusted };
  describe(place, { concurrency: AT_ONCE, timeout: LIMIT_MS }, () => {
    let started;
    before(async () => (started = await start({ certificate: trusted.cert })));
    after(() => started?.stop());
    for (const fault of FAULTS) {
      for (const outcome of Object.keys(OUTCOMES)) {
        if (!isPossible(fault, outcome, place)) continue;
        test(`faults: ${place}, ${fault.name}, ${outcome}`, async (t) => {
          const setup = await open(t, fault, outcome, tls);
          const report = await started.run(setup.job);
          await check(report, setup, expected(fault, outcome, place));
        });
      }
    }
  });
}

let cells = 0;

async function open(t, { wire, fails }, outcome, tls) {
  const { times, abort } = OUTCOMES[outcome];
  const cell = (cells += 1);
  const other = await startFaulty({ wire: {}, times: 0 });
  const elsewhere = `http://127.0.0.1:${other.port}${PATH}`;
  const isHeld = abort === "during";
  const faulty = { wire, times: wire.isNameless ? 0 : times };
  const server = await startFaulty({ ...faulty, isHeld, elsewhere, tls });
  const signals = await startSignals(server.during);
  t.after(() => {
    for (const { close } of [other, server, signals]) close();
  });
  const name = wire.isNameless ? `cell-${cell}.${DOMAIN}` : undefined;
  const options = {
    ...ACCOUNT,
    ...MEMBER,
    userSig,
    // One app for each: the pace of one that is told to slow down is not that of the others.
    sdkAppId: ACCOUNT.sdkAppId + cell,
    baseUrl: `${wire.isTls ? "https" : "http"}://${name ?? "127.0.0.1"}:${server.port}`,
    // Only what never ends is to take so long, however busy the machine is.
    timeoutMs: fails?.kind === "timeout" && !isHeld ? 2000 : 60_000,
  };
  const resolves = { name, after: times };
  return { server, other, job: { options, abort, signals: signals.url, resolves } };
}

async function check({ end, said, attempts }, { server, other }, wanted) {
  const what = JSON.stringify(said);
  const isError = typeof wanted.end === "object";
  assert.deepEqual(end, isError ? { name: "RoomEngineError", ...wanted.end } : wanted.end, what);
  assert.ok(!what?.includes(userSig), "it shows the UserSig");
  assert.deepEqual(
    attempts.map(({ attempt }) => attempt),
    wanted.attempts,
  );
  for (const { attempt, status, willRetryInMs } of attempts) {
    assert.equal(status, wanted.status(attempt), `attempt ${attempt}`);
    assertWithin(willRetryInMs, wanted.pause(attempt));
  }
  assert.equal(server.seen.attempts, wanted.seen, "what the server saw");
  assert.equal(other.seen.connections, 0, "nobody goes elsewhere");
  if (!wanted.lingers) await until(() => server.open.size === 0, "all connections are closed");
}

function assertWithin(pause, range) {
  if (range === undefined) return assert.equal(pause, undefined);
  const [shortest, longest] = range;
  assert.ok(pause >= shortest && pause <= longest, `${pause} ms, not ${shortest} to ${longest}`);
}

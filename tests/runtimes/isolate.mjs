// An isolate of workerd whose requests share what it keeps, and a service that all of them call.

import assert from "node:assert/strict";
import { signUserSig, WHO } from "../subject.mjs";
import { startService } from "./service.mjs";
import { source } from "./setup.mjs";
import { bundleWithEsbuild, json, post, startWorker } from "./workerd.mjs";

export const SOME = 50;

/** What each request answers with: each makes several calls. */
export const ALL_GOOD = [0, 0, 0];

/**
 * A cold isolate, and a service that also gives UserSigs away, as `give` says, and answers a call
 * when `hold` is over; both are told the number of the request.
 */
export async function startIsolate(t, compatibilityDate, options = {}) {
  const { give = signUserSigFor, hold, alias } = options;
  const seen = { calls: 0, asked: 0, cancelled: 0 };
  const kept = [];
  const service = await startService(t, async (request) => {
    // Its signal would be collected with it, and tell nothing.
    kept.push(request);
    request.signal.addEventListener("abort", () => (seen.cancelled += 1));
    if (request.url.endsWith("/user-sig")) return give((seen.asked += 1));
    seen.calls += 1;
    await hold?.(seen.calls);
  });
  const name = `isolate-${compatibilityDate}`;
  const code = source("workers/shared.js");
  const bundled = await bundleWithEsbuild(name, code, { compatibilityDate, alias });
  const url = await startWorker(t, bundled);
  const { baseUrl, secretKey } = service;
  const send = (client, more) => post(url, { service: { baseUrl, secretKey }, client, ...more });
  return { send, seen, simulator: service.simulator };
}

export async function signUserSigFor() {
  await later(100);
  return new Response(await signUserSig(WHO));
}

export const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export async function until(condition) {
  for (let waited = 0; !condition(); waited += 5) {
    assert.ok(waited < 20_000, `${condition} has not come true`);
    await later(5);
  }
}

export const times = (count, make) => Array.from({ length: count }, make);

export const never = () => new Promise(() => {});

export async function assertAllAnswered(requests) {
  const answers = await Promise.all(requests.map(json));
  for (const answer of answers) assert.deepEqual(answer, ALL_GOOD);
}

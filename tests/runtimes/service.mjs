// The service that every place calls, and what must have come of it.

import assert from "node:assert/strict";
import { listen, member, SECRET_KEY, simulate } from "../subject.mjs";

/** Whom the requests of one isolate change. */
const MANY = Array.from({ length: 600 }, (_, index) => `user${100 + index}`);

/** Starts it until the end of the test. */
export async function startService(t, respond) {
  const simulator = simulate({
    callsPerSecond: 0,
    rooms: { "room-test": { members: ["user4", "slow", ...MANY] } },
    faults: ({ body }) => (memberOf(body) === "slow" ? { kind: "hang" } : undefined),
  });
  const { server, url, close } = await listen({
    fetch: async (request) => (await respond?.(request)) ?? simulator.fetch(request),
  });
  // Clients that keep a connection would now and then use it in the moment in which it is closed.
  server.keepAliveTimeout = 120_000;
  t.after(close);
  return { simulator, baseUrl: url, secretKey: SECRET_KEY };
}

/** Where programs find what they need to know of it: in `SERVICE` of their environment. */
export const environment = ({ baseUrl, secretKey }) => ({
  SERVICE: JSON.stringify({ baseUrl, secretKey }),
});

/** That the scenario came out as it has to everywhere. */
export function assertScenario(report, { simulator }) {
  const failed = { name: "RoomEngineError", hasHint: true, isError: true, isOurs: true };
  assert.deepEqual(JSON.parse(JSON.stringify(report)), {
    reply: 0,
    refused: { ...failed, kind: "api", code: 100_005, attempts: 1 },
    mistyped: { ...failed, kind: "invalid", field: "namecard", attempts: 0 },
    kept: 0,
    claims: claims("administrator", 86_400, true),
    minted: claims("user4", 600, false),
    provided: { asked: 1, codes: [0, 0, 0] },
    aborted: true,
  });
  assert.deepEqual(
    { ...member(simulator) },
    { nameCard: "杰克 😀", role: "Admin", customInfo: "x" },
  );
  const slow = simulator.calls.filter(({ body }) => memberOf(body) === "slow");
  assert.equal(slow.length, 1, "the call that is given up has been sent");
}

/** What the scenario is, in the words of the table. */
export const SCENARIO = "calls, errors, signing, a UserSig function, an abort";

const claims = (identifier, seconds, verified) => ({
  sdkAppId: 1_400_000_000,
  identifier,
  expired: false,
  verified,
  seconds,
});

const memberOf = (body) => body?.MemberInfo?.Member_Account;

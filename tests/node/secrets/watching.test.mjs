// What is told of attempts that failed, to whoever watches or reads the log, and what a handler tells
// a page, holds no secret either.

import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { WHO } from "../../subject.mjs";
import { BODIES, HEADERS } from "./answers.mjs";
import { callWith, callWithKey, KEY, USER_SIG } from "./calls.mjs";
import { BEARER, callEndpoint, callHandler } from "./gateway.mjs";
import { THROWN_WITH_URL, THROWN_WITH_USER_SIG } from "./thrown.mjs";
import { leaks } from "./walker.mjs";

const CALLERS = {
  "a key": callWithKey,
  "a UserSig": (options) => callWith(USER_SIG, options),
  "an endpoint": callEndpoint,
  "a handler": async (options) => {
    const answer = await callHandler({ ...WHO, ...options });
    return { headers: [...answer.headers], status: answer.status, text: await answer.text() };
  },
};

/** Each makes an answer, or throws, and quotes what it was asked. */
function* failures() {
  for (const [what, make] of Object.entries({ ...THROWN_WITH_URL, ...THROWN_WITH_USER_SIG })) {
    const fail = ({ url }) => {
      throw make(url);
    };
    yield [`a fetch that throws ${what}`, fail];
  }
  for (const status of [200, 502]) {
    for (const [what, body] of Object.entries(BODIES)) {
      yield [`a ${status} with ${what}`, (asked) => new Response(body(asked), { status })];
    }
    for (const [what, headers] of Object.entries(HEADERS)) {
      const answer = (asked) => new Response("busy", { status, headers: headers(asked) });
      yield [`a ${status} with ${what}`, answer];
    }
  }
}

/** What was told of a call with a fetch that fails in this way, and the secrets that there were. */
async function told(call, fail) {
  const secrets = [KEY, USER_SIG, BEARER];
  const lines = [];
  const fetch = async (url) => {
    const address = new URL(url);
    // A page's call has none in its URL, but one in its headers.
    const userSig = address.searchParams.get("usersig") ?? BEARER;
    address.searchParams.set("usersig", userSig);
    secrets.push(userSig);
    return fail({ url: address.href, userSig });
  };
  const levels = ["debug", "info", "warn", "error"];
  const log = (level) => [level, (...given) => lines.push(given)];
  const logger = Object.fromEntries(levels.map(log));
  const onAttempt = (attempt) => lines.push(attempt);
  const options = { fetch, logger, logLevel: "debug", onAttempt };
  const answer = await call(options).catch(() => undefined);
  return { secrets, lines, answer };
}

for (const [caller, call] of Object.entries(CALLERS)) {
  test(`secrets: what is told of a call with ${caller} that fails holds no secret`, async () => {
    for (const [what, fail] of failures()) {
      const { secrets, lines, answer } = await told(call, fail);
      assert.ok(lines.length >= 3, `${what}: ${inspect(lines)}`);
      assert.deepEqual(leaks({ lines, answer }, secrets), [], `${what}: ${inspect(lines)}`);
    }
  });
}

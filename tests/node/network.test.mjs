// A network error says what was really the matter, and its hint fits that.

import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:net";
import { test } from "node:test";
import { makeCertificate } from "../simulator/certificate.mjs";
import {
  listen,
  MEMBER,
  nodeFetch,
  rejection,
  simulate,
  updateRoomMemberInfo,
  WHO,
} from "../subject.mjs";
import { refusingUrl } from "./server.mjs";

const failing = (baseUrl, fetch) =>
  rejection(updateRoomMemberInfo({ ...WHO, ...MEMBER, baseUrl, fetch, maxRetries: 0 }));

/** Places at which something is the matter, with the words for it. */
const PLACES = {
  "a port that nobody listens on": [
    refusingUrl,
    /ECONNREFUSED 127\.0\.0\.1:\d+$/,
    /nothing listens there/,
  ],
  "a name that nobody knows": [
    () => "https://name.invalid",
    /(ENOTFOUND|EAI_AGAIN) name\.invalid$/,
    /name server/,
  ],
  "a certificate of its own": [
    async (t) => {
      const { url, close } = await listen(simulate(), { tls: makeCertificate() });
      t.after(close);
      return url;
    },
    /self-signed certificate$/,
    /NODE_EXTRA_CA_CERTS/,
  ],
  "a server that hangs up": [
    async (t) => {
      const server = createServer((socket) => socket.destroy());
      server.listen(0, "127.0.0.1");
      await once(server, "listening");
      t.after(() => server.close());
      return `http://127.0.0.1:${server.address().port}`;
    },
    /(hang up|other side closed|ECONNRESET)/,
    /check the network/,
  ],
};

for (const [transport, fetch] of Object.entries({ fetch: undefined, nodeFetch })) {
  for (const [what, [place, words, hint]] of Object.entries(PLACES)) {
    test(`network: ${what} is told, with ${transport ?? "fetch"}`, async (t) => {
      const error = await failing(await place(t), fetch);
      assert.deepEqual([error.kind, error.retryable], ["network", true]);
      assert.match(error.message, words);
      assert.match(error.hint, hint);
    });
  }
}

const coded = (message, code) => Object.assign(new Error(message), { code });

for (const [cause, hint] of [
  [coded("certificate has expired", "CERT_HAS_EXPIRED"), /expired, or this machine's clock/],
  [
    coded(
      "Hostname/IP does not match certificate's altnames: Host: a. is not in b",
      "ERR_TLS_CERT_ALTNAME_INVALID",
    ),
    /for another name: check `baseUrl`/,
  ],
  [coded("unable to verify the first certificate", "UNABLE_TO_VERIFY_LEAF_SIGNATURE"), /authority/],
  [coded("read ECONNRESET", "ECONNRESET"), /check the network/],
]) {
  test(`network: ${cause.message} has a hint that fits`, async () => {
    const fetch = () => Promise.reject(new TypeError("fetch failed", { cause }));
    const error = await failing(undefined, fetch);
    assert.ok(error.message.includes(cause.message), error.message);
    assert.match(error.hint, hint);
  });
}

test("network: what Deno says keeps the host and loses the query, which holds the UserSig", async () => {
  let url;
  const fetch = (given) => {
    url = given;
    throw new TypeError(
      `error sending request for url (${given}): client error (Connect): dns error: failed`,
    );
  };
  const error = await failing("https://gateway.example", fetch);
  assert.match(
    error.message,
    /url \(https:\/\/gateway\.example\): client error \(Connect\): dns error/,
  );
  assert.match(error.hint, /name server/);
  const { searchParams } = new URL(url);
  const said = [
    error.message,
    error.hint,
    error.stack,
    String(error.cause),
    error.cause.stack,
  ].join();
  assert.ok(!said.includes(searchParams.get("usersig").slice(0, 40)));
});

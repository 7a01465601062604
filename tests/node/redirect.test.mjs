// The URL carries the UserSig, so that no redirect is followed, whoever sends it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { MEMBER, RoomEngineError, rejection, updateRoomMemberInfo, WHO } from "../subject.mjs";
import { record } from "./recorder.mjs";
import { serveRaw } from "./server.mjs";
import { TRANSPORTS } from "./transports.mjs";

function assertRedirect(error, status) {
  assert.ok(error instanceof RoomEngineError, String(error));
  const { kind, retryable, attempts, message } = error;
  assert.deepEqual({ kind, retryable, attempts }, { kind: "http", retryable: false, attempts: 1 });
  assert.equal(error.status, status);
  assert.match(message, /redirect/);
}

for (const [transport, fetch] of Object.entries(TRANSPORTS)) {
  for (const status of [301, 302, 303, 307, 308]) {
    test(`redirect: a ${status} is told, and the place it names sees no request, with ${transport}`, async (t) => {
      const elsewhere = [];
      const other = await serveRaw(t, (request, response) => {
        elsewhere.push(request.url);
        response.end('{"ErrorCode":0}');
      });
      for (const location of ["/elsewhere", `${other}/elsewhere`]) {
        const here = [];
        const baseUrl = await serveRaw(t, (request, response) => {
          here.push(request.url);
          response.writeHead(status, { location }).end();
        });
        const options = { ...WHO, ...MEMBER, baseUrl, fetch };
        assertRedirect(await rejection(updateRoomMemberInfo(options)), status);
        assert.equal(here.length, 1);
      }
      assert.deepEqual(elsewhere, []);
    });
  }
}

test("redirect: the opaque redirect of a browser is told too, with status 0", async () => {
  const opaque = {
    type: "opaqueredirect",
    status: 0,
    headers: new Headers(),
    text: async () => "",
  };
  const { fetch, exchanges } = record(() => opaque);
  assertRedirect(await rejection(updateRoomMemberInfo({ ...WHO, ...MEMBER, fetch })), 0);
  assert.equal(exchanges.length, 1);
});

test("redirect: fetch is told not to follow redirects by itself", async () => {
  const { fetch, exchanges } = record();
  await updateRoomMemberInfo({ ...WHO, ...MEMBER, fetch });
  assert.equal(exchanges[0].init.redirect, "manual");
});

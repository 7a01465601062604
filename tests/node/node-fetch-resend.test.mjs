// Kept connections that their server closes: `nodeFetch` sends again what they lost, and nothing else.

import assert from "node:assert/strict";
import { test } from "node:test";
import { MEMBER, nodeFetch, RoomEngineAdmin, rejection, WHO } from "../subject.mjs";
import { OK, saying } from "./raw.mjs";

const REPLY = `${OK}{"ErrorCode":0}`;
const INIT = { method: "POST", headers: {}, body: "{}", redirect: "manual" };

/** A client, and the statuses of its attempts. */
function clientOf(baseUrl) {
  const attempts = [];
  const onAttempt = ({ status }) => attempts.push(status);
  const options = { ...WHO, baseUrl, fetch: nodeFetch, onAttempt, callsPerSecond: 0 };
  return { attempts, admin: new RoomEngineAdmin(options) };
}

/** Members of their own, so that none waits for another. */
const call = (admin, index) =>
  admin.updateRoomMemberInfo({ ...MEMBER, memberAccount: `user${index}`, nameCard: "x" });

for (const [how, close] of Object.entries({
  "closes after each reply, without a word": (socket) => socket.end(REPLY),
  "closes after each reply, and says so": (socket) =>
    socket.end(REPLY.replace("\r\n\r\n", "\r\nconnection: close\r\n\r\n")),
  "breaks off after each reply": (socket) => socket.write(REPLY, () => socket.resetAndDestroy()),
})) {
  test(`nodeFetch: a server that ${how} breaks no call`, async (t) => {
    const { attempts, admin } = clientOf(await saying(t, close));
    for (let index = 0; index < 20; index += 1) {
      assert.equal((await call(admin, index)).errorCode, 0);
    }
    assert.deepEqual(attempts, Array(20).fill(200));
  });
}

test("nodeFetch: a request that meets the end of a kept connection is sent again, unseen", async (t) => {
  const seen = new Map();
  const { attempts, admin } = clientOf(
    await saying(t, (socket) => {
      const requests = (seen.get(socket) ?? 0) + 1;
      seen.set(socket, requests);
      // The second request of each connection meets its end.
      if (requests > 1) socket.resetAndDestroy();
      else socket.write(REPLY);
    }),
  );
  for (let index = 0; index < 5; index += 1) await call(admin, index);
  assert.deepEqual(attempts, Array(5).fill(200));
  assert.deepEqual([...seen.values()], [2, 2, 2, 2, 1]);
});

test("nodeFetch: after many calls at once, one that finds all connections closed arrives", async (t) => {
  let isClosing = false;
  let requests = 0;
  const old = new Set();
  const { attempts, admin } = clientOf(
    await saying(t, (socket) => {
      requests += 1;
      if (isClosing && old.has(socket)) return socket.resetAndDestroy();
      if (!isClosing) old.add(socket);
      socket.write(REPLY);
    }),
  );
  await Promise.all(Array.from({ length: 8 }, (_, index) => call(admin, index)));
  assert.ok(old.size > 1, `${old.size} connections`);
  isClosing = true;
  await Promise.all(Array.from({ length: 8 }, (_, index) => call(admin, 8 + index)));
  assert.deepEqual(attempts, Array(16).fill(200));
  assert.equal(requests, 16 + old.size);
});

test("nodeFetch: a new connection that is lost is an error, for the client to judge", async (t) => {
  let requests = 0;
  const url = await saying(t, (socket) => {
    requests += 1;
    socket.resetAndDestroy();
  });
  assert.equal((await rejection(nodeFetch(url, INIT))).code, "ECONNRESET");
  assert.equal(requests, 1);
});

test("nodeFetch: what is lost after its head has come is not sent again", async (t) => {
  const requests = new Map();
  const url = await saying(t, (socket) => {
    const count = (requests.get(socket) ?? 0) + 1;
    requests.set(socket, count);
    if (count === 1) socket.write(REPLY);
    else socket.write(`${OK}{"Err`, () => socket.resetAndDestroy());
  });
  await (await nodeFetch(url, INIT)).text();
  const answer = await nodeFetch(url, INIT);
  assert.ok((await rejection(answer.text())) instanceof Error);
  assert.deepEqual([...requests.values()], [2]);
});

test("nodeFetch: an abort ends what is being sent again", async (t) => {
  const controller = new AbortController();
  const sockets = new Set();
  const url = await saying(t, (socket) => {
    if (sockets.has(socket)) return socket.resetAndDestroy();
    sockets.add(socket);
    if (sockets.size === 1) socket.write(REPLY);
    else controller.abort("enough");
  });
  await (await nodeFetch(url, INIT)).text();
  assert.equal(await rejection(nodeFetch(url, { ...INIT, signal: controller.signal })), "enough");
  assert.equal(sockets.size, 2);
});

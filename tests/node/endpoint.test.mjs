// A client whose calls a handler makes.

import assert from "node:assert/strict";
import { test } from "node:test";
import { MEMBER, RoomEngineAdmin, rejection, updateRoomMemberInfo } from "../subject.mjs";

const ENDPOINT = "https://admin.example.com/api";
const OK = {
  status: 200,
  headers: new Headers(),
  text: async () => '{"ErrorCode":0,"ActionStatus":"OK"}',
};

test("endpoint: what is sent is the call in its own words, the caller's headers, and nothing else", async () => {
  const sent = [];
  const fetch = async (...given) => sent.push(given) && OK;
  const headers = { authorization: "Bearer abc", "x-trace": "1" };
  const admin = new RoomEngineAdmin({ endpoint: ENDPOINT, headers, fetch });
  await admin.updateRoomMemberInfo({ ...MEMBER, nameCard: "", role: null });
  const [[url, { signal, ...init }]] = sent;
  assert.equal(url, ENDPOINT);
  assert.ok(signal instanceof AbortSignal);
  assert.deepEqual(init, {
    method: "POST",
    headers: { ...headers, "Content-Type": "application/json" },
    body: '{"operation":"updateRoomMemberInfo","options":{"roomId":"room-test","memberAccount":"user4","nameCard":""}}',
    redirect: "manual",
  });
  await updateRoomMemberInfo({ endpoint: ENDPOINT, fetch, ...MEMBER });
  assert.deepEqual(sent[1][1].headers, { "Content-Type": "application/json" });
});

for (const [field, value] of [
  ["sdkAppId", 1],
  ["identifier", "a"],
  ["secretKey", "k"],
  ["userSig", "eJx"],
  ["region", "seoul"],
  ["baseUrl", "https://x.example"],
  ["userSigTtl", 60],
  ["callsPerSecond", 1],
]) {
  test(`endpoint: ${field} cannot be combined with endpoint`, async () => {
    const options = { endpoint: ENDPOINT, fetch: async () => OK, [field]: value, ...MEMBER };
    const error = await rejection(updateRoomMemberInfo(options));
    assert.deepEqual([error.kind, error.field], ["invalid", field]);
    assert.match(error.message, /combined with `endpoint`/);
  });
}

for (const [field, options] of [
  ["endpoint", { endpoint: "http://admin.example.com/api" }],
  ["endpoint", { endpoint: "//evil.example/api" }],
  ["endpoint", { endpoint: "/\\evil.example" }],
  ["endpoint", { endpoint: new URL("https://x.example") }],
  ["headers", { endpoint: ENDPOINT, headers: "x" }],
  ["headers", { endpoint: ENDPOINT, headers: { "content-type": "text/plain" } }],
  ["headers", { endpoint: ENDPOINT, headers: { authorization: "Bearer s3cr3t\r\nx: y" } }],
  ["headers", { endpoint: ENDPOINT, headers: { authorization: 7 } }],
]) {
  test(`endpoint: ${JSON.stringify(options)} is refused`, async () => {
    const error = await rejection(
      updateRoomMemberInfo({ ...options, fetch: async () => OK, ...MEMBER }),
    );
    assert.deepEqual([error.kind, error.field], ["invalid", field]);
    assert.ok(!error.message.includes("s3cr3t"), error.message);
  });
}

test("endpoint: a path needs a page, or a fetch that knows where it leads", async () => {
  const error = await rejection(updateRoomMemberInfo({ endpoint: "/api", ...MEMBER }));
  assert.deepEqual([error.kind, error.field], ["invalid", "endpoint"]);
  const attempts = [];
  const fetch = async (url) => (url === "/api" ? OK : undefined);
  const onAttempt = ({ host, code }) => attempts.push([host, code]);
  await updateRoomMemberInfo({ endpoint: "/api", fetch, onAttempt, ...MEMBER });
  assert.deepEqual(attempts, [["/api", 0]]);
});

test("endpoint: headers without an endpoint have nowhere to go", async () => {
  const error = await rejection(new RoomEngineAdmin({ headers: {} }).updateRoomMemberInfo(MEMBER));
  assert.deepEqual([error.kind, error.field], ["invalid", "headers"]);
});

test("endpoint: updates of one member wait for each other, those of others do not", async () => {
  const open = [];
  const fetch = (_, { body }) =>
    new Promise((resolve) => open.push([JSON.parse(body).options.nameCard, () => resolve(OK)]));
  const admin = new RoomEngineAdmin({ endpoint: ENDPOINT, fetch });
  const calls = ["1", "2"].map((nameCard) => admin.updateRoomMemberInfo({ ...MEMBER, nameCard }));
  calls.push(admin.updateRoomMemberInfo({ ...MEMBER, memberAccount: "other", nameCard: "3" }));
  const turn = () => new Promise((resolve) => setTimeout(resolve, 20));
  await turn();
  assert.deepEqual(
    open.map(([name]) => name),
    ["1", "3"],
  );
  for (const [, answer] of open) answer();
  await turn();
  assert.deepEqual(
    open.map(([name]) => name),
    ["1", "3", "2"],
  );
  open[2][1]();
  await Promise.all(calls);
});

test("endpoint: admin.signUserSig needs a key", async () => {
  const admin = new RoomEngineAdmin({ endpoint: ENDPOINT });
  const error = await rejection(admin.signUserSig("user4"));
  assert.deepEqual([error.kind, error.field], ["invalid", "secretKey"]);
});

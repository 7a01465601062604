// What is left in the module's memory when a client has been freed. URLs of calls that were made lie
// there until something is written over them, as SECURITY.md says; what the client kept does not.

import assert from "node:assert/strict";
import { test } from "node:test";
import { valueOf } from "../child.mjs";

/** Looks for a text in the memory of the module, before and after `free()`. */
const PROGRAM = `
  const memories = [];
  const { Instance } = WebAssembly;
  WebAssembly.Instance = new Proxy(Instance, {
    construct(target, given) {
      const instance = new target(...given);
      memories.push(instance.exports.memory);
      return instance;
    },
  });
  const { RoomEngineAdmin } = await import("room-engine-admin");
  const holds = (text) => memories.some(({ buffer }) => Buffer.from(buffer).includes(text));
  const keeps = (userSig) =>
    memories.some(({ buffer }) => {
      const all = Buffer.from(buffer);
      for (let at = all.indexOf(userSig); at >= 0; at = all.indexOf(userSig, at + 1)) {
        if (all.subarray(at - 8, at).toString("latin1") !== "usersig=") return true;
      }
      return false;
    });
  const urls = [];
  const fetch = async (url) => {
    urls.push(url);
    return new Response('{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":""}');
  };
  const who = { sdkAppId: 1400000000, identifier: "administrator", fetch };
  const admin = new RoomEngineAdmin({ ...who, ...CREDENTIAL });
  await admin.updateRoomMemberInfo({ roomId: "r", memberAccount: "m", nameCard: "n" });
  const userSig = new URL(urls[0]).searchParams.get("usersig");
  const before = keeps(userSig);
  admin.free();
  console.log(JSON.stringify({ before, after: keeps(userSig), key: holds(SECRET) }));
`;

for (const [kind, credential] of [
  ["a key", { secretKey: "k3y-of-a-test-that-nobody-else-has-0123456789" }],
  ["a UserSig", { userSig: `eJxN${"abcdefghij0123456789".repeat(10)}` }],
]) {
  test(`secrets: a freed client of ${kind} leaves no UserSig and no key`, async () => {
    const code = PROGRAM.replace("CREDENTIAL", JSON.stringify(credential)).replace(
      "SECRET",
      JSON.stringify(credential.secretKey ?? "no such text"),
    );
    assert.deepEqual(await valueOf(code), { before: true, after: false, key: false });
  });
}

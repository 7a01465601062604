// Worker threads, each with a module of its own, and realms beside the main one.

import assert from "node:assert/strict";
import { test } from "node:test";
import { valueOfScript } from "../node/child.mjs";
import { MEMBER, serve, simulate, WHO } from "../subject.mjs";

const OPTIONS = JSON.stringify({ ...WHO, ...MEMBER });

for (const [format, load] of Object.entries({
  ESM: 'await import("room-engine-admin")',
  CommonJS: 'require("room-engine-admin")',
})) {
  test(`threads: four worker threads make calls at once, with ${format}`, async (t) => {
    const simulator = simulate();
    const baseUrl = await serve(t, simulator);
    const seen = await valueOfScript(`
      const { Worker } = require("node:worker_threads");
      const code = \`
        const { parentPort, workerData } = require("node:worker_threads");
        (async () => {
          const { updateRoomMemberInfo, RoomEngineError } = ${load};
          const reply = await updateRoomMemberInfo(workerData);
          const error = await updateRoomMemberInfo({ ...workerData, roomId: "" }).catch((error) => error);
          parentPort.postMessage([reply.errorCode, RoomEngineError.is(error), error.field]);
        })();
      \`;
      const run = () => new Promise((resolve, reject) => {
        const workerData = { ...${OPTIONS}, baseUrl: "${baseUrl}" };
        const worker = new Worker(code, { eval: true, workerData });
        let message;
        worker.on("message", (value) => (message = value));
        worker.on("error", reject);
        worker.on("exit", () => resolve(message));
      });
      Promise.all([run(), run(), run(), run()]).then((seen) => console.log(JSON.stringify(seen)));
    `);
    assert.deepEqual(seen, Array(4).fill([0, true, "roomId"]));
    assert.equal(simulator.calls.length, 4);
  });
}

test("threads: a worker thread that is ended within a call does no harm to the others", async (t) => {
  const simulator = simulate({
    faults: ({ body }) => (body.RoomId === "hang" ? { kind: "hang" } : undefined),
  });
  const baseUrl = await serve(t, simulator);
  const seen = await valueOfScript(`
    const { Worker } = require("node:worker_threads");
    const { updateRoomMemberInfo } = require("room-engine-admin");
    const options = { ...${OPTIONS}, baseUrl: "${baseUrl}" };
    const worker = new Worker(\`
      const { parentPort, workerData } = require("node:worker_threads");
      const { updateRoomMemberInfo } = require("room-engine-admin");
      updateRoomMemberInfo({ ...workerData, roomId: "hang", timeoutMs: 60_000 });
      setTimeout(() => parentPort.postMessage("sent"), 20);
    \`, { eval: true, workerData: options });
    worker.once("message", async () => {
      await worker.terminate();
      const { errorCode } = await updateRoomMemberInfo(options);
      console.log(JSON.stringify(errorCode));
    });
  `);
  assert.equal(seen, 0);
});

test("threads: options and signals of another realm are understood", async () => {
  const seen = await valueOfScript(`
    const vm = require("node:vm");
    const { inspectUserSig, signUserSig, updateRoomMemberInfo } = require("room-engine-admin");
    (async () => {
      const context = vm.createContext({ given: ${OPTIONS}, fetch: () => ({ status: 200, text: () => '{"ErrorCode":0}' }) });
      const options = vm.runInContext("({ ...given, fetch: () => fetch() })", context);
      const date = vm.runInContext("new Date(1700000000000)", context);
      const { errorCode } = await updateRoomMemberInfo(options);
      const { sdkAppId, identifier, secretKey } = options;
      const userSig = await signUserSig({ sdkAppId, identifier, secretKey, now: date });
      const { issuedAt } = await inspectUserSig(userSig);
      const failing = vm.runInContext("({ ...given, fetch: () => Promise.reject(new TypeError('foreign')) })", context);
      const error = await updateRoomMemberInfo({ ...failing, maxRetries: 0 }).catch((error) => error);
      console.log(JSON.stringify({ errorCode, issuedAt, kind: error.kind, message: error.message }));
    })();
  `);
  assert.deepEqual(seen, {
    errorCode: 0,
    issuedAt: "2023-11-14T22:13:20.000Z",
    kind: "network",
    message: "no answer arrived: foreign",
  });
});

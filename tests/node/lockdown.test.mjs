// Under SES, as wallets and plug-in hosts have it: the platform's own objects are frozen and replaced.

import assert from "node:assert/strict";
import { test } from "node:test";
import { listen, member, simulate, WHO } from "../subject.mjs";
import { valueOf } from "./child.mjs";

const SES = import.meta.resolve("ses");

test("lockdown: fifty calls are made and answered, and errors keep what they say", async (t) => {
  const simulator = simulate();
  const { url, close } = await listen(simulator);
  t.after(close);
  const { names, failed } = await valueOf(
    `
    import ${JSON.stringify(SES)};
    lockdown({ consoleTaming: "unsafe", errorTaming: "safe" });
    const { RoomEngineAdmin, RoomEngineError } = await import("room-engine-admin");
    const admin = new RoomEngineAdmin(${JSON.stringify({ ...WHO, baseUrl: url })});
    const names = [];
    for (let n = 0; n < 50; n++) {
      // Long enough that the module's memory has to grow now and then.
      const padding = "x".repeat(n * 1000);
      await admin.updateRoomMemberInfo({ roomId: "room-test", memberAccount: "user4", nameCard: "n" + n });
      names.push(n);
      await admin.updateRoomMemberInfo({ roomId: "room-test" + padding, memberAccount: "user4" }).catch(() => {});
    }
    const error = await admin.updateRoomMemberInfo({ roomId: "none", memberAccount: "user4", nameCard: "x" })
      .catch((error) => error);
    const failed = { ours: RoomEngineError.is(error), kind: error.kind, code: error.code, frozen: Object.isFrozen(Array.prototype) };
    console.log(JSON.stringify({ names, failed }));
    `,
  );
  assert.equal(names.length, 50);
  assert.equal(member(simulator).nameCard, "n49");
  assert.deepEqual(failed, { ours: true, kind: "api", code: 100_004, frozen: true });
});

// A program that makes many clients and handlers which know themselves by their own callbacks, forgets
// them, and tells how many are left, and how much the module grew.

import { createHandler } from "../node/handler/setup.mjs";
import { MEMBER, RoomEngineAdmin, WHO } from "../subject.mjs";
import { bytes } from "./measure.mjs";

const [, , kind, warmUp, count] = process.argv;
const fetch = async () => Response.json({ ErrorCode: 0 });
const body = JSON.stringify({ operation: "updateRoomMemberInfo", options: MEMBER });
const headers = { "content-type": "application/json" };

/** Each is used once, and known to what it was given. */
const KINDS = {
  async clients() {
    let attempts = 0;
    const admin = new RoomEngineAdmin({
      ...WHO,
      fetch,
      callsPerSecond: 0,
      onAttempt: () => (attempts += admin ? 1 : 0),
    });
    await admin.updateRoomMemberInfo(MEMBER);
    return admin;
  },
  async handlers() {
    const handler = createHandler({
      ...WHO,
      fetch,
      callsPerSecond: 0,
      authorize: () => typeof handler === "function",
    });
    const request = new Request("https://h.example/", { method: "POST", headers, body });
    await (await handler(request)).text();
    return handler;
  },
};

async function make(many) {
  const made = [];
  for (let index = 0; index < many; index += 1) {
    made.push(new WeakRef(await KINDS[kind]()));
    // What a WeakRef was just made of is kept until the next turn.
    if (index % 100 === 0) await bytes();
  }
  return made;
}

await make(Number(warmUp));
const warm = await bytes();
const made = await make(Number(count));
const end = await bytes();
const left = made.filter((each) => each.deref() !== undefined).length;
console.log(JSON.stringify({ warm, end, left }));

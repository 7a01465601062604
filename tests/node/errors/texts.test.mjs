// What the service says is bounded and escaped in messages, and whole in a field.

import assert from "node:assert/strict";
import { test } from "node:test";
import { MessageChannel } from "node:worker_threads";
import { MEMBER, RoomEngineError, rejection, updateRoomMemberInfo, WHO } from "../../subject.mjs";
import { answerOf, ask, setUp } from "../handler/setup.mjs";
import { refusal } from "../recorder.mjs";
import { CASES } from "./cases.mjs";

const refused = (info) =>
  rejection(updateRoomMemberInfo({ ...WHO, ...MEMBER, fetch: () => refusal(100_004, info) }));

const ODD = {
  "control characters": "a\u0000b\u0007c\u001b[31md\r\n\te",
  "C1 characters": "a\u0080b\u009b31mc\u0085d",
  "marks that turn the text around": "a\u202eb\u2066c\u2069\u200f\u061cd",
  "line ends of Unicode": "a\u2028b\u2029c",
};

for (const [what, info] of Object.entries(ODD)) {
  test(`errors: ${what} of the service are escaped in the message, and whole in \`info\``, async () => {
    const error = await refused(info);
    assert.equal(error.info, info);
    assert.doesNotMatch(error.message, /[\p{Cc}\p{Cf}\u2028\u2029]/u);
    assert.match(error.message, /^the service refused the call with 100004: a/);
  });
}

test("errors: what the service says at length is cut in the message, and whole in `info`", async () => {
  const info = "long ".repeat(100_000);
  const error = await refused(info);
  assert.equal(error.info, info);
  assert.ok(error.message.length < 500, String(error.message.length));
  assert.ok(error.stack.length < 5000);
});

test("errors: a page gets a bounded text", async () => {
  const { handler } = setUp({ fetch: () => refusal(100_004, `\u202e${"long ".repeat(100_000)}`) });
  const { text, json } = await answerOf(handler, ask());
  assert.equal(json.ErrorCode, 100_004);
  assert.ok(text.length < 2000, String(text.length));
});

/** Through a port, as a worker sends it. */
async function posted(value) {
  const { port1, port2 } = new MessageChannel();
  port1.postMessage(value);
  const received = await new Promise((resolve) => port2.once("message", resolve));
  port1.close();
  return received;
}

for (const { name, run } of CASES) {
  test(`errors: ${name}, carried as JSON, by structuredClone and by postMessage, is the same again`, async () => {
    const error = await rejection(run());
    const { cause: _, ...fields } = error;
    const plain = error.toJSON();
    assert.deepEqual(plain, { name: "RoomEngineError", message: error.message, ...fields });
    const carried = [
      JSON.parse(JSON.stringify(error)),
      structuredClone(plain),
      await posted(plain),
    ];
    for (const each of carried) {
      const again = RoomEngineError.from(each);
      assert.ok(RoomEngineError.is(again) && again instanceof RoomEngineError);
      assert.deepEqual({ ...again }, fields);
      assert.deepEqual([again.message, again.name], [error.message, error.name]);
      assert.equal(JSON.stringify(again), JSON.stringify(error));
    }
  });
}

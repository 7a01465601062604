// `Retry-After` and `Date`, in every form that RFC 9110 has, wherever the machine thinks it is.

import assert from "node:assert/strict";
import { test } from "node:test";
import { MEMBER, rejection, updateRoomMemberInfo, WHO } from "../subject.mjs";
import { runModule } from "./child.mjs";

/** One moment, in each form; and one 100 s later. */
const NOW = [
  "Sun, 06 Nov 1994 08:49:37 GMT",
  "Sunday, 06-Nov-94 08:49:37 GMT",
  "Sun Nov  6 08:49:37 1994",
];
const LATER = [
  "Sun, 06 Nov 1994 08:51:17 GMT",
  "Sunday, 06-Nov-94 08:51:17 GMT",
  "Sun Nov  6 08:51:17 1994",
];
const NO_DATES = ["-5", "soon", "1.5", "Sun, 06 Nov 1994", "06 Nov 1994 08:51:17 +0100", ""];

for (const zone of ["UTC", "Asia/Tokyo", "America/Los_Angeles"]) {
  test(`retry: a Retry-After in seconds or as any date is understood (${zone})`, async () => {
    const { stdout } = await runModule(
      `
      import { updateRoomMemberInfo } from "room-engine-admin";
      const options = { ...${JSON.stringify({ ...WHO, ...MEMBER })}, maxRetries: 1 };
      const [NOW, LATER, NO_DATES] = ${JSON.stringify([NOW, LATER, NO_DATES])};
      const hintOf = async (headers) => {
        let sent = 0;
        const fetch = () => ((sent += 1), new Response("busy", { status: 503, headers }));
        // Longer than a call waits: it fails at once, and says for how long it was asked to wait.
        const { hint } = await updateRoomMemberInfo({ ...options, fetch, maxRetries: 1 }).catch((e) => e);
        return [sent, /\\b(\\d+) s\\b/.exec(hint)?.[1]];
      };
      const seen = [];
      for (const date of NOW) for (const after of LATER) seen.push(await hintOf({ date, "retry-after": after }));
      seen.push(await hintOf({ "retry-after": "100" }));
      const none = [];
      for (const after of NO_DATES) none.push((await hintOf({ date: NOW[0], "retry-after": after }))[0]);
      console.log(JSON.stringify({ seen, none }));
    `,
      { env: { TZ: zone } },
    );
    const { seen, none } = JSON.parse(stdout);
    assert.deepEqual(seen, Array(10).fill([1, "100"]));
    assert.deepEqual(none, Array(NO_DATES.length).fill(2), "it is repeated as if nothing was said");
  });
}

test("retry: a Retry-After beyond what timers know is shown as what it said", async () => {
  for (const seconds of ["4294968", "99999999999"]) {
    const headers = { "retry-after": seconds };
    const fetch = () => new Response("busy", { status: 503, headers });
    const error = await rejection(updateRoomMemberInfo({ ...WHO, ...MEMBER, fetch }));
    assert.equal(error.attempts, 1);
    assert.ok(error.hint.includes(`asked to wait ${seconds} s`), error.hint);
  }
});

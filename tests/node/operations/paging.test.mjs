// Lists that come in pages: `await` gives one, `for await` goes through all of them.

import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { test } from "node:test";
import { importPackage, RoomEngineAdmin, rejection, simulate, WHO } from "../../subject.mjs";
import { answering } from "./service.mjs";

const { getBannedMemberList, getRoomMemberList } = await importPackage("room-engine-admin");

const NAMES = Array.from({ length: 120 }, (_, index) => `user${index}`);

function full() {
  const members = Object.fromEntries(NAMES.map((name) => [name, {}]));
  const simulator = simulate({ rooms: { r: { members } } });
  return { simulator, admin: new RoomEngineAdmin({ ...WHO, fetch: simulator.fetch }) };
}

async function gather(list, pick = ({ memberAccount }) => memberAccount) {
  const found = [];
  for await (const item of list) found.push(pick(item));
  return found;
}

test("paging: for await goes through all members, and await gives one page", async () => {
  const { admin, simulator } = full();
  assert.deepEqual((await gather(admin.getRoomMemberList({ roomId: "r" }))).sort(), NAMES.sort());
  const read = simulator.calls.length;
  assert.ok(read > 1);
  const page = await admin.getRoomMemberList({ roomId: "r", count: 10 });
  assert.equal(page.members.length, 10);
  assert.notEqual(page.next, "");
  assert.equal(simulator.calls.length, read + 1);
  const next = await admin.getRoomMemberList({ roomId: "r", count: 10, next: page.next });
  assert.ok(
    !page.members.some(({ memberAccount }) => memberAccount === next.members[0].memberAccount),
  );
});

test("paging: for await goes on from the page that is named, with the options of the call", async () => {
  const { admin, simulator } = full();
  const page = await admin.getRoomMemberList({ roomId: "r", count: 50 });
  simulator.calls.length = 0;
  const rest = await gather(admin.getRoomMemberList({ roomId: "r", count: 50, next: page.next }));
  assert.equal(rest.length, NAMES.length - 50);
  assert.deepEqual(
    simulator.calls.map(({ body }) => body.Count),
    [50, 50],
  );
});

test("paging: bans, by a client and by the function", async () => {
  const { admin, simulator } = full();
  for (let index = 0; index < NAMES.length; index += 20) {
    const memberAccounts = NAMES.slice(index, index + 20);
    await admin.banRoomMember({ roomId: "r", memberAccounts, reason: "", duration: 3600 });
  }
  const of = (list) => gather(list).then((names) => names.sort());
  assert.deepEqual(await of(admin.getBannedMemberList({ roomId: "r", limit: 50 })), NAMES.sort());
  const once = { ...WHO, fetch: simulator.fetch, roomId: "r" };
  assert.deepEqual(await of(getBannedMemberList({ ...once, limit: 50 })), NAMES.sort());
  const [until] = await gather(getBannedMemberList(once), ({ bannedUntil }) => bannedUntil);
  assert.ok(until instanceof Date);
  assert.equal((await gather(getRoomMemberList(once))).length, 0);
});

test("paging: one list can be gone through twice, and awaited besides", async () => {
  const { admin } = full();
  const list = admin.getRoomMemberList({ roomId: "r", count: 100 });
  assert.equal((await gather(list)).length, NAMES.length);
  assert.equal((await gather(list)).length, NAMES.length);
  assert.equal((await list).members.length, 100);
});

test("paging: nothing more is read when the loop is left", async () => {
  const { admin, simulator } = full();
  for await (const _ of admin.getRoomMemberList({ roomId: "r", count: 10 })) break;
  assert.equal(simulator.calls.length, 1);
});

test("paging: the signal of the call ends it on any page, and keeps no listener", async () => {
  const { admin, simulator } = full();
  const controller = new AbortController();
  const { signal } = controller;
  const list = admin.getRoomMemberList({ roomId: "r", count: 10 }, { signal });
  let seen = 0;
  const reason = await rejection(
    gather(list, () => {
      seen += 1;
      if (seen === 15) controller.abort("enough");
    }),
  );
  assert.equal(reason, "enough");
  assert.equal(seen, 20);
  assert.equal(simulator.calls.length, 2);
  assert.equal(getEventListeners(signal, "abort").length, 0);
});

test("paging: what the caller changes in the options meanwhile does not matter", async () => {
  const { admin, simulator } = full();
  const options = { roomId: "r", count: 100 };
  const list = admin.getRoomMemberList(options);
  options.roomId = "elsewhere";
  assert.equal((await gather(list)).length, NAMES.length);
  assert.deepEqual([...new Set(simulator.calls.map(({ body }) => body.RoomId))], ["r"]);
});

const page = (member, next) => ({ MemberList: [{ Member_Account: member }], Next: next });

for (const [what, pages] of Object.entries({
  "stays where it is": [page("a", "x"), page("b", "x")],
  "goes round": [page("a", "x"), page("b", "y"), page("c", "x")],
})) {
  test(`paging: a list whose cursor ${what} ends with an error`, { timeout: 20_000 }, async () => {
    const { admin, bodies } = answering(...pages);
    const seen = [];
    const error = await rejection(
      gather(admin.getRoomMemberList({ roomId: "r" }), ({ memberAccount }) =>
        seen.push(memberAccount),
      ),
    );
    assert.deepEqual([error.kind, error.retryable], ["protocol", false]);
    assert.match(error.message, /does not end/);
    assert.equal(bodies.length, pages.length);
    assert.equal(seen.length, pages.length);
  });
}

test("paging: a wrong option, and a page that fails, reject where the page is read", async () => {
  const { admin, simulator } = full();
  const wrong = await rejection(gather(admin.getRoomMemberList({ roomId: 7 })));
  assert.equal(wrong.field, "roomId");
  const list = admin.getRoomMemberList({ roomId: "r", count: 10 });
  await list;
  simulator.faults.push({ kind: "code", code: 100_004 });
  assert.equal((await rejection(gather(list))).code, 100_004);
});

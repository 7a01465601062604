// Options that are wrong are refused at once, by name.
import assert from "node:assert/strict";
import { test } from "node:test";
import { simulate, WHO } from "./attempt.mjs";
import { createSimulator, listen } from "./subject.mjs";

const { sdkAppId, secretKey } = WHO;
const GOOD = { sdkAppId, secretKey };

const WRONG = [
  [undefined, /createSimulator must be an object/],
  [null, /createSimulator must be an object/],
  [[], /createSimulator must be an object/],
  [{ secretKey }, /`sdkAppId` must be an integer/],
  [{ ...GOOD, sdkAppId: "1400000000" }, /`sdkAppId`/],
  [{ ...GOOD, sdkAppId: 0 }, /`sdkAppId`/],
  [{ ...GOOD, sdkAppId: 1.5 }, /`sdkAppId`/],
  [{ ...GOOD, sdkAppId: 4_294_967_296 }, /`sdkAppId`/],
  [{ sdkAppId }, /`secretKey`/],
  [{ ...GOOD, secretKey: "" }, /`secretKey`/],
  [{ ...GOOD, secretKey: 7 }, /`secretKey`/],
  [{ ...GOOD, admins: "administrator" }, /`admins`/],
  [{ ...GOOD, admins: [""] }, /`admins`/],
  [{ ...GOOD, admins: null }, /`admins`/],
  [{ ...GOOD, rooms: [] }, /`rooms`/],
  [{ ...GOOD, rooms: { r: null } }, /rooms\["r"\] must be an object/],
  [{ ...GOOD, rooms: { r: { member: [] } } }, /rooms\["r"\].*`member`.*members/],
  [{ ...GOOD, rooms: { r: { members: "ann" } } }, /rooms\["r"\].*`members`/],
  [{ ...GOOD, rooms: { r: { members: [1] } } }, /rooms\["r"\].*`members`/],
  [{ ...GOOD, rooms: { r: { members: { a: null } } } }, /members\["a"\] must be an object/],
  [
    { ...GOOD, rooms: { r: { members: { a: { name: "x" } } } } },
    /members\["a"\].*`name`.*nameCard/,
  ],
  [{ ...GOOD, rooms: { r: { members: { a: { role: "Boss" } } } } }, /`role` must be one of Owner/],
  [{ ...GOOD, rooms: { r: { members: { a: { nameCard: 1 } } } } }, /`nameCard`/],
  [{ ...GOOD, rooms: { r: { roomName: 1 } } }, /rooms\["r"\]: `roomName` must be a string/],
  [
    { ...GOOD, rooms: { r: { roomType: "Meeting" } } },
    /`roomType` must be one of Conference, Live/,
  ],
  [{ ...GOOD, rooms: { r: { maxMemberCount: -1 } } }, /`maxMemberCount`/],
  [{ ...GOOD, rooms: { r: { isSeatEnabled: 1 } } }, /`isSeatEnabled` must be a boolean/],
  [{ ...GOOD, rooms: { r: { bans: ["ann"] } } }, /`bans`/],
  [{ ...GOOD, rooms: { r: { bans: { ann: new Date() } } } }, /`bans`/],
  [
    { ...GOOD, rooms: { r: { scheduleStartTime: new Date() } } },
    /`scheduleStartTime` must be Unix/,
  ],
  [{ ...GOOD, rooms: { r: { seats: 4 } } }, /`seats`/],
  [{ ...GOOD, rooms: { r: { seats: [{}, { account: "a" }] } } }, /seats\[1\]: unknown `account`/],
  [{ ...GOOD, rooms: { r: { members: { a: { marks: ["x"] } } } } }, /`marks`/],
  [{ ...GOOD, app: [] }, /`app`/],
  [{ ...GOOD, app: { plans: {} } }, /app: unknown `plans`/],
  [{ ...GOOD, app: { plan: { status: "trial" } } }, /app\.plan: `status` must be one of active/],
  [{ ...GOOD, app: { plan: { maxSeatCount: 1.5 } } }, /`maxSeatCount`/],
  [{ ...GOOD, app: { accounts: "ann" } }, /`accounts`/],
  [{ ...GOOD, app: { callback: { url: 1 } } }, /app\.callback: `url`/],
  [{ ...GOOD, now: 7 }, /`now`/],
  [{ ...GOOD, sleep: 7 }, /`sleep`/],
  [{ ...GOOD, callsPerSecond: -1 }, /`callsPerSecond`/],
  [{ ...GOOD, callsPerSecond: 0.5 }, /`callsPerSecond`/],
  [{ ...GOOD, maxCalls: 0 }, /`maxCalls`/],
  [{ ...GOOD, hosts: "127.0.0.1" }, /`hosts`/],
  [{ ...GOOD, cors: "*" }, /`cors`/],
  [{ ...GOOD, faults: null }, /`faults`/],
  [{ ...GOOD, faults: ["reset"] }, /faults: `kind`/],
  [{ ...GOOD, sdkAppID: 1 }, /unknown `sdkAppID`; known: sdkAppId/],
];

for (const [options, expected] of WRONG) {
  test(`simulator: ${JSON.stringify(options)} is refused with ${expected}`, () => {
    assert.throws(
      () => createSimulator(options),
      (error) => {
        assert.ok(error instanceof TypeError);
        assert.match(error.message, expected);
        assert.ok(!error.message.includes(secretKey));
        return true;
      },
    );
  });
}

test("simulator: undefined is the default", () => {
  const nothing = { admins: undefined, rooms: undefined, now: undefined, faults: undefined };
  createSimulator({ ...GOOD, ...nothing });
});

test("simulator: a clock that gives no number is named", async () => {
  const now = () => "noon";
  assert.throws(() => simulate({ now }), /`now`/);
  const simulator = simulate({ now, rooms: {} });
  await assert.rejects(simulator.fetch("https://example.com/"), /`now`/);
});

const WRONG_FAULTS = [
  [undefined, /`kind`.*got undefined/],
  ["reset", /`kind`.*got string/],
  [{}, /`kind` must be one of delay/],
  [{ kind: "toString" }, /`kind`.*toString/],
  [{ kind: "restart" }, /`kind`.*restart/],
  [{ kind: "delay" }, /"delay": `ms` must be/],
  [{ kind: "delay", ms: -1 }, /`ms`/],
  [{ kind: "delay", ms: Infinity }, /`ms`/],
  [{ kind: "delay", ms: 1, aplied: true }, /unknown `aplied`; known: kind, times, ms, applied/],
  [{ kind: "reset", times: 0 }, /`times`/],
  [{ kind: "reset", applied: 1 }, /`applied`/],
  [{ kind: "reset", read: false, applied: true }, /`read`.*`applied`/],
  [{ kind: "hang", at: "start" }, /`at`/],
  [{ kind: "status" }, /`status`/],
  [{ kind: "status", status: 99 }, /`status`/],
  [{ kind: "status", status: 600 }, /`status`/],
  [{ kind: "status", status: 204, body: "x" }, /`body`/],
  [{ kind: "status", status: 500, headers: { a: 1 } }, /`headers`/],
  [{ kind: "redirect", status: 200 }, /`status`/],
  [{ kind: "code", code: "60007" }, /`code`/],
  [{ kind: "garbage", body: {} }, /`body`/],
  [{ kind: "truncate", bytes: -1 }, /`bytes`/],
  [{ kind: "truncate", applied: false }, /unknown `applied`/],
  [{ kind: "drip", bytes: 0 }, /`bytes`/],
];

for (const [fault, expected] of WRONG_FAULTS) {
  test(`simulator: the fault ${JSON.stringify(fault)} is refused with ${expected}`, () => {
    const simulator = simulate();
    assert.throws(() => simulator.faults.push({ kind: "reset" }, fault), TypeError);
    assert.throws(() => simulator.faults.push(fault), { message: expected });
    assert.equal(simulator.faults.size, 0, "all or nothing");
  });
}

test("listen: options by name", async () => {
  const simulator = simulate();
  await assert.rejects(listen(), /first argument/);
  await assert.rejects(listen({}), /first argument/);
  await assert.rejects(listen(simulator, null), /listen must be an object/);
  await assert.rejects(listen(simulator, { port: 65_536 }), /`port`/);
  await assert.rejects(listen(simulator, { hostname: "" }), /`hostname`/);
  await assert.rejects(listen(simulator, { tls: true }), /`tls`/);
  await assert.rejects(listen(simulator, { allowedOrigins: true }), /`allowedOrigins`/);
  await assert.rejects(listen(simulator, { hosts: "example.com" }), /`hosts`/);
  await assert.rejects(listen(simulator, { host: "x" }), /unknown `host`; known: port/);
});

/** No server outlives a test that fails. */
const opened = async (...given) => (await listen(...given)).close();

for (const host of [
  "*",
  "*.example",
  "http://sim.example",
  "sim.example/room",
  "a b",
  "ann@b",
  "::1",
]) {
  test(`simulator: the host ${host}, which no request can have, is refused`, async () => {
    const simulator = simulate();
    await assert.rejects(opened(simulator, { hosts: ["a.example", host] }), {
      name: "TypeError",
      message: /`hosts` must be an array of host names/,
    });
    assert.throws(() => simulate({ hosts: [host] }), { name: "TypeError", message: /`hosts`/ });
  });
}

for (const origin of [
  "*",
  "app.example",
  "localhost:5173",
  "http://app.example/page",
  "http://app.example/?x",
  "http://ann@app.example",
  "http://*.example",
  "file:///page",
  "http://",
]) {
  test(`simulator: the origin ${origin}, which no page can have, is refused`, async () => {
    await assert.rejects(opened(simulate(), { allowedOrigins: [origin] }), {
      name: "TypeError",
      message: /`allowedOrigins` must be an array of origins/,
    });
  });
}

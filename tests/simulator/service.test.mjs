// What the service says to each call, and that a call it refuses changes nothing.
import assert from "node:assert/strict";
import { test } from "node:test";
import { attempt, code, HOST, member, NOW, PATH, request, simulate, WHO } from "./attempt.mjs";
import { sign } from "./sign.mjs";

const time = NOW / 1000;
const CHANGE = { NameCard: "after", Role: "Admin", CustomInfo: "info" };

test("simulator: a call sets what it names", async () => {
  const simulator = simulate();
  const reply = await attempt(simulator, { info: CHANGE });
  assert.deepEqual(Object.keys(reply), ["ActionStatus", "ErrorCode", "ErrorInfo", "RequestId"]);
  assert.match(reply.RequestId, /^Id-[0-9a-f]{32}-O-Seq-[0-9]+$/);
  assert.deepEqual(
    { ...reply, RequestId: "" },
    {
      ActionStatus: "OK",
      ErrorCode: 0,
      ErrorInfo: "",
      RequestId: "",
    },
  );
  assert.deepEqual(member(simulator), { nameCard: "after", role: "Admin", customInfo: "info" });
});

test("simulator: an absent field stays, an empty text clears, naming nothing is good", async () => {
  const simulator = simulate();
  assert.equal(await code(simulator, { info: { CustomInfo: "x" } }), 0);
  assert.deepEqual(member(simulator), { nameCard: "before", role: "Member", customInfo: "x" });
  assert.equal(await code(simulator, { info: { NameCard: "" } }), 0);
  assert.deepEqual(member(simulator), { nameCard: "", role: "Member", customInfo: "x" });
  assert.equal(await code(simulator, { info: {} }), 0);
  assert.deepEqual(member(simulator), { nameCard: "", role: "Member", customInfo: "x" });
});

test("simulator: no two replies share a RequestId", async () => {
  const simulator = simulate();
  const replies = await Promise.all(Array.from({ length: 50 }, () => attempt(simulator)));
  assert.equal(new Set(replies.map((reply) => reply.RequestId.slice(0, 35))).size, 50);
  assert.equal(new Set(replies.map((reply) => reply.RequestId.split("-Seq-")[1])).size, 50);
});

const signed = (changes) => ({ usersig: sign({ ...WHO, time, ...changes }) });

const REFUSED = {
  "GET instead of POST": [60002, { method: "GET", body: null }],
  "PUT instead of POST": [60002, { method: "PUT" }],
  "another command": [60009, { path: `${PATH}_2` }],
  "another service": [60009, { path: PATH.replace("http_srv", "http_mic") }],
  "a path in other case": [60009, { path: PATH.toUpperCase() }],
  "a path with a slash more": [60009, { path: `${PATH}/` }],
  "no sdkappid": [60012, { query: { sdkappid: undefined } }],
  "an empty sdkappid": [60012, { query: { sdkappid: "" } }],
  "an sdkappid in letters": [60025, { query: { sdkappid: "app" } }],
  "a negative sdkappid": [60025, { query: { sdkappid: -1 } }],
  "a hexadecimal sdkappid": [60025, { query: { sdkappid: "0x53724e00" } }],
  "sdkappid 0": [60006, { query: { sdkappid: 0 } }],
  "an sdkappid over 32 bits": [60006, { query: { sdkappid: 4_294_967_296 } }],
  "an application that is not here": [70020, { query: { sdkappid: 1_400_000_001 } }],
  "no identifier": [60025, { query: { identifier: undefined } }],
  "an empty identifier": [60025, { query: { identifier: "" } }],
  "no usersig": [60025, { query: { usersig: undefined } }],
  "no random": [60025, { query: { random: undefined } }],
  "random over 32 bits": [60025, { query: { random: 4_294_967_296 } }],
  "a negative random": [60025, { query: { random: -1 } }],
  "a random with a fraction": [60025, { query: { random: "1.5" } }],
  "no contenttype": [60025, { query: { contenttype: undefined } }],
  "contenttype JSON in capitals": [60025, { query: { contenttype: "JSON" } }],
  "a usersig that is none": [70003, { query: { usersig: "abc" } }],
  "a usersig for somebody else": [70013, { query: signed({ identifier: "somebody" }) }],
  "a usersig for another application": [70014, { query: signed({ sdkAppId: 1_400_000_001 }) }],
  "a usersig of another key": [70009, { query: signed({ secretKey: "another key" }) }],
  "a usersig that expired a second ago": [70001, { query: signed({ time: time - 3601 }) }],
  "somebody who is no admin": [
    60010,
    { query: { identifier: "user4", ...signed({ identifier: "user4" }) } },
  ],
  "an empty body": [60003, { body: "" }],
  "a body that is no JSON": [60003, { body: "{" }],
  "a body that is an array": [60003, { body: "[]" }],
  "a body that is null": [60003, { body: "null" }],
  "a body that is a text": [60003, { body: '"text"' }],
  "a body with a byte order mark": [60003, { body: `\ufeff${request()[1].body}` }],
  "a body that is not UTF-8": [60003, { body: new Uint8Array([0x7b, 0xff, 0x7d]) }],
  "a name card in Latin-1": [
    60003,
    { body: Buffer.from(request({ info: { NameCard: "\xe9" } })[1].body, "latin1") },
  ],
  "a body in UTF-16": [60003, { body: Buffer.from(request()[1].body, "utf16le") }],
  "half a character": [60003, { info: { NameCard: "\ud83d" } }],
  "half a character as a name": [60003, { info: { "\udc00": 1 } }],
  "a body nested very deep": [60003, { body: "[".repeat(30_000) + "]".repeat(30_000) }],
  "a body over 64 KiB": [60003, { info: { CustomInfo: "x".repeat(65_536) } }],
  "no MemberInfo": [100002, { body: '{"RoomId":"room-test"}' }],
  "MemberInfo as a list": [100002, { body: '{"RoomId":"room-test","MemberInfo":[]}' }],
  "an account that is a number": [60015, { info: { Member_Account: 4 } }],
  "an account that is null": [60015, { info: { Member_Account: null } }],
  "no account": [100002, { info: { Member_Account: undefined } }],
  "an empty account": [100002, { info: { Member_Account: "" } }],
  "no RoomId": [100002, { body: '{"MemberInfo":{"Member_Account":"user4"}}' }],
  "an empty RoomId": [100002, { body: '{"RoomId":"","MemberInfo":{"Member_Account":"user4"}}' }],
  "a RoomId that is a number": [
    100002,
    { body: '{"RoomId":1,"MemberInfo":{"Member_Account":"user4"}}' },
  ],
  "a name card of 33 letters": [100002, { info: { ...CHANGE, NameCard: "x".repeat(33) } }],
  "a name card of 11 CJK characters": [100002, { info: { ...CHANGE, NameCard: "名".repeat(11) } }],
  "a name card that is a number": [100002, { info: { ...CHANGE, NameCard: 1 } }],
  "a name card that is null": [100002, { info: { ...CHANGE, NameCard: null } }],
  "custom info of 61 letters": [100002, { info: { ...CHANGE, CustomInfo: "x".repeat(61) } }],
  "custom info of 16 emoji": [100002, { info: { ...CHANGE, CustomInfo: "😀".repeat(16) } }],
  "an unknown role": [100002, { info: { ...CHANGE, Role: "Owner" } }],
  "a role in other case": [100002, { info: { ...CHANGE, Role: "admin" } }],
  "an empty role": [100002, { info: { ...CHANGE, Role: "" } }],
  "a role that is a list": [100002, { info: { ...CHANGE, Role: ["Admin"] } }],
  "no such room": [100004, { body: '{"RoomId":"x","MemberInfo":{"Member_Account":"user4"}}' }],
  "no such member": [100005, { info: { ...CHANGE, Member_Account: "user5" } }],
  "the owner's role": [100006, { info: { ...CHANGE, Member_Account: "boss" } }],
};

for (const [what, [expected, how]] of Object.entries(REFUSED)) {
  test(`simulator: ${what} gives ${expected}, and nothing changes`, async () => {
    const simulator = simulate();
    const before = JSON.stringify(simulator.rooms);
    const response = await simulator.fetch(...request({ info: CHANGE, ...how }));
    assert.equal(response.status, 200);
    assert.equal(response.headers.get("content-type"), "application/json");
    const reply = await response.json();
    assert.equal(reply.ErrorCode, expected, reply.ErrorInfo);
    assert.equal(reply.ActionStatus, "FAIL");
    assert.notEqual(reply.ErrorInfo, "");
    assert.equal(JSON.stringify(simulator.rooms), before);
    assert.equal(simulator.calls[0].applied, false);
  });
}

test("simulator: ErrorInfo says which field is wrong, and why", async () => {
  const simulator = simulate();
  const info = async (changes) => (await attempt(simulator, { info: changes })).ErrorInfo;
  assert.match(await info({ NameCard: "名".repeat(11) }), /NameCard.*33.*32/);
  assert.match(await info({ CustomInfo: "x".repeat(61) }), /CustomInfo.*61.*60/);
  assert.match(await info({ Role: "Boss" }), /Role.*Admin.*Member/);
  assert.match(await info({ Member_Account: 4 }), /Member_Account/);
});

test("simulator: a parameter given twice is refused", async () => {
  const simulator = simulate();
  for (const name of ["sdkappid", "identifier", "usersig", "random", "contenttype"]) {
    const [href, init] = request();
    const url = new URL(href);
    url.searchParams.append(name, url.searchParams.get(name));
    const response = await simulator.fetch(url, init);
    assert.equal((await response.json()).ErrorCode, 60025, name);
  }
});

test("simulator: values at their limits pass", async () => {
  const simulator = simulate();
  const info = { NameCard: "😀".repeat(8), Role: "Member", CustomInfo: "名".repeat(20) };
  assert.equal(await code(simulator, { info, query: { random: 0 } }), 0);
  assert.equal(member(simulator).nameCard, "😀".repeat(8));
});

test("simulator: a body that says it is too long is not even read", async () => {
  const simulator = simulate();
  const never = new ReadableStream({ pull: () => new Promise(() => {}) });
  const headers = { "content-length": "65537" };
  assert.equal(await code(simulator, { body: never, duplex: "half", headers }), 60003);
});

test("simulator: an owner's name card may change", async () => {
  const simulator = simulate();
  assert.equal(await code(simulator, { info: { Member_Account: "boss", NameCard: "b" } }), 0);
  assert.deepEqual(member(simulator, "boss"), { nameCard: "b", role: "Owner", customInfo: "" });
});

test("simulator: no Content-Type is asked for, and a further parameter does no harm", async () => {
  const simulator = simulate();
  const body = new TextEncoder().encode(request()[1].body);
  assert.equal(await code(simulator, { body, query: { more: "1" } }), 0);
  assert.equal(simulator.calls[0].headers["content-type"], undefined);
});

test("hosts: a host of another data centre gets 60026", async () => {
  const simulator = simulate({ hosts: ["adminapisgp.im.qcloud.com", "127.0.0.1:8080"] });
  assert.equal(await code(simulator), 0);
  assert.equal(await code(simulator, { base: "http://127.0.0.1:8080" }), 0);
  assert.equal(await code(simulator, { base: "http://127.0.0.1:8081" }), 60026);
  assert.equal(await code(simulator, { base: "https://console.tim.qq.com" }), 60026);
  assert.equal(await code(simulate(), { base: "https://console.tim.qq.com" }), 0);
});

test("simulator: hosts may have capitals, and the port that their scheme has anyway", async () => {
  const simulator = simulate({ hosts: ["AdminAPIsgp.im.qcloud.com:443", "LocalHost:80"] });
  assert.equal(await code(simulator), 0);
  assert.equal(await code(simulator, { base: "http://localhost" }), 0);
  assert.equal(await code(simulator, { base: "https://localhost" }), 60026);
  assert.equal(await code(simulator, { base: "https://adminapisgp.im.qcloud.com:80" }), 60026);
});

test("admins: each of them may call, others may not", async () => {
  const simulator = simulate({ admins: ["ann", "bob"] });
  const as = (identifier) => code(simulator, { query: { identifier, ...signed({ identifier }) } });
  assert.deepEqual([await as("ann"), await as("bob"), await as("administrator")], [0, 0, 60010]);
});

test("simulator: fetch takes a Request, or a URL with its init", async () => {
  const simulator = simulate();
  const [href, init] = request();
  for (const args of [
    [new Request(href, init)],
    [new Request(href, init), { headers: { "x-a": "1" } }],
    [href, init],
    [new URL(href), init],
  ]) {
    assert.equal((await (await simulator.fetch(...args)).json()).ErrorCode, 0);
  }
  assert.equal(simulator.calls[1].headers["x-a"], "1");
  await assert.rejects(simulator.fetch("/relative", init), TypeError);
  assert.equal(HOST, new URL(href).origin);
});

test("simulator: fetch takes a Request of another make", async () => {
  const simulator = simulate();
  const [url, init] = request();
  const own = new Request(url, init);
  const { method, headers, body } = own;
  const foreign = { url, method, headers, body, arrayBuffer: () => own.arrayBuffer() };
  assert.equal((await (await simulator.fetch(foreign)).json()).ErrorCode, 0);
  // Firefox: a Request without `body`.
  const other = new Request(url, init);
  const bodiless = { url, method, headers, arrayBuffer: () => other.arrayBuffer() };
  assert.equal((await (await simulator.fetch(bodiless)).json()).ErrorCode, 0);
});

// What comes back: the ErrorCode decides, and what is no reply is told apart from it.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  MEMBER,
  RoomEngineError,
  rejection,
  simulate,
  updateRoomMemberInfo,
  WHO,
} from "../subject.mjs";
import { OK, record } from "./recorder.mjs";

const answer = (status, body, headers) => () => new Response(body, { status, headers });
const call = (fetch, more) => updateRoomMemberInfo({ ...WHO, ...MEMBER, fetch, ...more });
const callWith = (body, status = 200) =>
  call(answer(status, typeof body === "string" ? body : JSON.stringify(body)));

test("reply: ErrorCode 0 is success, whatever ActionStatus and the HTTP status say", async () => {
  for (const status of [200, 201, 302, 404, 500, 503]) {
    for (const ActionStatus of ["OK", "FAIL", "", undefined]) {
      const reply = await callWith({ ...OK, ActionStatus }, status);
      assert.equal(reply.errorCode, 0);
      assert.equal(reply.actionStatus, ActionStatus);
      assert.equal(Object.hasOwn(reply, "actionStatus"), ActionStatus !== undefined);
    }
  }
});

test("reply: any other ErrorCode is a refusal, whatever ActionStatus and the HTTP status say", async () => {
  for (const status of [200, 500]) {
    const reply = { ActionStatus: "OK", ErrorCode: 100_004, ErrorInfo: "gone", RequestId: "Id-7" };
    const error = await rejection(callWith(reply, status));
    assert.ok(error instanceof RoomEngineError);
    assert.equal(error.kind, "api");
    assert.equal(error.code, 100_004);
    assert.equal(error.requestId, "Id-7");
    assert.equal(error.attempts, 1);
    assert.ok(error.message.includes("100004") && error.message.includes("gone"), error.message);
    assert.ok(!Object.hasOwn(error, "status"));
  }
});

test("reply: a reply has four fields at the most, and no RequestId where the service gave none", async () => {
  const { RequestId: _, ...rest } = OK;
  const reply = await callWith({
    ...rest,
    Response: { More: 1 },
    __proto__: { a: 1 },
    Other: null,
  });
  assert.deepEqual(Object.keys(reply), ["actionStatus", "errorCode", "errorInfo"]);
  const error = await rejection(callWith({ ErrorCode: 60_010 }));
  assert.ok(!Object.hasOwn(error, "requestId"));
  assert.equal(error.code, 60_010);
  for (const RequestId of [null, 7, { a: 1 }, ["Id-1"]]) {
    assert.ok(!Object.hasOwn(await callWith({ ...OK, RequestId }), "requestId"));
  }
});

test("reply: an ErrorCode beyond 32 bits does not wrap", async () => {
  for (const code of [
    2 ** 31,
    2 ** 32,
    2 ** 32 + 70_001,
    -1,
    -(2 ** 33),
    Number.MAX_SAFE_INTEGER,
  ]) {
    const error = await rejection(callWith({ ErrorCode: code }));
    assert.equal(error.kind, "api");
    assert.equal(error.code, code);
    assert.ok(error.message.includes(String(code)));
    assert.equal(error.retryable, false);
  }
});

const NO_REPLIES = {
  "an empty body": "",
  "a sign-in page": "<!DOCTYPE html>\n<title>Sign in</title>",
  "a reply that was cut": '{"ActionStatus":"OK","ErrorCode":0,"Err',
  "an array": "[0]",
  null: "null",
  "a number": "0",
  "an object without an ErrorCode": '{"ActionStatus":"OK"}',
  "an ErrorCode in letters": '{"ErrorCode":"0"}',
  "an ErrorCode of null": '{"ErrorCode":null}',
  "an ErrorCode with a fraction": '{"ErrorCode":0.5}',
  "an ErrorCode beyond what JavaScript counts": '{"ErrorCode":9007199254740993}',
  "an ErrorCode beyond 64 bits": '{"ErrorCode":18446744073709551616}',
  "two replies": '{"ErrorCode":0}{"ErrorCode":0}',
  "a reply in single quotes": "{'ErrorCode':0}",
  "bytes that are no text": new Uint8Array([0xff, 0xfe, 0x00, 0x80]),
  "brackets without end": "[".repeat(200_000),
  "objects without end": '{"a":'.repeat(100_000),
};

for (const [what, body] of Object.entries(NO_REPLIES)) {
  test(`reply: ${what} with status 200 is a protocol error`, async () => {
    const error = await rejection(call(answer(200, body)));
    assert.ok(error instanceof RoomEngineError, String(error));
    assert.equal(error.kind, "protocol");
    assert.equal(error.attempts, 1);
    assert.ok(error.message.length < 400, `the message has ${error.message.length} characters`);
    assert.ok(!/[\p{Cc}]/u.test(error.message), "it would garble a terminal");
    assert.equal((await callWith(OK)).errorCode, 0);
  });
}

test("reply: the start of a body that is no reply is shown", async () => {
  const { message } = await rejection(callWith("<h1>Sign in to the hotel's network</h1>"));
  assert.ok(message.includes("<h1>Sign in to the hotel"), message);
});

test("reply: a body without a reply and another status is an http error", async () => {
  const retryable = [408, 429, 500, 502, 503, 504];
  for (const status of [400, 401, 403, 404, 408, 413, 429, 500, 502, 503, 504, 599]) {
    const error = await rejection(callWith("busy", status));
    assert.ok(error instanceof RoomEngineError, String(error));
    assert.equal(error.kind, "http");
    assert.equal(error.status, status);
    assert.equal(error.retryable, retryable.includes(status) || status >= 500, String(status));
    assert.ok(error.message.includes(String(status)));
    assert.ok(!Object.hasOwn(error, "code"));
  }
});

const deep = `{"ErrorCode":0,"More":${"[".repeat(20)}${"]".repeat(20)}}`;
const UNUSUAL = {
  "white space all over": ' \n\t{ "ErrorCode" : 0 } \r\n',
  "fields in another order": '{"RequestId":"Id-1","ErrorInfo":"","ErrorCode":0}',
  "escaped field names": '{"\\u0045rrorCode":0}',
  "nested data of any kind": '{"Response":{"a":[1,-2.5e3,true,null,"x"]},"ErrorCode":0}',
  "deeply nested data": deep,
  "numbers larger than any double": '{"a":1e999,"b":-99999999999999999999,"ErrorCode":0}',
  "a megabyte of data": `{"Response":"${"x".repeat(1_000_000)}","ErrorCode":0}`,
};

for (const [what, body] of Object.entries(UNUSUAL)) {
  test(`reply: a reply with ${what} is a reply`, async () => {
    assert.equal((await callWith(body)).errorCode, 0);
  });
}

test("reply: text of every kind arrives as it is", async () => {
  const ErrorInfo = '中文 😀 "\\/ \u0000\u2028 \ufffd';
  for (const body of [JSON.stringify({ ...OK, ErrorInfo }), escaped({ ...OK, ErrorInfo })]) {
    assert.equal((await callWith(body)).errorInfo, ErrorInfo);
  }
});

const escaped = (value) =>
  JSON.stringify(value).replace(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

const CODES = [
  60_002, 60_006, 60_007, 60_010, 60_011, 60_020, 60_021, 60_026, 70_001, 70_003, 70_009, 70_013,
  70_014, 70_016, 70_020, 70_050, 80_001, 100_001, 100_002, 100_004, 100_005, 100_006, 100_026,
];

test("reply: each known code says what to do about it", async () => {
  const simulator = simulate();
  for (const code of CODES) {
    simulator.faults.push({ kind: "code", code, times: 2 });
    const error = await rejection(call(simulator.fetch, { maxRetries: 0 }));
    simulator.faults.clear();
    assert.equal(error.code, code);
    assert.ok(error.hint.startsWith(`${code}: `) && error.hint.length > 20, error.hint);
    assert.equal(error.requestId, simulator.calls.at(-1).requestId);
  }
});

test("reply: a code that nobody knows has no hint, and is not retryable", async () => {
  const error = await rejection(callWith({ ErrorCode: 123_456, ErrorInfo: "new" }));
  assert.ok(!Object.hasOwn(error, "hint"));
  assert.equal(error.retryable, false);
});

test("reply: codes of a wrong region name the region or baseUrl in use", async () => {
  for (const code of [60_026, 70_016, 70_020]) {
    const { fetch } = record(() => Response.json({ ErrorCode: code }));
    const inDefault = await rejection(call(fetch));
    assert.match(inDefault.hint, /region "singapore"/);
    const inTokyo = await rejection(call(fetch, { region: "tokyo" }));
    assert.match(inTokyo.hint, /region "tokyo"/);
    const elsewhere = await rejection(call(fetch, { baseUrl: "https://example.com/x" }));
    assert.match(elsewhere.hint, /https:\/\/example\.com\/x/);
  }
});

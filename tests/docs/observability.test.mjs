// The recipe of docs/observability.md, run with OpenTelemetry's SDK, and the spans that come of it.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, beforeEach, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { InMemorySpanExporter, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base";
import { NodeTracerProvider } from "@opentelemetry/sdk-trace-node";
import {
  importPackage,
  MEMBER,
  PROJECT,
  RoomEngineError,
  rejection,
  SECRET_KEY,
  simulate,
  WHO,
} from "../subject.mjs";
import { read } from "./markdown.mjs";

const DOC = fileURLToPath(new URL("../../docs/observability.md", import.meta.url));

const exporter = new InMemorySpanExporter();
const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
provider.register();
beforeEach(() => exporter.reset());

const { TracedRoomEngineAdmin, traceAttempt } = await importRecipe();
const { createHandler } = await importPackage("room-engine-admin/handler");

/** The one recipe, as a module where Node finds the package by its name. */
async function importRecipe() {
  const recipes = read(DOC).blocks.filter(({ words }) => words.includes("recipe"));
  assert.equal(recipes.length, 1);
  const folder = mkdtempSync(join(PROJECT, "recipe-"));
  after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "tracing.mjs");
  writeFileSync(file, recipes[0].text);
  return import(pathToFileURL(file));
}

/** A service that is busy as often as `busy` says. */
function service(busy) {
  const members = [MEMBER.memberAccount, "user5"];
  const simulator = simulate({ rooms: { [MEMBER.roomId]: { members } } });
  let left = busy;
  return async (...given) => {
    left -= 1;
    if (left < 0) return simulator.fetch(...given);
    return new Response("busy", { status: 503, headers: { "retry-after": "0" } });
  };
}

const client = (fetch, more) => new TracedRoomEngineAdmin({ ...WHO, fetch, ...more });

/** The spans of calls, each with those of its attempts, in the order in which they began. */
function spans() {
  const finished = exporter.getFinishedSpans();
  const isBelow = (parent) => (span) =>
    span.parentSpanContext?.spanId === parent.spanContext().spanId;
  const calls = finished.filter(({ name }) => name === "updateRoomMemberInfo");
  const trees = calls.map((call) => ({ call, attempts: finished.filter(isBelow(call)) }));
  const count = trees.reduce((sum, { attempts }) => sum + 1 + attempts.length, 0);
  assert.equal(count, finished.length, "each attempt is below a call");
  return trees;
}

const milliseconds = ([seconds, nanoseconds]) => seconds * 1e3 + nanoseconds / 1e6;

test("observability: a call is a span, and each of its attempts one below it", async () => {
  await client(service(1)).updateRoomMemberInfo({ ...MEMBER, nameCard: "jack" });
  const [{ call, attempts }] = spans();
  assert.equal(call.status.code, SpanStatusCode.UNSET);
  const [busy, good] = attempts;
  for (const attempt of attempts) {
    assert.deepEqual([attempt.name, attempt.kind], ["POST", SpanKind.CLIENT]);
    assert.ok(milliseconds(attempt.startTime) >= milliseconds(call.startTime) - 1);
    assert.ok(milliseconds(attempt.endTime) <= milliseconds(call.endTime) + 1);
  }
  const { "room_engine.retry_in_ms": pause, ...first } = busy.attributes;
  assert.deepEqual(first, {
    "http.request.method": "POST",
    "http.response.status_code": 503,
    "server.address": "adminapisgp.im.qcloud.com",
    "server.port": 443,
  });
  assert.ok(pause >= 0);
  assert.equal(busy.status.code, SpanStatusCode.ERROR);
  const { "room_engine.request_id": requestId, ...second } = good.attributes;
  assert.deepEqual(second, {
    "http.request.method": "POST",
    "http.request.resend_count": 1,
    "http.response.status_code": 200,
    "server.address": "adminapisgp.im.qcloud.com",
    "server.port": 443,
    "room_engine.code": 0,
  });
  assert.match(requestId, /^Id-/);
  assert.equal(good.status.code, SpanStatusCode.UNSET);
});

test("observability: calls that wait for each other keep their attempts apart", async () => {
  const admin = client(service(2));
  const names = ["one", "two", "three"];
  await Promise.all(names.map((nameCard) => admin.updateRoomMemberInfo({ ...MEMBER, nameCard })));
  const counts = spans().map(({ attempts }) => attempts.length);
  assert.deepEqual(counts, [3, 1, 1]);
});

test("observability: a call that fails says how, and one that is aborted that it was", async () => {
  const admin = client(service(0));
  const error = await rejection(admin.updateRoomMemberInfo({ ...MEMBER, roomId: "gone" }));
  assert.ok(RoomEngineError.is(error));
  const never = client(() => new Promise(() => {}));
  const signal = AbortSignal.timeout(20);
  const reason = await rejection(never.updateRoomMemberInfo(MEMBER, { signal }));
  assert.equal(reason.name, "TimeoutError");
  const [refused, aborted] = spans();
  assert.deepEqual(refused.call.attributes, { "error.type": "api", "room_engine.code": 100_004 });
  assert.equal(refused.call.status.code, SpanStatusCode.ERROR);
  assert.equal(refused.call.status.message, error.hint);
  assert.equal(refused.attempts[0].attributes["room_engine.code"], 100_004);
  assert.deepEqual(aborted.call.attributes, { "error.type": "aborted" });
  assert.deepEqual(aborted.attempts, []);
});

test("observability: behind a handler, attempts are below the span of the request", async () => {
  const authorize = () => true;
  const options = { ...WHO, fetch: service(1), authorize, onAttempt: traceAttempt };
  const handler = createHandler(options);
  const tracer = trace.getTracer("a server");
  const body = JSON.stringify({ operation: "updateRoomMemberInfo", options: MEMBER });
  const headers = { "content-type": "application/json" };
  const { status } = await tracer.startActiveSpan("updateRoomMemberInfo", async (span) => {
    const request = new Request("https://a.example/api", { method: "POST", headers, body });
    const answer = await handler(request);
    span.end();
    return answer;
  });
  assert.equal(status, 200);
  assert.deepEqual(
    spans().map(({ attempts }) => attempts.length),
    [2],
  );
});

test("observability: no span carries a URL's query or a credential", async () => {
  const admin = client(service(1));
  await admin.updateRoomMemberInfo(MEMBER);
  await rejection(admin.updateRoomMemberInfo({ ...MEMBER, roomId: "gone" }));
  const broken = (url) => Promise.reject(new TypeError(`cannot reach ${url}`));
  await rejection(client(broken, { maxRetries: 0 }).updateRoomMemberInfo(MEMBER));
  const told = exporter.getFinishedSpans().map(({ name, attributes, status, events, links }) => {
    return { name, attributes, status, events, links };
  });
  const text = JSON.stringify(told);
  assert.equal(told.length, 7);
  for (const hidden of [SECRET_KEY, "usersig=e", "eJ", "?", "/v4/"]) {
    assert.ok(!text.includes(hidden), `${hidden} in ${text}`);
  }
});

// The handler behind a real route of a real server: what a client sees of it, and what the service.

import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { read, rows } from "../docs/markdown.mjs";
import { until } from "../node/moment.mjs";
import { MEMBER, member, RoomEngineAdmin, rejection, WHO } from "../subject.mjs";

const DOC = fileURLToPath(new URL("../../docs/handler.md", import.meta.url));

/** What mounts it, by place: as the document has its readers write it. */
export const MOUNTS = Object.fromEntries(
  rows(read(DOC), "place").map(([place, text]) => [place, text.match(/`([^`]+)`$/)?.[1]]),
);

/** Which of them Next.js runs. */
export const NEXT = "Next.js, `app/api/room-engine/route.js`";

/** What is done, in the words of the table. */
export const MOUNTED =
  "the handler: 100 calls at once from cold, who and what is let in and is not, preflights, a page's client, one that leaves";

const COLD = Array.from({ length: 100 }, (_, index) => `user${100 + index}`);
const LISTED = "https://console.example.com";
/** The longest call of the one operation that is served, in bytes: every character of it escaped. */
const LIMIT = 3981;

/** Everything that has to hold, on a server that has not answered yet. */
export async function assertMounted(url, { simulator, baseUrl }) {
  const from = simulator.calls.length;
  const answers = await Promise.all(
    COLD.map((memberAccount) => ask(url, { body: callOf({ memberAccount }) })),
  );
  for (const answer of answers) assertReply(answer);
  assert.equal(simulator.calls.length - from, COLD.length);

  await assertChanges(url, simulator);
  await assertRefusals(url, simulator);
  await assertPreflights(url, simulator);
  await assertPage(url, baseUrl);
  await assertLeaving(url, simulator);
}

async function assertChanges(url, simulator) {
  const own = new URL(url).origin;
  for (const [nameCard, headers, allowed] of [
    ["杰克 😀", {}, null],
    ["later", { authorization: "Bearer later" }, null],
    ["of its own site", { origin: own }, null],
    ["of a listed site", { origin: LISTED, "sec-fetch-site": "cross-site" }, LISTED],
    ["with a charset", { "content-type": "application/json; charset=utf-8" }, null],
  ]) {
    const answer = await ask(url, { body: callOf({ nameCard }), headers });
    assertReply(answer);
    assert.equal(answer.headers.get("access-control-allow-origin"), allowed);
    assert.equal(answer.headers.get("cache-control"), "no-store");
    assert.equal(member(simulator).nameCard, nameCard);
  }
  const longest = callOf({ role: "Admin" }).padEnd(LIMIT, " ");
  assertReply(await ask(url, { body: longest }));
  assert.equal(member(simulator).role, "Admin");
}

const REFUSALS = [
  [403, { headers: { authorization: "Bearer false" } }],
  [403, { headers: { authorization: "Bearer nothing" } }],
  [403, { headers: { authorization: "Bearer one" } }],
  [403, { headers: { authorization: "Bearer object" } }],
  [403, { headers: { authorization: "Bearer throws" } }],
  [403, { headers: { authorization: "Bearer rejects" } }],
  [403, { path: "?closed" }],
  [403, { headers: { origin: "https://evil.example" } }],
  [403, { headers: { origin: "null" } }],
  [403, { headers: { "sec-fetch-site": "cross-site" } }],
  [405, { method: "GET" }],
  [405, { method: "PUT" }],
  [405, { method: "DELETE" }],
  [415, { headers: { "content-type": "text/plain" } }],
  [415, { headers: { "content-type": "application/x-www-form-urlencoded" } }],
  [415, { headers: { "content-type": "multipart/form-data; boundary=x" } }],
  [413, { body: callOf({}).padEnd(LIMIT + 1, " ") }],
  [413, { body: () => inPieces(callOf({}).padEnd(LIMIT, " "), " ") }],
  [400, { body: "{" }],
  [400, { body: callOf({ nameCard: "x".repeat(33) }) }],
  [400, { body: callOf({ secretKey: "x" }) }],
];

/** Whoever is refused has sent nothing to the service, and learns nothing of what lies behind. */
async function assertRefusals(url, simulator) {
  const before = simulator.calls.length;
  for (const [status, asked] of REFUSALS) {
    const answer = await ask(url, asked);
    const told = `${JSON.stringify(asked)}: ${answer.text}`;
    assert.equal(answer.status, status, told);
    assert.equal(simulator.calls.length, before, told);
    assert.equal(answer.headers.get("access-control-allow-origin"), null, told);
    assert.doesNotMatch(answer.text, /session store|administrator|eJ|usersig/i);
  }
}

async function assertPreflights(url, simulator) {
  const before = simulator.calls.length;
  const preflight = (origin) =>
    ask(url, {
      method: "OPTIONS",
      headers: {
        origin,
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization,content-type",
      },
    });
  const passed = await preflight(LISTED);
  assert.equal(passed.status, 204);
  assert.equal(passed.headers.get("access-control-allow-origin"), LISTED);
  assert.match(passed.headers.get("access-control-allow-methods"), /\bPOST\b/);
  assert.equal(passed.headers.get("access-control-allow-headers"), "authorization,content-type");
  assert.match(passed.headers.get("vary"), /\bOrigin\b/i);
  const refused = await preflight("https://evil.example");
  assert.equal(refused.status, 403);
  for (const name of ["origin", "methods", "headers"]) {
    assert.equal(refused.headers.get(`access-control-allow-${name}`), null);
  }
  assert.equal(simulator.calls.length, before);
}

/** A client with an `endpoint` has what one with a key has. */
async function assertPage(endpoint, baseUrl) {
  const page = new RoomEngineAdmin({ endpoint, headers: { authorization: "Bearer true" } });
  const direct = new RoomEngineAdmin({ ...WHO, baseUrl });
  const { actionStatus, errorCode } = await page.updateRoomMemberInfo({
    ...MEMBER,
    role: "Member",
  });
  assert.deepEqual([actionStatus, errorCode], ["OK", 0]);
  const nobody = { ...MEMBER, memberAccount: "nobody" };
  const [told, expected] = await Promise.all(
    [page, direct].map((admin) => rejection(admin.updateRoomMemberInfo(nobody))),
  );
  assert.equal(told.kind, "api");
  assert.deepEqual(meaningOf(told), meaningOf(expected));
}

/** Whoever leaves while the service takes its time harms nobody else. */
async function assertLeaving(url, simulator) {
  const controller = new AbortController();
  const before = simulator.calls.length;
  const gone = ask(url, { body: callOf({ memberAccount: "slow" }), signal: controller.signal });
  gone.catch(() => {});
  await until(() => simulator.calls.length > before);
  const early = COLD.map((memberAccount) => ask(url, { body: callOf({ memberAccount }) }));
  controller.abort();
  const late = COLD.map((memberAccount) => ask(url, { body: callOf({ memberAccount }) }));
  await assert.rejects(gone, { name: "AbortError" });
  for (const answer of await Promise.all([...early, ...late])) assertReply(answer);
}

const meaningOf = ({ message, kind, code, hint, retryable, attempts }) => ({
  ...{ message, kind, code, hint, retryable, attempts },
});

function callOf(options) {
  return JSON.stringify({
    operation: "updateRoomMemberInfo",
    options: { ...MEMBER, ...options },
  });
}

/** One request of an operator's, unless it says otherwise. */
async function ask(url, { path = "", method = "POST", headers, body = callOf({}), signal } = {}) {
  const isPlain = method === "GET" || method === "OPTIONS";
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { "content-type": "application/json", authorization: "Bearer true", ...headers },
    body: isPlain ? undefined : typeof body === "function" ? body() : body,
    duplex: "half",
    redirect: "manual",
    signal,
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** A body that does not say how long it is. */
const inPieces = (...pieces) => ReadableStream.from(pieces.map((piece) => Buffer.from(piece)));

function assertReply({ status, text }) {
  assert.equal(status, 200, text);
  assert.equal(JSON.parse(text).ErrorCode, 0, text);
}

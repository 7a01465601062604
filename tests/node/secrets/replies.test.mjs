// A reply that is good may quote the request as well: nobody gets to see that.

import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { MEMBER, RoomEngineAdmin, rejection, WHO } from "../../subject.mjs";
import { ask, createHandler } from "../handler/setup.mjs";

const PIECE = 12;

/** Ways in which gateways write a text that they quote. */
const WRITINGS = {
  "as it is": (text) => text,
  "percent-encoded": (text) => percent(text),
  "percent-encoded twice": (text) => percent(percent(text)),
  "in lines of 64": (text) => text.replace(/.{64}/g, "$&\n"),
  "in lines of 64 with Windows' ends": (text) => text.replace(/.{64}/g, "$&\r\n"),
  "as HTML entities": (text) => entities(text, (code) => `&#${code};`),
  "as HTML entities in hex": (text) => entities(text, (code) => `&#x${code.toString(16)};`),
  "escaped for JavaScript": (text) =>
    entities(text, (code) => `\\x${code.toString(16).padStart(2, "0")}`),
  "escaped for JSON": (text) =>
    entities(text, (code) => `\\u${code.toString(16).padStart(4, "0")}`),
  "JSON in JSON": (text) => JSON.stringify(JSON.stringify({ url: text })),
  "percent-encoded entities": (text) => percent(entities(text, (code) => `&#${code};`)),
  "its last part": (text) => text.slice(-60),
  "a piece of its middle": (text) => text.slice(70, 90),
  "with zero-width characters": (text) => [...text].join("\u200b"),
  "with tabs": (text) => text.replace(/.{5}/g, "$&\t"),
};

const percent = (text) =>
  [...text].map((c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`).join("");
const entities = (text, write) => [...text].map((c) => write(c.charCodeAt(0))).join("");

/** A client of a gateway that quotes the UserSig everywhere, and all that is told of its calls. */
function setUp(write, code) {
  const told = [];
  let userSig;
  const fetch = (url) => {
    userSig = new URL(url).searchParams.get("usersig");
    const said = `for ${write(userSig)} here`;
    const RoomInfo = { RoomName: said, Owner_Account: said, RoomType: said };
    const texts = { ActionStatus: said, ErrorInfo: said, RequestId: said };
    return Response.json({ ErrorCode: code, ...texts, Response: { RoomInfo } });
  };
  const tell = (...given) => told.push(...given);
  const logger = { error: tell, warn: tell, info: tell, debug: tell };
  const options = { fetch, logger, logLevel: "debug", onAttempt: tell, maxRetries: 0 };
  const who = { ...WHO, baseUrl: "https://gateway.example", ...options };
  return { who, told, userSig: () => userSig, write };
}

/** Nothing of what is told can be put together to the UserSig again. */
function assertClean(shown, { userSig, write }, kept) {
  const text = inspect(shown, { depth: 9, maxStringLength: null, breakLength: Infinity });
  const written = write(userSig());
  for (let at = 0; at + PIECE <= written.length; at += PIECE) {
    const piece = inspect(written.slice(at, at + 3 * PIECE)).slice(1, -1);
    assert.ok(!text.includes(piece), `${piece} in ${text}`);
  }
  if (kept) assert.match(text, /withheld/);
}

for (const [what, write] of Object.entries(WRITINGS)) {
  test(`secrets: a good reply that quotes the UserSig ${what} is cleaned`, async () => {
    const quoting = setUp(write, 0);
    const admin = new RoomEngineAdmin(quoting.who);
    const reply = await admin.getRoomInfo({ roomId: "r" });
    const response = await admin.request(
      "room_engine_http_srv/get_room_info",
      {},
      { effect: "read" },
    );
    assert.equal(reply.errorCode, 0);
    assertClean([reply, response, quoting.told], quoting, true);
  });

  test(`secrets: a refusal that quotes the UserSig ${what} is cleaned`, async () => {
    const quoting = setUp(write, 100_004);
    const error = await rejection(new RoomEngineAdmin(quoting.who).updateRoomMemberInfo(MEMBER));
    assert.equal(error.code, 100_004);
    assertClean([{ ...error }, error.message, error.stack, quoting.told], quoting, true);
  });

  test(`secrets: a page gets nothing of a UserSig that is quoted ${what}`, async () => {
    for (const code of [0, 100_004]) {
      const quoting = setUp(write, code);
      const handler = createHandler({ ...quoting.who, authorize: () => true });
      const answer = await handler(ask());
      assertClean([await answer.text(), [...answer.headers]], quoting, true);
    }
  });
}

test("secrets: a text of the service that quotes nothing comes through", async () => {
  const fetch = () => Response.json({ ErrorCode: 0, ErrorInfo: "a remark", RequestId: "Id-1" });
  const reply = await new RoomEngineAdmin({ ...WHO, fetch }).updateRoomMemberInfo(MEMBER);
  assert.deepEqual([reply.errorInfo, reply.requestId], ["a remark", "Id-1"]);
});

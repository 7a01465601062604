// What goes out: the URL, its query, the body and the headers.

import assert from "node:assert/strict";
import { test } from "node:test";
import { MEMBER, PATH, RoomEngineAdmin, updateRoomMemberInfo, WHO } from "../subject.mjs";
import { ok, parameter, record, recordAnswers, refusal } from "./recorder.mjs";
import { bodyOf, serveRaw } from "./server.mjs";
import { TRANSPORTS } from "./transports.mjs";

/** The first exchange of a call with these options. */
async function sent(options) {
  const { fetch, exchanges } = record();
  await updateRoomMemberInfo({ ...WHO, ...MEMBER, fetch, ...options });
  return exchanges[0];
}

// https://trtc.io/document/34620
const HOSTS = {
  singapore: "adminapisgp.im.qcloud.com",
  china: "console.tim.qq.com",
  seoul: "adminapikr.im.qcloud.com",
  tokyo: "adminapijpn.im.qcloud.com",
  frankfurt: "adminapiger.im.qcloud.com",
  "silicon-valley": "adminapiusa.im.qcloud.com",
  jakarta: "adminapiidn.im.qcloud.com",
};

test("request: each region's calls go to its host, and to Singapore when none is named", async () => {
  for (const [region, host] of Object.entries(HOSTS)) {
    const { url } = await sent({ region });
    assert.ok(url.startsWith(`https://${host}${PATH}?`), `${region}: ${url}`);
  }
  assert.equal(new URL((await sent({})).url).host, HOSTS.singapore);
});

test("request: baseUrl takes the place of the host, with its port and path", async () => {
  for (const [baseUrl, start] of [
    ["https://example.com", "https://example.com"],
    ["https://example.com/", "https://example.com"],
    ["https://example.com:8443/gate/way//", "https://example.com:8443/gate/way"],
    ["http://127.0.0.1:8787", "http://127.0.0.1:8787"],
    ["http://localhost:1", "http://localhost:1"],
    ["http://[::1]:3000/x", "http://[::1]:3000/x"],
  ]) {
    const { url } = await sent({ baseUrl });
    assert.ok(url.startsWith(`${start}${PATH}?`), `${baseUrl}: ${url}`);
  }
});

test("request: the query holds exactly the five parameters", async () => {
  const exchange = await sent({});
  const query = exchange.url.slice(exchange.url.indexOf("?") + 1);
  const names = query.split("&").map((pair) => pair.slice(0, pair.indexOf("=")));
  assert.deepEqual(names, ["sdkappid", "identifier", "usersig", "random", "contenttype"]);
  assert.equal(parameter(exchange, "sdkappid"), "1400000000");
  assert.equal(parameter(exchange, "identifier"), "administrator");
  assert.match(parameter(exchange, "usersig"), /^e[A-Za-z0-9*_-]{100,}$/);
  assert.match(parameter(exchange, "random"), /^(0|[1-9][0-9]*)$/);
  assert.equal(parameter(exchange, "contenttype"), "json");
  assert.ok(!exchange.url.includes("#"));
});

test("request: no identifier can change the query", async () => {
  for (const identifier of [
    "a&random=1",
    "a#b",
    "a b+c%20",
    "管理员",
    "👩‍🚀",
    "'\"\\",
    "\n\t",
    "..",
    "/?",
  ]) {
    const exchange = await sent({ identifier });
    assert.equal(parameter(exchange, "identifier"), identifier);
    assert.equal([...new URL(exchange.url).searchParams].length, 5, identifier);
    assert.ok(/^[\x21-\x7e]*$/.test(exchange.url), exchange.url);
  }
});

test("request: the body is the vendor's sample, to the letter", async () => {
  const { init } = await sent({ customInfo: "custom info", role: "Admin", nameCard: "jack" });
  assert.equal(
    init.body,
    '{"RoomId":"room-test","MemberInfo":{"Member_Account":"user4",' +
      '"NameCard":"jack","Role":"Admin","CustomInfo":"custom info"}}',
  );
});

test("request: an absent field is absent from the body, and an empty text is in it", async () => {
  const info = async (options) => JSON.parse((await sent(options)).init.body).MemberInfo;
  assert.deepEqual(await info({}), { Member_Account: "user4" });
  assert.deepEqual(await info({ nameCard: undefined, role: null }), { Member_Account: "user4" });
  assert.deepEqual(await info({ nameCard: "", customInfo: "" }), {
    Member_Account: "user4",
    NameCard: "",
    CustomInfo: "",
  });
  assert.deepEqual(await info({ role: "Member" }), { Member_Account: "user4", Role: "Member" });
});

const TEXTS = {
  "quotes and backslashes": '"\\"\\\\/',
  "control characters": "\u0000\b\f\n\r\t\u001f\u007f",
  "line separators": "\u2028\u2029",
  "Chinese of 30 bytes": "一二三四五六七八九十",
  "emoji of 32 bytes": "😀😁😂🤣😃😄😅😆",
  "a replacement character": "\ufffd",
  "a byte order mark": "\ufeffx",
  "combining characters": "e\u0301\u200d",
  "something like a tag": "</script><!--",
};

for (const [transport, fetch] of Object.entries(TRANSPORTS)) {
  for (const [what, text] of Object.entries(TEXTS)) {
    test(`request: ${what} arrive as they are, with ${transport}`, async (t) => {
      const bodies = [];
      const baseUrl = await serveRaw(t, async (request, response) => {
        bodies.push(await bodyOf(request));
        response.end('{"ErrorCode":0}');
      });
      const options = { roomId: text, memberAccount: text, nameCard: text, customInfo: text };
      await updateRoomMemberInfo({ ...WHO, baseUrl, fetch, ...options });
      const body = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bodies[0]));
      assert.deepEqual(body, {
        RoomId: text,
        MemberInfo: { Member_Account: text, NameCard: text, CustomInfo: text },
      });
    });
  }

  test(`request: an attempt is a POST of JSON, and its headers say no more than that, with ${transport}`, async (t) => {
    const requests = [];
    const baseUrl = await serveRaw(t, async ({ method, url, headers, ...request }, response) => {
      requests.push({ method, url, headers, request });
      response.end('{"ErrorCode":0}');
    });
    await updateRoomMemberInfo({ ...WHO, baseUrl, fetch, ...MEMBER, nameCard: "一" });
    const [{ method, url, headers }] = requests;
    assert.equal(method, "POST");
    assert.ok(url.startsWith(`${PATH}?sdkappid=1400000000&identifier=administrator&usersig=e`));
    assert.equal(headers["content-type"], "application/json");
    const body = '{"RoomId":"room-test","MemberInfo":{"Member_Account":"user4","NameCard":"一"}}';
    assert.equal(headers["content-length"], String(Buffer.byteLength(body)));
    assert.equal(headers.authorization, undefined);
    assert.equal(headers.cookie, undefined);
  });
}

test("request: random is a fresh number of the full 32 bits for each attempt", async () => {
  const { fetch, exchanges } = record();
  const admin = new RoomEngineAdmin({ ...WHO, fetch, callsPerSecond: 0 });
  await Promise.all(Array.from({ length: 400 }, () => admin.updateRoomMemberInfo(MEMBER)));
  const numbers = exchanges.map((exchange) => Number(parameter(exchange, "random")));
  for (const number of numbers) {
    assert.ok(Number.isInteger(number) && number >= 0 && number < 2 ** 32, String(number));
  }
  // 400 numbers of 32 bits: two alike happen once in 50 000 runs, three alike never.
  assert.ok(new Set(numbers).size >= 398);
  for (const bit of [31, 30, 16, 1, 0]) {
    const set = numbers.filter((number) => Math.floor(number / 2 ** bit) % 2 === 1).length;
    assert.ok(set > 80 && set < 320, `bit ${bit} is set in ${set} of 400`);
  }
});

test("request: a repeated attempt differs in random and in nothing that the caller gave", async () => {
  const { fetch, exchanges } = recordAnswers(() => refusal(70_001), ok);
  await updateRoomMemberInfo({ ...WHO, ...MEMBER, nameCard: "jack", fetch });
  const [first, second] = exchanges;
  assert.notEqual(parameter(first, "random"), parameter(second, "random"));
  assert.equal(first.init.body, second.init.body);
  assert.equal(new URL(first.url).host, new URL(second.url).host);
});

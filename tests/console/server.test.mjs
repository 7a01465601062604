// The console's server: who gets in, and what that lets them do.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { DEMO, load, makeConsole, settingsFrom } from "./setup.mjs";

const { hashPassword, isPassword } = await load("server/password.mjs");
const { checkSettings } = await load("server/check.mjs");
const { createLimiter } = await load("server/rate.mjs");

const SESSION_KEY = "0123456789abcdefghijklmnopqrstuvwxyz";
const OTHER_KEY = "zyxwvutsrqponmlkjihgfedcba9876543210";
const SITE = "https://console.example.com";
const JSON_TYPE = { "content-type": "application/json" };
const CALL = {
  operation: "updateRoomMemberInfo",
  options: { roomId: "room-test", memberAccount: "user4", nameCard: "jack" },
};

const get = (path, headers) => new Request(SITE + path, { headers });
const post = (path, body, headers) =>
  new Request(SITE + path, {
    method: "POST",
    headers: { ...JSON_TYPE, ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });

async function signedIn(app, who = DEMO) {
  const answer = await app.fetch(post("/api/sign-in", who), { address: "192.0.2.1" });
  assert.equal(answer.status, 200);
  return answer.headers.get("set-cookie");
}

const pairOf = (cookie) => cookie.split(";")[0];

describe("sign-in", () => {
  test("sign-in: gives a cookie that scripts, other sites and plain http cannot have", async () => {
    const cookie = await signedIn(makeConsole());
    const [pair, ...attributes] = cookie.split("; ");
    assert.match(pair, /^__Host-session=[\w-]+\.[\w-]{43}$/);
    assert.deepEqual(attributes.sort(), [
      "HttpOnly",
      "Max-Age=28800",
      "Path=/",
      "SameSite=Strict",
      "Secure",
    ]);
  });

  test("sign-in: on plain http the cookie has no Secure, which browsers would refuse there", async () => {
    const request = new Request("http://127.0.0.1:8080/api/sign-in", {
      method: "POST",
      headers: JSON_TYPE,
      body: JSON.stringify(DEMO),
    });
    const cookie = (await makeConsole().fetch(request)).headers.get("set-cookie");
    assert.match(cookie, /^session=/);
    assert.doesNotMatch(cookie, /Secure/);
  });

  test("sign-in: behind a gateway, the public origin decides", async () => {
    const app = makeConsole({ PUBLIC_ORIGIN: SITE });
    const request = new Request("http://console.example.com/api/sign-in", {
      method: "POST",
      headers: { ...JSON_TYPE, origin: SITE },
      body: JSON.stringify(DEMO),
    });
    assert.match((await app.fetch(request)).headers.get("set-cookie"), /^__Host-session=.*Secure/);
  });

  for (const [what, who] of Object.entries({
    "a wrong password": { ...DEMO, password: "simulatoR" },
    "an unknown operator": { ...DEMO, operator: "nobody" },
    "an operator named like a property": { ...DEMO, operator: "__proto__" },
  })) {
    test(`sign-in: ${what} gets 401 and no cookie`, async () => {
      const answer = await makeConsole().fetch(post("/api/sign-in", who));
      assert.deepEqual([answer.status, answer.headers.get("set-cookie")], [401, null]);
    });
  }

  for (const [what, body, headers] of [
    ["no JSON", "operator=demo"],
    ["a form's type", DEMO, { "content-type": "application/x-www-form-urlencoded" }],
    ["a number for a name", { ...DEMO, operator: 1 }],
    ["null", "null"],
    ["a long body", { ...DEMO, password: "x".repeat(3000) }],
  ]) {
    test(`sign-in: ${what} gets 400`, async () => {
      const answer = await makeConsole().fetch(post("/api/sign-in", body, headers));
      assert.equal(answer.status, 400);
    });
  }

  for (const path of ["/api/sign-in", "/api/sign-out"]) {
    test(`sign-in: a page of another site cannot ask for ${path}`, async () => {
      const headers = { origin: "https://evil.example", "sec-fetch-site": "cross-site" };
      assert.equal((await makeConsole().fetch(post(path, DEMO, headers))).status, 403);
    });
  }

  test("sign-in: is refused for a while after five wrong passwords, also with the right one", async () => {
    const app = makeConsole();
    const attempt = (password, address = "192.0.2.1") =>
      app.fetch(post("/api/sign-in", { ...DEMO, password }), { address });
    for (let count = 0; count < 5; count += 1) assert.equal((await attempt("wrong")).status, 401);
    const refused = await attempt(DEMO.password);
    assert.equal(refused.status, 429);
    const wait = Number(refused.headers.get("retry-after"));
    assert.ok(wait > 290 && wait <= 300, String(wait));
    assert.equal((await attempt(DEMO.password, "192.0.2.2")).status, 200, "from elsewhere");
    app.clock.ahead = wait * 1000;
    assert.equal((await attempt(DEMO.password)).status, 200, "when the time is over");
  });

  test("sign-in: counts what comes at once, too", async () => {
    const app = makeConsole();
    const wrong = Array.from({ length: 8 }, () =>
      app.fetch(post("/api/sign-in", { ...DEMO, password: "no" }), { address: "192.0.2.1" }),
    );
    const statuses = (await Promise.all(wrong)).map(({ status }) => status);
    assert.equal(statuses.filter((status) => status === 401).length, 5);
    assert.equal(statuses.filter((status) => status === 429).length, 3);
  });

  test("sign-in: one address cannot go through many operators", async () => {
    const app = makeConsole();
    const statuses = [];
    for (let index = 0; index < 31; index += 1) {
      const answer = await app.fetch(post("/api/sign-in", { ...DEMO, operator: `o${index}` }), {
        address: "192.0.2.7",
      });
      statuses.push(answer.status);
    }
    assert.equal(statuses.indexOf(429), 30);
  });
});

describe("a session", () => {
  test("session: says who it is, until its time is over", async () => {
    const app = makeConsole();
    const cookie = pairOf(await signedIn(app));
    const who = async () =>
      (await (await app.fetch(get("/api/session", { cookie }))).json()).operator;
    assert.equal(await who(), "demo");
    app.clock.ahead = 8 * 60 * 60 * 1000 - 5000;
    assert.equal(await who(), "demo");
    app.clock.ahead += 5001;
    assert.equal(await who(), undefined);
  });

  test("session: is refused when anything in it was changed", async () => {
    const app = makeConsole();
    const cookie = pairOf(await signedIn(app));
    const start = "__Host-session=".length;
    const dot = cookie.indexOf(".");
    const who = async (changed) =>
      (await (await app.fetch(get("/api/session", { cookie: changed }))).json()).operator;
    assert.equal(await who(cookie), "demo");
    for (let index = start; index < cookie.length; index += 1) {
      // The last character of base64 may hold bits that stand for nothing.
      if (index === dot - 1 || index === cookie.length - 1) continue;
      const other = cookie[index] === "A" ? "B" : "A";
      const changed = cookie.slice(0, index) + other + cookie.slice(index + 1);
      assert.equal(await who(changed), undefined, `character ${index}`);
    }
    const forged = btoa(JSON.stringify({ operator: "demo", expiresAt: Date.now() + 1e9 }));
    for (const value of ["", ".", "a.b", "a.b.c", `${forged}.${cookie.slice(dot + 1)}`]) {
      assert.equal(await who(`__Host-session=${value}`), undefined, value);
    }
  });

  test("session: of another server, or of an operator with a new password, is worth nothing", async () => {
    const env = {
      OPERATORS: `ann=${await hashPassword("the first one", 100_000)}`,
      SESSION_KEY,
    };
    const ann = { operator: "ann", password: "the first one" };
    const cookie = pairOf(await signedIn(makeConsole(env), ann));
    const seenBy = async (changed) => {
      const answer = await makeConsole({ ...env, ...changed }).fetch(
        get("/api/session", { cookie }),
      );
      return (await answer.json()).operator;
    };
    assert.equal(await seenBy({}), "ann");
    assert.equal(await seenBy({ SESSION_KEY: OTHER_KEY }), undefined);
    assert.equal(
      await seenBy({ OPERATORS: `ann=${await hashPassword("another", 100_000)}` }),
      undefined,
    );
  });

  test("session: tells a stranger nothing but that there is a simulator", async () => {
    const told = await (await makeConsole().fetch(get("/api/session"))).json();
    const { operator, password } = DEMO;
    assert.deepEqual(told, { isSimulator: true, demo: { operator, password } });
  });
});

describe("the handler behind it", () => {
  test("handler: sends nothing for those who have not signed in", async () => {
    const app = makeConsole();
    for (const cookie of ["", "__Host-session=a.b"]) {
      assert.equal((await app.fetch(post("/api/room-engine", CALL, { cookie }))).status, 403);
    }
    assert.deepEqual([app.simulator.calls.length, app.lines.length], [0, 0]);
  });

  test("handler: makes the call of an operator, and the log says whose it was", async () => {
    const app = makeConsole();
    const cookie = pairOf(await signedIn(app));
    const answer = await app.fetch(post("/api/room-engine", CALL, { cookie }));
    assert.equal(answer.status, 200);
    assert.equal(app.simulator.rooms["room-test"].members.user4.nameCard, "jack");
    const { at, ...line } = app.lines.at(-1);
    assert.ok(!Number.isNaN(Date.parse(at)));
    assert.deepEqual(line, {
      operator: "demo",
      operation: "updateRoomMemberInfo",
      roomId: "room-test",
      members: ["user4"],
      outcome: "done",
      code: 0,
      requestId: app.simulator.calls[0].requestId,
    });
  });
});

describe("every answer", () => {
  for (const path of [
    "/",
    "/icon.svg",
    "/api/session",
    "/api/room-engine",
    "/api/nothing",
    "/nothing",
  ]) {
    test(`answers: ${path} says what the browser may do`, async () => {
      const { headers } = await makeConsole().fetch(get(path));
      const policy = headers.get("content-security-policy");
      for (const rule of [
        "default-src 'none'",
        "frame-ancestors 'none'",
        "script-src 'self' 'wasm-unsafe-eval'",
      ]) {
        assert.ok(policy.split("; ").includes(rule), policy);
      }
      assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'|https?:|\*/);
      assert.equal(headers.get("x-content-type-options"), "nosniff");
      assert.equal(headers.get("referrer-policy"), "no-referrer");
      assert.match(headers.get("strict-transport-security"), /^max-age=/);
    });
  }

  test("answers: comes from the page's folder and nowhere else", async () => {
    const app = makeConsole();
    const paths = [
      "/../package.json",
      "/..%2fpackage.json",
      "/assets/../../package.json",
      "/server/app.mjs",
      "//etc/passwd",
    ];
    for (const path of paths) assert.equal((await app.fetch(get(path))).status, 404, path);
    assert.equal((await app.fetch(new Request(`${SITE}/`, { method: "PUT" }))).status, 405);
  });
});

describe("settings", () => {
  const WHO = { SDK_APP_ID: "1400000000", IDENTIFIER: "administrator", SECRET_KEY: "any text" };

  test("settings: name all that is missing for the real service, and repeat no secret", () => {
    const { message } = raised(() => settingsFrom({ SECRET_KEY: "very-secret" }));
    assert.match(message, /^SDK_APP_ID, IDENTIFIER, OPERATORS, SESSION_KEY must be set/);
    assert.doesNotMatch(message, /very-secret/);
  });

  test("settings: refuse what would be no protection", async () => {
    const OPERATORS = `ann=${await hashPassword("long enough", 100_000)}`;
    const full = { ...WHO, OPERATORS, SESSION_KEY };
    assert.equal(settingsFrom(full).service.sdkAppId, 1400000000);
    for (const [wrong, words] of [
      [{ SESSION_KEY: "short" }, /SESSION_KEY/],
      [{ SESSION_KEY: " ".repeat(40) }, /SESSION_KEY/],
      [{ SESSION_KEY: `a${"\u3000".repeat(40)}` }, /SESSION_KEY/],
      [{ SESSION_KEY: "ab".repeat(30) }, /SESSION_KEY/],
      [{ OPERATORS: "ann=plain-password" }, /password hash/],
      [{ OPERATORS: " , " }, /OPERATORS/],
      [{ OPERATORS: OPERATORS.replace("ann", "") }, /name=hash/],
      [{ OPERATORS: `${OPERATORS},${OPERATORS}` }, /once/],
      [{ OPERATORS: OPERATORS.replace(".100000.", ".1.") }, /iterations/],
      [{ OPERATORS: OPERATORS.replace(".100000.", ".99999.") }, /iterations/],
      [{ OPERATORS: `${OPERATORS}:admin` }, /role of ann/],
      [{ OPERATORS: `${OPERATORS}:owner:` }, /rooms of ann/],
      [{ OPERATORS: `${OPERATORS}:owner:50%` }, /rooms of ann have a %/],
      [{ OPERATORS: `${OPERATORS}:owner:a:b` }, /rooms of ann/],
      [{ SESSION_SECONDS: "soon" }, /SESSION_SECONDS/],
      [{ SESSION_SECONDS: "0" }, /SESSION_SECONDS/],
      [{ SESSION_SECONDS: "1e9" }, /SESSION_SECONDS/],
      [{ PUBLIC_ORIGIN: "file:///x" }, /PUBLIC_ORIGIN/],
      [{ PUBLIC_ORIGIN: "console.example.com" }, /PUBLIC_ORIGIN/],
      [{ PUBLIC_ORIGIN: "https://console.example.com/admin" }, /PUBLIC_ORIGIN/],
      [{ PUBLIC_ORIGIN: "https://ann:pw@console.example.com" }, /PUBLIC_ORIGIN/],
      [{ ADDRESS_HEADER: "x forwarded" }, /ADDRESS_HEADER/],
      [{ SDK_APP_ID: "my-app" }, /SDK_APP_ID/],
      [{ SECRET_KEY: " " }, /SECRET_KEY/],
    ]) {
      const { message } = raised(() => settingsFrom({ ...full, ...wrong }));
      assert.match(message, words, JSON.stringify(wrong));
      assert.doesNotMatch(message, /plain-password/);
    }
  });

  test("settings: an operator nobody could sign in as, or who would have no room, is refused", async () => {
    const hash = await hashPassword("long enough", 100_000);
    const [name, iterations, salt, key] = hash.split(".");
    for (const [entry, words] of [
      [`${name}.600000..`, /^OPERATORS: .*salt of at least 8 bytes and a key of 32/],
      [`${name}.600000.${salt}.`, /^OPERATORS: .*key/],
      [`${name}.600000..${key}`, /^OPERATORS: .*salt/],
      [`${name}.600000.${salt}.${key.slice(4)}`, /^OPERATORS: .*key/],
      [`${name}.600000.${salt}.%${key.slice(1)}`, /^OPERATORS: .*key/],
      [`${name}.${iterations}.${salt}.${key}.more`, /^OPERATORS: .*form/],
      [`${hash}:owner:|`, /^OPERATORS: the rooms of ann/],
      [`${hash}:owner:class-*|`, /^OPERATORS: the rooms of ann/],
      [`${hash}:boss`, /^OPERATORS: the role of ann/],
    ]) {
      const { message } = raised(() => settingsFrom({ OPERATORS: `ann=${entry}` }));
      assert.match(message, words, entry);
      assert.ok(!message.includes(key.slice(4)), message);
    }
  });

  for (const [wrong, words] of [
    [{ REGION: "mars" }, /^REGION must be "singapore" or .*; it is "mars"$/],
    [{ REGION: "Singapore" }, /^REGION .*did you mean "singapore".*; it is "Singapore"$/],
    [{ REGION: " singapore" }, /^REGION .*; it is " singapore"$/],
    [
      { PUBLIC_ORIGIN: "https://my~console.internal" },
      /^PUBLIC_ORIGIN .*such as https.*my~console/,
    ],
    [
      { PUBLIC_ORIGIN: "https://a~b.example" },
      /^PUBLIC_ORIGIN .*; it is "https:\/\/a~b\.example"$/,
    ],
    [{ PUBLIC_ORIGIN: "https://*" }, /^PUBLIC_ORIGIN .*; it is "https:\/\/\*"$/],
  ]) {
    test(`settings: ${JSON.stringify(wrong)} is refused before anybody calls`, async () => {
      const OPERATORS = `ann=${await hashPassword("long enough", 100_000)}`;
      const full = { ...WHO, OPERATORS, SESSION_KEY, ...wrong };
      await assert.rejects(checkSettings(settingsFrom(full)), { message: words });
    });
  }

  test("settings: what the package takes is let through, and the check asks nobody", async (t) => {
    const OPERATORS = `ann=${await hashPassword("long enough", 100_000)}`;
    const full = { ...WHO, OPERATORS, SESSION_KEY };
    const asked = t.mock.method(globalThis, "fetch", () => assert.fail("the network was used"));
    for (const more of [
      {},
      { REGION: "china" },
      { PUBLIC_ORIGIN: "https://console.example.com:8443" },
    ]) {
      await checkSettings(settingsFrom({ ...full, ...more }));
    }
    await checkSettings(settingsFrom({}));
    await checkSettings(settingsFrom({ PUBLIC_ORIGIN: "http://localhost:8080" }));
    assert.equal(asked.mock.callCount(), 0);
  });

  test("settings: with credentials there is neither a demo nor a simulator", async () => {
    const OPERATORS = `ann=${await hashPassword("long enough", 100_000)}`;
    const app = makeConsole({ ...WHO, OPERATORS, SESSION_KEY });
    assert.deepEqual(await (await app.fetch(get("/api/session"))).json(), { isSimulator: false });
    assert.deepEqual(app.simulator, undefined);
    assert.equal((await app.fetch(post("/api/sign-in", DEMO))).status, 401);
  });
});

test("settings: a password's hash fits it alone, in any way to write its letters", async () => {
  const hash = await hashPassword("caf\u00e9 au lait", 100_000);
  assert.equal(await isPassword("cafe\u0301 au lait", hash), true);
  assert.equal(await isPassword("cafe au lait", hash), false);
  assert.notEqual(hash, await hashPassword("caf\u00e9 au lait", 100_000));
});

test("limiter: it does not grow without end", () => {
  const limiter = createLimiter({ times: 1, seconds: 60 });
  for (let index = 0; index < 10_001; index += 1) limiter.take(`k${index}`);
  assert.equal(limiter.wait("k0"), 0, "the oldest was forgotten");
  assert.ok(limiter.wait("k10000") > 0, "the latest was not");
});

function raised(action) {
  try {
    action();
  } catch (error) {
    return error;
  }
  return assert.fail("nothing was thrown");
}

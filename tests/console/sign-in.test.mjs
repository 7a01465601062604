// Signing in when somebody tries it too often, all at once, or from everywhere.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { DEMO, load, makeConsole } from "./setup.mjs";

const { networkOf } = await load("server/address.mjs");
const { createLimiter, createQueue } = await load("server/rate.mjs");
const { createSignIn } = await load("server/sign-in.mjs");
const { hashPassword } = await load("server/password.mjs");

const SITE = "https://console.example.com";

const post = (body) =>
  new Request(`${SITE}/api/sign-in`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });

const WRONG = { ...DEMO, password: "wrong" };
const attempt = (app, who, address) => app.fetch(post(who), { address });

describe("sign-in: networks", () => {
  for (const [address, network] of [
    ["192.0.2.1", "192.0.2.1"],
    ["::ffff:192.0.2.1", "192.0.2.1"],
    ["::ffff:c000:201", "192.0.2.1"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:DB8:1:2::9", "2001:db8:1:2::/64"],
    ["2001:db8::1", "2001:db8:0:0::/64"],
    ["fe80::1%eth0", "fe80:0:0:0::/64"],
    ["::1", "0:0:0:0::/64"],
    ["1.2.3.4:5678", "1.2.3.4"],
    ["[2001:db8::1]:443", "2001:db8:0:0::/64"],
    ["[2001:db8::1]", "2001:db8:0:0::/64"],
    ["[::ffff:192.0.2.1]:80", "192.0.2.1"],
    ["[fe80::1%eth0]:80", "fe80:0:0:0::/64"],
    ["spoof, 1.2.3.4", "1.2.3.4"],
    ["192.0.2.1, 192.0.2.2 , [2001:db8::1]:443", "2001:db8:0:0::/64"],
    ["1.2.3.4, spoof", undefined],
    ["999.1.1.1", undefined],
    ["unknown", undefined],
    ["null", undefined],
    ["12:34", undefined],
    ["", undefined],
    [null, undefined],
    [undefined, undefined],
  ]) {
    test(`sign-in: ${address} is counted as ${network}`, () =>
      assert.equal(networkOf(address), network));
  }

  test("sign-in: all addresses of one /64 share their attempts, those of the next do not", async () => {
    const app = makeConsole();
    for (let host = 1; host <= 5; host += 1) {
      assert.equal((await attempt(app, WRONG, `2001:db8:7:7::${host}`)).status, 401);
    }
    assert.equal((await attempt(app, DEMO, "2001:db8:7:7:ffff::1")).status, 429);
    assert.equal((await attempt(app, DEMO, "2001:db8:7:8::1")).status, 200);
  });
});

describe("sign-in: addresses of a gateway", () => {
  const behind = (value) => {
    const request = post(WRONG);
    if (value !== undefined) request.headers.set("x-client", value);
    return request;
  };

  test("sign-in: ports, brackets and made-up elements of a list get nobody more attempts", async () => {
    const app = makeConsole({ ADDRESS_HEADER: "x-client" });
    const told = ["1.2.3.4:1", "1.2.3.4:2", "spoof, 1.2.3.4", "5.6.7.8, 1.2.3.4:3", "1.2.3.4"];
    for (const value of told) assert.equal((await app.fetch(behind(value))).status, 401);
    assert.equal((await app.fetch(behind("9.9.9.9, 1.2.3.4:4"))).status, 429);
  });

  for (const value of [undefined, "", "unix:", "1.2.3.4, _hidden"]) {
    test(`sign-in: without an address (${JSON.stringify(value)}) it is slower, and locks nobody out`, async () => {
      const delays = [];
      const sleep = async (ms) => delays.push(ms);
      const app = makeConsole({ ADDRESS_HEADER: "x-client" }, { sleep });
      for (let count = 0; count < 40; count += 1) {
        assert.equal((await app.fetch(behind(value))).status, 401);
      }
      assert.deepEqual([delays.length, delays.at(-1)], [30, 8000]);
      const right = new Request(behind(value), { body: JSON.stringify(DEMO), method: "POST" });
      assert.equal((await app.fetch(right)).status, 200);
      assert.ok(app.lines.every((line) => !("network" in line)));
    });
  }
});

describe("sign-in: many at once", () => {
  test("queue: so many perform at once, so many wait, and the rest is turned away", async () => {
    const { perform, isFull } = createQueue({ most: 2, queue: 3 });
    const releases = [];
    let [underWay, most] = [0, 0];
    const work = async () => {
      most = Math.max(most, (underWay += 1));
      await new Promise((resolve) => releases.push(resolve));
      underWay -= 1;
      return "done";
    };
    const all = Array.from({ length: 9 }, () => perform(work));
    assert.equal(isFull(), true);
    const turnedAway = await Promise.all(all.slice(5));
    assert.deepEqual(turnedAway, Array(4).fill(undefined));
    for (let count = 0; count < 5; count += 1) {
      while (releases.length === 0) await new Promise((resolve) => setImmediate(resolve));
      releases.shift()();
    }
    assert.deepEqual(await Promise.all(all.slice(0, 5)), Array(5).fill("done"));
    assert.equal(most, 2);
  });

  test("queue: work that fails gives its place back, and so does work that never ends", async () => {
    let time = 0;
    const { perform } = createQueue({ most: 1, queue: 0, now: () => time });
    await assert.rejects(
      perform(() => Promise.reject(new Error("no"))),
      /no/,
    );
    void perform(() => new Promise(() => {}));
    assert.equal(await perform(async () => "next"), undefined);
    time = 31_000;
    assert.equal(await perform(async () => "next"), "next");
  });

  test("sign-in: thirty at once get 401 or 503 with Retry-After, and are not all derived", async () => {
    const app = makeConsole();
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, index) => attempt(app, WRONG, `198.51.100.${index}`)),
    );
    const busy = answers.filter(({ status }) => status === 503);
    assert.equal(answers.filter(({ status }) => status === 401).length, 10);
    assert.equal(busy.length, 20);
    assert.ok(busy.every(({ headers }) => Number(headers.get("retry-after")) > 0));
    assert.equal((await attempt(app, DEMO, "198.51.100.200")).status, 200, "and then it goes on");
  });

  test("sign-in: whoever is turned away as too many has not been wrong", async () => {
    const app = makeConsole({}, { queue: 0 });
    const statuses = await Promise.all(
      Array.from({ length: 12 }, () => attempt(app, WRONG, "192.0.2.9")),
    );
    assert.equal(statuses.filter(({ status }) => status === 503).length, 10);
    assert.equal((await attempt(app, DEMO, "192.0.2.9")).status, 200);
  });
});

test("sign-in: whoever finds the queue full after the delay has not been wrong", async (t) => {
  const derivations = holdable(t);
  const delays = [];
  let isBusy = false;
  let others = [];
  const sleep = async (ms) => {
    delays.push(ms);
    if (!isBusy) return;
    const begun = derivations.hold(2);
    others = [1, 2].map((host) => {
      const who = { operator: `other-${delays.length}-${host}`, password: "wrong" };
      return attempt(app, who, `2001:db8:${delays.length}:${host}::1`);
    });
    await begun;
  };
  const app = makeConsole({}, { queue: 0, sleep });
  for (let host = 0; host < 12; host += 1) await attempt(app, WRONG, `203.0.113.${host}`);
  isBusy = true;
  // More than any of the three limits allows.
  for (let count = 0; count < 31; count += 1) {
    assert.equal((await attempt(app, DEMO, "192.0.2.1")).status, 503);
    derivations.release();
    await Promise.all(others);
  }
  isBusy = false;
  assert.equal((await attempt(app, DEMO, "192.0.2.1")).status, 200);
  assert.deepEqual(delays, [500, 1000, ...Array(32).fill(2000)]);
});

/** Has passwords be derived only after `release()`; `hold(count)` resolves when so many have begun. */
function holdable(t) {
  const derive = crypto.subtle.deriveBits.bind(crypto.subtle);
  let [gate, open, arrive] = [undefined, () => {}, () => {}];
  t.mock.method(crypto.subtle, "deriveBits", async (...how) => {
    arrive();
    await gate;
    return derive(...how);
  });
  const hold = (count) =>
    new Promise((resolve) => {
      let left = count;
      gate = new Promise((release) => (open = release));
      arrive = () => (left -= 1) === 0 && resolve();
    });
  return { hold, release: () => open() };
}

test("limiter: what is taken out again leaves those that it had pushed out", () => {
  let time = 0;
  const limiter = createLimiter({ times: 2, seconds: 60, now: () => time });
  for (time of [1, 2]) limiter.take("ann");
  time = 3;
  const undo = limiter.take("ann");
  undo();
  undo();
  assert.equal(limiter.count("ann"), 2);
  const late = limiter.take("ben");
  limiter.forgive("ben");
  late();
  assert.equal(limiter.count("ben"), 0);
});

describe("sign-in: one operator from everywhere", () => {
  test("sign-in: gets slower and slower, up to a bound, and is never locked out", async () => {
    const delays = [];
    const app = makeConsole({}, { sleep: async (ms) => delays.push(ms) });
    for (let index = 0; index < 40; index += 1) {
      assert.equal((await attempt(app, WRONG, `203.0.113.${index}`)).status, 401);
    }
    assert.deepEqual(delays.slice(0, 5), [500, 1000, 2000, 4000, 8000]);
    assert.equal(Math.max(...delays), 8000);
    assert.equal(delays.length, 30, "the first ten were not delayed");
    assert.equal((await attempt(app, DEMO, "203.0.113.99")).status, 200, "the right one gets in");
    await attempt(app, DEMO, "203.0.113.98");
    assert.equal(delays.length, 31, "and is forgiven");
  });

  test("sign-in: an unknown name is delayed like a known one", async () => {
    const delays = [];
    const app = makeConsole({}, { sleep: async (ms) => delays.push(ms) });
    const who = { ...WRONG, operator: "nobody" };
    for (let index = 0; index < 11; index += 1) await attempt(app, who, `203.0.113.${index}`);
    assert.deepEqual(delays, [500]);
  });
});

test("sign-in: an unknown name costs what the slowest entry costs", async (t) => {
  const hash = async (iterations) => ({ hash: await hashPassword("any", iterations) });
  const operators = new Map([
    ["fast", await hash(1000)],
    ["slow", await hash(3000)],
    ["middle", await hash(2000)],
  ]);
  const derive = t.mock.method(crypto.subtle, "deriveBits");
  const judge = createSignIn({ operators, now: Date.now, log: () => {} });
  const { error } = await judge(post({ operator: "nobody", password: "any" }), "192.0.2.1");
  assert.equal(error, "credentials", "the decoy's password lets nobody in");
  assert.equal(derive.mock.calls[0].arguments[0].iterations, 3000);
});

test("sign-in: a full limit on one count adds nothing to the other", async () => {
  const app = makeConsole();
  for (let index = 0; index < 60; index += 1) await attempt(app, WRONG, "192.0.2.1");
  // 5 were counted for the network of 30: 25 of others are left.
  const others = [];
  for (let index = 0; index < 26; index += 1) {
    const who = { ...WRONG, operator: `other-${index}` };
    others.push((await attempt(app, who, "192.0.2.1")).status);
  }
  assert.equal(others.indexOf(429), 25);
});

test("sign-in: wrong ones are logged, without what may be a password in the wrong field", async () => {
  const app = makeConsole();
  await attempt(app, WRONG, "192.0.2.1");
  await attempt(app, { operator: "my secret password", password: "x" }, "2001:db8::1");
  for (let count = 0; count < 5; count += 1) await attempt(app, WRONG, "192.0.2.1");
  await attempt(app, DEMO, "192.0.2.2");
  const lines = app.lines.map(({ at, ...line }) => line);
  const wrong = { event: "sign-in", refused: "wrong", operator: "demo", network: "192.0.2.1" };
  assert.deepEqual(lines[0], wrong);
  assert.deepEqual(lines[1], { event: "sign-in", refused: "wrong", network: "2001:db8:0:0::/64" });
  assert.deepEqual(lines.at(-2), { ...wrong, refused: "too often" });
  assert.deepEqual(lines.at(-1), { event: "sign-in", operator: "demo" });
  assert.doesNotMatch(JSON.stringify(lines), /my secret|"wrong password/);
});

// The page as a whole: what it downloads, its language and theme, who is signed in, UserSigs.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { chromium } from "../browsers/drivers.mjs";
import { signUserSig } from "../subject.mjs";
import { DEMO, picture } from "./setup.mjs";
import { choose, goTo, openRoom, showPart, signIn, visit, visitSignedIn } from "./visit.mjs";

/** Of all that is downloaded before anybody has signed in, as it comes over the wire. */
const FIRST_PAINT_BYTES = 100_000;

/** With the package, which comes as soon as somebody has signed in. */
const ALL_BYTES = 150_000;

/** What the documentation says of it, which answers' headers change a little. */
const DOCUMENT = readFileSync(new URL("../../docs/console.md", import.meta.url), "utf8");
const SAID_BYTES = Number(/\babout (\d+) kB\b/.exec(DOCUMENT)[1]) * 1000;
const SAID_WITHIN = 3000;

describe("the page", { timeout: 600_000 }, () => {
  const browser = {};
  before(async () => Object.assign(browser, await chromium.start()));
  after(() => browser.stop?.());

  test("page: paints first with less than 100 kB, and loads WebAssembly after the sign-in", async (t) => {
    const { page, requests, end } = await visit(t, browser);
    await page.locator("#sign-in[open]").waitFor();
    const bytesOf = () =>
      page.evaluate(() => {
        const kinds = ["navigation", "resource"].flatMap((kind) =>
          performance.getEntriesByType(kind),
        );
        return kinds.reduce((sum, { transferSize }) => sum + transferSize, 0);
      });
    const bytes = await bytesOf();
    assert.ok(bytes > 10_000 && bytes < FIRST_PAINT_BYTES, `${bytes} bytes`);
    t.diagnostic(`first paint: ${bytes} bytes`);
    const isPackage = (url) => /\/browser-\w+\.js$/.test(url);
    assert.equal(requests.some(isPackage), false, "signing in needs no more");
    const loaded = page.waitForEvent("requestfinished", (request) => isPackage(request.url()));
    await signIn(page);
    // Nothing was called yet: whoever loses the connection now is not told of a missing script.
    await loaded;
    await openRoom(page, "class-7b");
    await page.locator("tbody th").first().waitFor();
    assert.equal(requests.filter(isPackage).length, 1);
    const calls = await page.evaluate(() => {
      const all = performance.getEntriesByType("resource");
      const made = all.filter(({ name }) => name.includes("/api/"));
      return made.reduce((sum, { transferSize }) => sum + transferSize, 0);
    });
    const all = (await bytesOf()) - calls;
    assert.ok(all < ALL_BYTES, `${all} bytes`);
    assert.ok(Math.abs(all - SAID_BYTES) < SAID_WITHIN, `${all} bytes, not ${SAID_BYTES}`);
    t.diagnostic(`with the package: ${all} bytes`);
    end();
  });

  test("page: no two fields share an id, and every label leads to its own", async (t) => {
    const { page, end } = await visitSignedIn(t, browser);
    await openRoom(page, "class-7b");
    await showPart(page, "settings");
    const lost = await page.evaluate(() => {
      const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
      const twice = ids.filter((id, index) => ids.indexOf(id) !== index);
      const labels = [...document.querySelectorAll("label[for]")];
      const astray = labels.filter((label) => !label.parentElement.contains(label.control));
      return [...twice, ...astray.map(({ htmlFor }) => htmlFor)];
    });
    assert.deepEqual(lost, []);
    end();
  });

  test("page: speaks the browser's language, or the one that was chosen", async (t) => {
    const { page, end } = await visitSignedIn(t, browser, { locale: "zh-CN" });
    assert.equal(await page.innerText("#title-room"), "房间");
    assert.equal(await page.getAttribute("html", "lang"), "zh");
    await picture(page, "chinese");
    await page.selectOption("#language", "en");
    assert.equal(await page.innerText("#title-room"), "Room");
    await page.reload();
    await page.locator("#view-room").waitFor();
    assert.equal(await page.innerText("#title-room"), "Room");
    assert.equal(await page.title(), "Room console");
    end();
  });

  test("page: is light or dark as the system is, or as was chosen", async (t) => {
    const { page, end } = await visitSignedIn(t, browser, { colorScheme: "dark" });
    const ground = () =>
      page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const dark = await ground();
    await picture(page, "dark");
    await page.emulateMedia({ colorScheme: "light" });
    const light = await ground();
    assert.notEqual(light, dark);
    await page.selectOption("#theme", "dark");
    assert.equal(await ground(), dark);
    await page.reload();
    assert.equal(await ground(), dark);
    end();
  });

  // docs/console.png and docs/console-dark.png are these two, out of target/console/pictures/.
  test("pictures: those of the documentation can be taken anew from the demo's rooms", async (t) => {
    const { page, simulator, end } = await visitSignedIn(t, browser);
    // Not every machine has the signs of all languages.
    const { "town-hall": hall, "class-7b": school } = simulator.rooms;
    Object.assign(hall.members["chen.wei"], {
      nameCard: "Chen Wei",
      customInfo: "at half past ten",
    });
    school.members["pupil-01"].nameCard = "Ming";
    await page.setViewportSize({ width: 1280, height: 1498 });
    await page.click(".chip:has-text('town-hall')");
    await page.locator("#members-shown", { hasText: "300 of 300" }).waitFor({ timeout: 60_000 });
    await page.fill("[data-name=search]", "n");
    await page.locator("#members-shown", { hasText: "4 of 300" }).waitFor();
    await choose(page, ["ben", "chen.wei"], "ban", { reason: "noise" });
    assert.match(await page.innerText("#job h3"), /^2 will be removed.*not come back for 1 hour$/);
    await page.evaluate(() => document.activeElement.blur());
    await picture(page, "console");
    await page.setViewportSize({ width: 1280, height: 1238 });
    await page.emulateMedia({ colorScheme: "dark" });
    await page.click(".chip:has-text('class-7b')");
    await page.locator("#room-name", { hasText: "Class 7b" }).waitFor();
    await showPart(page, "seats");
    await page.click("[data-seat='1']");
    await page.selectOption("[data-name=to]", "0");
    await page.locator("[data-name=policy]").waitFor();
    await picture(page, "console-dark");
    end();
  });

  test("page: does not scroll sideways on a phone", async (t) => {
    const { page, end } = await visitSignedIn(t, browser, {
      viewport: { width: 320, height: 640 },
    });
    await openRoom(page, "class-7b");
    const parts = ["members", "banned", "seats", "settings"].map((part) => ["room", part]);
    const views = ["new-room", "several", "sent", "audit", "user-sig"].map((view) => [view]);
    for (const [view, part] of [...parts, ...views]) {
      await goTo(page, view);
      if (part) await showPart(page, part);
      const [wide, room] = await page.evaluate(() => [
        document.documentElement.scrollWidth,
        document.documentElement.clientWidth,
      ]);
      assert.equal(wide, room, `${view} ${part}`);
      await picture(page, `phone-${part ?? view}`);
    }
    end();
  });

  test("page: can be skipped to its content, and says where a link has led", async (t) => {
    const { page, end } = await visitSignedIn(t, browser);
    await page.evaluate(() => document.activeElement.blur());
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.id), "content");
    await goTo(page, "user-sig");
    assert.equal(await page.evaluate(() => document.activeElement.id), "title-user-sig");
    assert.equal(await page.getAttribute(".tabs a[href='#user-sig']", "aria-current"), "page");
    end();
  });

  test("page: tells whoever mistypes the password, and then when to come back", async (t) => {
    const { page, end } = await visit(t, browser);
    const submit = async (password) => {
      await page.fill("#operator-name", DEMO.operator);
      await page.fill("#password", password);
      await page.press("#password", "Enter");
      await page.locator("#sign-in-button:enabled").waitFor();
    };
    const problem = () => page.innerText("#sign-in-problem");
    await submit("");
    assert.equal(await problem(), "Fill in both fields.");
    for (let count = 0; count < 5; count += 1) await submit("wrong");
    assert.equal(await problem(), "Operator or password is wrong.");
    await submit(DEMO.password);
    assert.match(await problem(), /^Too many attempts\. Try again in (29\d|300) seconds\.$/);
    await picture(page, "sign-in-refused");
    assert.equal(await page.locator("#view-room").isVisible(), false);
    end();
  });

  test("page: shows nothing of the console after signing out", async (t) => {
    const { page, end } = await visitSignedIn(t, browser);
    await openRoom(page, "town-hall");
    await page.click("#sign-out");
    await page.locator("#sign-in[open]").waitFor();
    assert.equal(await page.locator("#view-room").isVisible(), false);
    assert.equal(await page.locator("#room-name").count(), 0);
    assert.deepEqual(await page.context().cookies(), []);
    await signIn(page);
    end();
  });

  test("page: scripts cannot read the session", async (t) => {
    const { page, end } = await visitSignedIn(t, browser);
    const [cookie] = await page.context().cookies();
    const { httpOnly, sameSite } = cookie;
    assert.deepEqual({ httpOnly, sameSite }, { httpOnly: true, sameSite: "Strict" });
    assert.equal(await page.evaluate(() => document.cookie), "");
    end();
  });

  test("page: a script that got into the page would not run", async (t) => {
    const { page, violations } = await visitSignedIn(t, browser);
    await page.evaluate(() => {
      const script = document.createElement("script");
      try {
        script.textContent = "globalThis.ran = true";
        document.head.append(script);
      } catch {
        // Trusted Types refuse even to make it.
      }
    });
    assert.equal(await page.evaluate(() => globalThis.ran), undefined);
    assert.ok(violations.length > 0);
  });
});

describe("a UserSig", { timeout: 120_000 }, () => {
  const browser = {};
  before(async () => Object.assign(browser, await chromium.start()));
  after(() => browser.stop?.());

  const HOUR = 3_600_000;
  const who = { sdkAppId: 1400000000, identifier: "user4", secretKey: "any text" };

  for (const [what, options, verdict, reason] of [
    ["in time", { ttl: 2.5 * 3600 }, "In time", /Good for another 2 hours\./],
    ["over", { ttl: 3600, now: Date.now() - 4.5 * HOUR }, "Expired", /ended 3 hours ago/],
    ["from the future", { now: Date.now() + 3.5 * HOUR }, "Not valid yet", /begins in 3 hours/],
    ["of another application", { sdkAppId: 1400000001 }, "For another application", /1400000000/],
  ]) {
    test(`userSig: ${what} is told as ${verdict}`, async (t) => {
      const { page, requests, end } = await visitSignedIn(t, browser);
      await goTo(page, "user-sig");
      const userSig = await signUserSig({ ...who, ...options });
      await page.fill("#user-sig", `  ${userSig}\n`);
      await page.click("#user-sig-form button");
      await page.locator("#claims .result").waitFor();
      const said = await page.innerText("#claims");
      assert.ok(said.startsWith(`${verdict}\n`), said);
      assert.match(said, reason);
      assert.match(said, /Identifier\s+user4/);
      assert.ok(said.includes(String(options.sdkAppId ?? who.sdkAppId)));
      assert.ok(!requests.some((url) => url.includes(userSig)), "it went somewhere");
      await picture(page, `user-sig-${what.replaceAll(" ", "-")}`);
      end();
    });
  }

  test("userSig: that is none says why", async (t) => {
    const { page, end } = await visitSignedIn(t, browser);
    await goTo(page, "user-sig");
    const userSig = await signUserSig(who);
    await page.fill("#user-sig", userSig.slice(0, 60));
    await page.click("#user-sig-form button");
    await page.locator("#claims .bad").waitFor();
    assert.match(await page.innerText("#claims"), /^This is no UserSig\n.*it was cut short/s);
    end();
  });
});

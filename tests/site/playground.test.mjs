// The site as somebody has it who opens it from disk, without a network.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { chromium } from "../browsers/drivers.mjs";

const SITE = process.env.SITE;
const address = (file) => pathToFileURL(join(SITE, file)).href;
let browser;

before(async () => {
  browser = await chromium.start();
});
after(() => browser?.stop());

async function open(t, file) {
  const tab = await browser.openTab({ viewport: { width: 1280, height: 900 } });
  t.after(() => tab.page.context().close());
  await tab.page.context().setOffline(true);
  await tab.page.goto(address(file));
  return tab;
}

async function call(page) {
  await page.getByRole("button", { name: "Call" }).click();
  await page.locator(".outcome").waitFor();
}

test("playground: the first call changes a member, and shows all there is to see", async (t) => {
  const { page, complaints } = await open(t, "playground/index.html");
  await call(page);
  const shown = await page.locator(".outcome").innerText();
  assert.match(shown, /admin\.updateRoomMemberInfo\(\{\s+roomId: "team-meeting"/);
  assert.match(shown, /"requestId"/);
  assert.match(shown, /v4\/room_engine_http_srv\/update_room_member_info/);
  assert.match(shown, /"NameCard": "Chloé, Berlin"/);
  assert.match(await page.locator("ins").first().innerText(), /^\+ .*"Chloé, Berlin"/);
  assert.deepEqual(complaints, []);
});

test("playground: what has changed lies line below line, none of it out of sight", async (t) => {
  const { page } = await open(t, "playground/index.html");
  await call(page);
  const changes = page.locator(".changes");
  const { scrollWidth, clientWidth } = await changes.evaluate(({ scrollWidth, clientWidth }) => {
    return { scrollWidth, clientWidth };
  });
  assert.ok(scrollWidth <= clientWidth, `${scrollWidth} pixels wide, of which ${clientWidth} show`);
  const [before, after] = await Promise.all(
    ["del", "ins"].map((mark) => changes.locator(mark).first().boundingBox()),
  );
  assert.ok(before.y + before.height <= after.y, "the old value stands above the new one");
});

test("playground: a UserSig is shortened and explained", async (t) => {
  const { page } = await open(t, "playground/index.html");
  await call(page);
  const row = page.locator("tr", { has: page.locator("th", { hasText: /^usersig$/ }) });
  assert.match(await row.locator("td").first().innerText(), /^.{12}….{6}$/);
  await page.locator("summary").click();
  const parts = await page.locator("details").innerText();
  assert.match(parts, /administrator/);
  assert.match(parts, /1400000000/);
});

test("playground: what is refused says why, and that nothing was sent", async (t) => {
  const { page } = await open(t, "playground/index.html");
  await page.fill("#nameCard", "x".repeat(33));
  await call(page);
  const shown = await page.locator(".outcome").innerText();
  assert.match(shown, /field: nameCard/);
  assert.match(shown, /Nothing was sent/);
  assert.match(shown, /Nothing has changed/);
});

test("playground: each operation succeeds with its form as it stands, once the rooms are reset", async (t) => {
  const { page, complaints } = await open(t, "playground/index.html");
  const names = await page.locator("#operation option").allInnerTexts();
  assert.ok(names.length > 20, names.join());
  const failed = [];
  for (const name of names) {
    await page.selectOption("#operation", name);
    await page.getByRole("button", { name: "Reset the rooms" }).click();
    await page.locator("[data-rooms]").waitFor();
    await call(page);
    const shown = await page.locator(".outcome pre").first().innerText();
    assert.ok(shown.startsWith(`await admin.${name}({`), shown);
    const [error] = await page.locator(".failure").allInnerTexts();
    if (error !== undefined) failed.push(`${name}: ${error}`);
  }
  assert.deepEqual(failed, []);
  assert.deepEqual(complaints, []);
});

test("playground: what a call has done stays until the rooms are reset", async (t) => {
  const { page } = await open(t, "playground/index.html");
  const codeOf = async (name) => {
    await page.selectOption("#operation", name);
    await page.locator(".outcome").waitFor({ state: "detached" });
    await call(page);
    const [code] = await page.locator(".failure code", { hasText: "code: " }).allInnerTexts();
    return code;
  };
  assert.equal(await codeOf("setCallback"), undefined);
  assert.equal(await codeOf("setCallback"), "code: 100300");
  assert.equal(await codeOf("deleteCallback"), undefined);
  assert.equal(await codeOf("getCallback"), "code: 100301");
  await page.getByRole("button", { name: "Reset the rooms" }).click();
  assert.equal(await codeOf("getCallback"), undefined);
});

test("playground: the rooms that are shown are those of a reset at once", async (t) => {
  const { page } = await open(t, "playground/index.html");
  const rooms = page.locator("[data-rooms]");
  await call(page);
  await page.selectOption("#operation", "getRoomInfo");
  assert.match(await rooms.innerText(), /"Chloé, Berlin"/);
  await page.getByRole("button", { name: "Reset the rooms" }).click();
  assert.match(await rooms.innerText(), /"Chloé"/);
});

test("playground: the room's owner has the owner's role", async (t) => {
  const { page } = await open(t, "playground/index.html");
  const rooms = JSON.parse(await page.locator("[data-rooms]").innerText());
  const { ownerAccount, members } = rooms["team-meeting"];
  assert.equal(members[ownerAccount].role, "Owner");
});

test("site: every link between its own pages leads somewhere", () => {
  const pages = readdirSync(SITE, { recursive: true }).filter((name) => name.endsWith(".html"));
  assert.ok(pages.length > 30);
  const dead = pages.flatMap((page) => {
    const html = readFileSync(join(SITE, page), "utf8");
    const links = [...html.matchAll(/href="([^"#:]+)(?:#[^"]*)?"/g)].map(([, link]) => link);
    const isThere = (link) => {
      try {
        return readFileSync(new URL(link, address(page))).length > 0;
      } catch {
        return false;
      }
    };
    return links.filter((link) => !isThere(link)).map((link) => `${page}: ${link}`);
  });
  assert.deepEqual([...new Set(dead)], []);
});

test("site: the header leads to the playground from any depth", async (t) => {
  const { page } = await open(t, "classes/index.RoomEngineAdmin.html");
  await page.getByRole("link", { name: "Playground" }).click();
  await page.getByRole("heading", { name: "Playground" }).waitFor();
});

test("site: the search finds an operation by its name", async (t) => {
  const { page } = await open(t, "index.html");
  await page.getByRole("button", { name: "Search" }).click();
  await page.locator("#tsd-search-input").fill("kickUserOut");
  const found = page.locator('#tsd-search-results a[href$="functions/index.kickUserOut.html"]');
  await found.click();
  await page.getByRole("heading", { level: 1, name: "kickUserOut" }).waitFor();
});

// The way of one change in Firefox, from signing in to the room.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { firefox } from "../browsers/drivers.mjs";
import { DEMO, openConsole, picture } from "./place.mjs";

describe("Firefox", { timeout: 180_000 }, () => {
  const browser = {};
  before(async () => Object.assign(browser, await firefox.start()));
  after(() => browser.stop?.());

  test("signs in, changes a member and several, and reads a UserSig", async (t) => {
    const { url, simulator } = await openConsole(t);
    const tab = await browser.openTab();
    t.after(() => tab.close());
    const { page } = tab;
    const press = async (selector) => (await page.waitForSelector(selector)).click();
    const write = (selector, text) => page.locator(selector).fill(text);
    const read = (selector) =>
      page
        .locator(selector)
        .map(({ innerText }) => innerText)
        .wait();

    await page.setViewport({ width: 1280, height: 900 });
    await tab.open(url);
    await write("#operator-name", DEMO.operator);
    await write("#password", DEMO.password);
    await press("#sign-in-button");
    await page.locator("#view-member").wait();
    await write("#room-id", "town-hall");
    await write("#member-account", "ben");
    await write("#name-card", "Ben 😀 aus dem Norden");
    assert.equal(await read("#name-card-count"), "23 of 32 bytes");
    await press("input[name=role][value=Member]");
    await press("#send");
    assert.match(await read("#outcome .result"), /^Changed/);
    const { nameCard, role } = simulator.rooms["town-hall"].members.ben;
    assert.deepEqual({ nameCard, role }, { nameCard: "Ben 😀 aus dem Norden", role: "Member" });

    await press(".tabs a[href='#several']");
    await write("#list", "roomId,memberAccount,role\ntown-hall,zoe,Admin\ntown-hall,ghost,Admin\n");
    await press("#several-form button[type=submit]");
    await press("#run");
    await page.locator("#download").wait();
    assert.match(await read("#preview-summary"), /^Changed: 1\. Failed: 1\./);
    assert.equal(simulator.rooms["town-hall"].members.zoe.role, "Admin");

    await press(".tabs a[href='#user-sig']");
    await write("#user-sig", "nonsense");
    await press("#user-sig-form button");
    assert.match(await read("#claims .result"), /^This is no UserSig/);
    await picture(page, "firefox");
    assert.deepEqual(tab.complaints, []);
  });
});

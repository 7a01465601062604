// The way of one change in Firefox, from signing in to the room.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { firefox } from "../browsers/drivers.mjs";
import { DEMO, openConsole, picture } from "./setup.mjs";

describe("Firefox", { timeout: 180_000 }, () => {
  const browser = {};
  before(async () => Object.assign(browser, await firefox.start()));
  after(() => browser.stop?.());

  test("firefox: signs in, changes a member and several, and reads a UserSig", async (t) => {
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
    await page.locator("#view-room").wait();
    await write("[data-name=open]", "class-7b");
    await press(".opener .primary");
    await press("button[aria-label^='Name card of pupil-01:']");
    await write(".in-place input", "明 😀 aus dem Norden");
    assert.equal(await read(".in-place .bytes"), "23 of 32 bytes");
    await page.keyboard.press("Enter");
    assert.match(await read("#notice .result.good"), /Changed/);
    assert.equal(simulator.rooms["class-7b"].members["pupil-01"].nameCard, "明 😀 aus dem Norden");

    await press("input[aria-label='Choose pupil-02']");
    await page.select("[data-name=action]", "kick");
    await write("[data-name=reason]", "late");
    await press("#bulk button[type=submit]");
    await press("#job-run");
    await page.waitForFunction(
      () =>
        document.querySelector("#job-summary")?.innerText === "Changed: 1. Failed: 0. Not sent: 0.",
    );
    assert.equal("pupil-02" in simulator.rooms["class-7b"].members, false);
    await press("[data-panel=seats]");
    await press("[data-seat='1']");
    await press("[data-name=take-off]");
    await page.waitForSelector("[data-seat='1'].free");
    assert.equal(simulator.rooms["class-7b"].seats[1].memberAccount, undefined);

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

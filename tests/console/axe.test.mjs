// What axe has against the page: in each view and state, both languages, both themes, wide and narrow.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { chromium } from "../browsers/drivers.mjs";
import { requireTool } from "./setup.mjs";
import { goTo, openRoom, signIn, visit } from "./visit.mjs";

const AXE = readFileSync(requireTool.resolve("axe-core/axe.min.js"), "utf8");

const WIDE = { width: 1280, height: 900 };
const PHONE = { width: 320, height: 640 };

/** Colours and words do not depend on the size. */
const VISITS = [
  ["English", "light", WIDE],
  ["English", "dark", WIDE],
  ["Chinese", "light", WIDE],
  ["Chinese", "dark", WIDE],
  ["English", "light", PHONE],
  ["Chinese", "dark", PHONE],
];
const LOCALES = { English: "en-GB", Chinese: "zh-CN" };

/** Each state, reached from the one before it. */
const STATES = {
  "sign-in": () => {},
  "no room": (page) => signIn(page),
  "a problem at a field": (page) => page.click(".opener .primary"),
  "no such room": async (page) => {
    await page.fill("[data-name=open]", "gone");
    await page.press("[data-name=open]", "Enter");
    await page.locator("#room .result.bad").waitFor();
  },
  members: async (page) => {
    await openRoom(page, "class-7b");
    await page.locator("tbody th").nth(3).waitFor();
  },
  "a name card being typed": async (page) => {
    await page.locator("button.edit").nth(2).click();
    await page.locator(".in-place input").fill("x".repeat(40));
  },
  "a refusal": async (page) => {
    await page.keyboard.press("Enter");
    await page.locator("#notice .bad").waitFor();
  },
  "several chosen": async (page) => {
    await page.check("#choose-all");
    await page.selectOption("[data-name=action]", "ban");
    await page.locator("#bulk").waitFor();
  },
  "a preview of an action": async (page) => {
    await page.fill("[data-name=reason]", "x");
    await page.click("#bulk button[type=submit]");
    await page.locator("#job").waitFor();
  },
  "an action's outcome": async (page) => {
    await page.click("#job-run");
    await page.locator("#job-undo").waitFor({ timeout: 60_000 });
  },
  banned: async (page) => {
    await page.click("#job-close");
    await page.click("[data-panel=banned]");
    await page.locator("td button").first().waitFor();
  },
  seats: async (page) => {
    await page.click("[data-panel=seats]");
    await page.locator(".seat-actions").waitFor();
  },
  settings: async (page) => {
    await page.click("[data-panel=settings]");
    await page.click("[data-name=ask-end]");
    await page.locator("#room [data-name=roomId]").waitFor();
    await page.click("[data-name=ask-no-password]");
    await page.locator("[data-name=sure]").waitFor();
  },
  "a new room": async (page) => {
    await goTo(page, "new-room");
    await page.check("[data-name=scheduled]");
    await page.check("[data-name=seats]");
    await page.click("#new-room button[type=submit]");
  },
  log: async (page) => {
    await goTo(page, "audit");
    await page.locator("#audit tbody th").first().waitFor();
  },
  "an empty list": (page) => goTo(page, "several"),
  "a preview": async (page) => {
    await page.fill(
      "#list",
      "roomId,memberAccount,role\ntown-hall,ben,Admin\ntown-hall,x,Boss\ntown-hall,y,Admin",
    );
    await page.click("#several-form button[type=submit]");
    await page.locator("#preview").waitFor();
  },
  "a list that was sent": async (page) => {
    await page.click("#run");
    await page.locator("#download").waitFor();
  },
  "what was sent": (page) => goTo(page, "sent"),
  "a UserSig that is none": async (page) => {
    await goTo(page, "user-sig");
    await page.fill("#user-sig", "eJx nonsense");
    await page.click("#user-sig-form button");
    await page.locator("#claims .bad").waitFor();
  },
};

describe("axe", { timeout: 900_000 }, () => {
  const browser = {};
  before(async () => Object.assign(browser, await chromium.start()));
  after(() => browser.stop?.());

  for (const [language, colorScheme, viewport] of VISITS) {
    test(`finds nothing: ${language}, ${colorScheme}, ${viewport.width} pixels wide`, async (t) => {
      const { [language]: locale } = LOCALES;
      // Colours on their way from one to another are not what is read.
      const still = { locale, colorScheme, viewport, reducedMotion: "reduce" };
      const { page } = await visit(t, browser, still);
      for (const [state, reach] of Object.entries(STATES)) {
        await reach(page);
        await page.locator("body:not([data-state=loading])").waitFor();
        assert.deepEqual(await findings(page), [], state);
      }
    });
  }

  test("axe: would find something if there were something", async (t) => {
    const { page } = await visit(t, browser);
    await signIn(page);
    await page.evaluate(() => document.querySelector(".opener label").remove());
    assert.notDeepEqual(await findings(page), []);
  });
});

async function findings(page) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
}

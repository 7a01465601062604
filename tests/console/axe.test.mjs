// What axe has against the page: in each view and state, both languages, both themes, wide and narrow.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { chromium } from "../browsers/drivers.mjs";
import { requireTool } from "./place.mjs";
import { fillMember, goTo, sendAndRead, signIn, visit } from "./visit.mjs";

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
  "an empty form": (page) => signIn(page),
  "problems at fields": (page) => page.click("#send"),
  "a text that is too long": (page) =>
    fillMember(page, {
      roomId: "town-hall",
      memberAccount: "ben",
      nameCard: "x".repeat(40),
      role: "Admin",
    }),
  "a change": async (page) => {
    await page.fill("#name-card", "Ben");
    await sendAndRead(page);
  },
  "an error": async (page) => {
    await page.fill("#member-account", "nobody");
    await page.click("#send");
    await page.locator("#outcome .bad").waitFor();
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

describe("axe", { timeout: 480_000 }, () => {
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

  test("would find something if there were something", async (t) => {
    const { page } = await visit(t, browser);
    await signIn(page);
    await page.evaluate(() => document.querySelector("label[for=room-id]").remove());
    assert.notDeepEqual(await findings(page), []);
  });
});

async function findings(page) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
}

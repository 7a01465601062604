// One visit of the playground, from the empty browser to its first form.

import { pathToFileURL } from "node:url";
import { chromium } from "../../tests/browsers/drivers.mjs";

const { SITE } = process.env;
const browser = await chromium.start();
const { page } = await browser.openTab();
await page.goto(pathToFileURL(`${SITE}/playground/index.html`).href);
await page.locator("form").waitFor();
// By the page's own clock, which begins with its navigation. The page is empty until it draws the form.
const ms = await page.evaluate(
  () => performance.getEntriesByName("first-contentful-paint")[0].startTime,
);
await browser.stop();
console.log(JSON.stringify({ ms }));

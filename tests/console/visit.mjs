// A visit to the console in Chromium, during which nothing may be blocked, complain, or go elsewhere.

import assert from "node:assert/strict";
import { DEMO, openConsole } from "./setup.mjs";

const VIEWPORT = { width: 1280, height: 900 };

/** Opens the console in a tab of its own; `end()` says whether the visit was as it should be. */
export async function visit(test, browser, { env, ...options } = {}) {
  const scene = await openConsole(test, env);
  const context = { viewport: VIEWPORT, locale: "en-GB", colorScheme: "light", ...options };
  const tab = await browser.openTab(context);
  const { page } = tab;
  test.after(() => page.context().close());
  const requests = [];
  page.on("request", (request) => requests.push(request.url()));
  const violations = [];
  await page.exposeFunction("blocked", (what) => violations.push(what));
  await page.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) => {
      globalThis.blocked(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`);
    });
  });
  await page.goto(scene.url);
  return { ...scene, page, requests, violations, end };

  function end() {
    assert.deepEqual(violations, [], "the Content-Security-Policy had to block something");
    const elsewhere = requests.filter(
      (url) => !url.startsWith(scene.url) && !url.startsWith("blob:"),
    );
    assert.deepEqual(elsewhere, [], "the page asked another origin");
    // Chromium notes every answer of 400 and more, and every fetch without a network.
    const complaints = tab.complaints.filter((line) => !line.includes("Failed to load resource"));
    assert.deepEqual(complaints, []);
  }
}

/** The same, signed in. */
export async function visitSignedIn(test, browser, options) {
  const scene = await visit(test, browser, options);
  await signIn(scene.page);
  return scene;
}

export async function signIn(page, { operator, password } = DEMO) {
  await page.locator("#sign-in[open]").waitFor();
  await page.fill("#operator-name", operator);
  await page.fill("#password", password);
  await page.press("#password", "Enter");
  await page.locator("#sign-in[open]").waitFor({ state: "detached" });
}

export async function goTo(page, view) {
  await page.click(`.tabs a[href="#${view}"]`);
  await page.locator(`.tabs a[href="#${view}"][aria-current=page]`).waitFor();
}

/** Opens a room, and waits for its members. */
export async function openRoom(page, roomId) {
  await page.fill("[data-name=open]", roomId);
  await page.press("[data-name=open]", "Enter");
  await page.locator("#room-name").waitFor({ timeout: 60_000 });
}

/** Shows one of the parts of the room: members, banned, seats, settings. */
export const showPart = (page, name) => page.click(`[data-panel=${name}]`);

/** What came of the last call, as text; `isGood` says which of both is waited for. */
export async function noticed(page, isGood = true) {
  const card = page.locator(`#notice .result.${isGood ? "good" : "bad"}`);
  await card.waitFor({ timeout: 60_000 });
  return card.innerText();
}

/** Changes a name card in the table. */
export async function rename(page, memberAccount, nameCard) {
  await page.click(`button[aria-label^="Name card of ${memberAccount}:"]`);
  await page.fill(`input[aria-label="Name card of ${memberAccount}"]`, nameCard);
  await page.keyboard.press("Enter");
}

/** Chooses members, and what is to become of them. */
export async function choose(page, accounts, action, values = {}) {
  for (const account of accounts) await page.check(`input[aria-label="Choose ${account}"]`);
  await page.selectOption("#bulk [data-name=action]", action);
  for (const [name, value] of Object.entries(values)) {
    const field = page.locator(`#bulk [data-name=${name}]`);
    const isSelect = await field.evaluate(({ tagName }) => tagName === "SELECT");
    await (isSelect ? field.selectOption(String(value)) : field.fill(String(value)));
  }
  await page.click("#bulk button[type=submit]");
  await page.locator("#job").waitFor();
}

/** Sends what is previewed, and waits for its end; gives the summary. */
export async function runJob(page) {
  await page.click("#job-run");
  await page.locator("#job-close", { hasText: "Close" }).waitFor({ timeout: 60_000 });
  return page.innerText("#job-summary");
}

/** The outcomes of a job, as `[account, state]`. */
export async function outcomes(page) {
  const rows = page.locator("#job tbody tr:not(.space)");
  return rows.evaluateAll((all) =>
    all.map((row) => [row.querySelector("th").innerText, row.querySelector("b").innerText]),
  );
}

/** Waits until what has the focus has this id, this label, or is the field or the part of this name. */
export async function focusOn(page, name) {
  const isIt = (wanted) => {
    const { activeElement } = document;
    const { id, dataset } = activeElement;
    const label = activeElement.getAttribute("aria-label");
    return [id, label, dataset.name, dataset.panel].includes(wanted);
  };
  await page.waitForFunction(isIt, name, { timeout: 20_000 }).catch(async () => {
    const shown = await page.evaluate(() => document.activeElement.outerHTML.slice(0, 200));
    assert.fail(`not ${name}, but ${shown} has the focus`);
  });
}

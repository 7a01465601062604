// A visit to the console in Chromium, during which nothing may be blocked, complain, or go elsewhere.

import assert from "node:assert/strict";
import { DEMO, openConsole } from "./place.mjs";

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

/** Fills the form for one member. */
export async function fillMember(page, { roomId, memberAccount, nameCard, role, customInfo }) {
  await page.fill("#room-id", roomId);
  await page.fill("#member-account", memberAccount);
  if (nameCard !== undefined) await page.fill("#name-card", nameCard);
  if (role !== undefined) await page.check(`input[name=role][value=${role}]`);
  if (customInfo !== undefined) await page.fill("#custom-info", customInfo);
}

/** The card that a call ends with; its text. */
export async function sendAndRead(page) {
  await page.click("#send");
  return outcome(page);
}

export async function outcome(page) {
  const card = page.locator("#outcome .result");
  await card.waitFor({ timeout: 60_000 });
  return card.innerText();
}

// Sets a test up: a browser, a site with the package, and the service behind a server of its own,
// which is another origin.

import assert from "node:assert/strict";
import { after, before, describe } from "node:test";

import { listen, MEMBER, signUserSig, simulate, WHO } from "../subject.mjs";
import { chromium, firefox } from "./drivers.mjs";
import { openSite } from "./site.mjs";

/** Where code runs in a browser: the names of functions of pages/steps-page.js. */
export const PLACES = { page: "inPage", worker: "inWorker" };

/** Defines tests for each browser; `define` gets the browser, running once tests run. */
export function inEachBrowser(define) {
  for (const driver of [chromium, firefox]) {
    describe(driver.name, { timeout: 180_000 }, () => {
      const browser = { name: driver.name };
      before(async () => Object.assign(browser, await driver.start()));
      after(() => browser.stop?.());
      define(browser);
    });
  }
}

/** The service on an origin of its own, with a note of each request as it came over the wire. */
export async function serve(test, options) {
  const simulator = simulate(options);
  const { url, server, close } = await listen(simulator, { allowedOrigins: "*" });
  test.after(close);
  const wire = [];
  server.on("request", ({ method, headers }, response) => {
    const exchange = { method, origin: headers.origin, hasLeft: false };
    wire.push(exchange);
    response.once("close", () => {
      exchange.hasLeft = !response.writableFinished;
    });
  });
  return { simulator, url, wire };
}

/** What a page that has a UserSig says, and no key. */
export async function optionsFor(baseUrl) {
  const { secretKey, ...who } = WHO;
  const userSig = await signUserSig({ ...who, secretKey });
  return { ...who, userSig, baseUrl, ...MEMBER };
}

/** A tab until the end of the test. */
export async function openTab(test, browser, url) {
  const tab = await browser.openTab();
  test.after(() => tab.close());
  await tab.open(url);
  return tab;
}

/** A site until the end of the test. */
export async function site(test, options) {
  const opened = await openSite(options);
  test.after(() => opened.close());
  return opened;
}

/** Runs steps of pages/steps.js, in the page or in a worker. */
export async function openSteps(test, browser, place, options) {
  const { url, paths } = await site(test, options);
  const tab = await openTab(test, browser, `${url}/steps.html`);
  const inBrowser = PLACES[place];
  await tab.until(() => typeof globalThis.inPage === "function" || undefined);
  const run = (step, ...args) =>
    tab.run(([inBrowser, ...step]) => globalThis[inBrowser](step), [inBrowser, step, ...args]);
  return { run, tab, url, paths };
}

/** A reply of the simulator's, as the caller gets it. */
export function assertReply({ reply, error }) {
  assert.equal(error, undefined, error && `${error.kind}: ${error.message}`);
  assert.deepEqual(Object.keys(reply), ["actionStatus", "errorCode", "errorInfo", "requestId"]);
  assert.equal(reply.actionStatus, "OK");
}

/** An error of ours with these fields, among others. */
export function assertError({ error }, expected) {
  assert.notEqual(error, undefined, "it was carried out");
  const { name, isError } = error;
  assert.deepEqual({ name, isError }, { name: "RoomEngineError", isError: true });
  const found = Object.fromEntries(Object.keys(expected).map((field) => [field, error[field]]));
  assert.deepEqual(found, expected, error.message);
  assert.doesNotMatch(JSON.stringify(error), /e[AJ][A-Za-z0-9*_-]{20}/, "it carries a UserSig");
}

// Vite's dev server, which serves modules one by one and bundles dependencies beforehand.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { chromium } from "../browsers/drivers.mjs";
import { assertReply, openTab, optionsFor, serve } from "../browsers/setup.mjs";
import { record } from "../matrix.mjs";
import { html, makeApp, start, versionOf } from "./app.mjs";

const browser = {};
before(async () => Object.assign(browser, await chromium.start()));
after(() => browser.stop?.());

test("bundlers: three lines make a call, before and after a reload", {
  timeout: 60_000,
}, async (t) => {
  const app = makeApp(t, { "index.html": html("/src/index.js") });
  const vite = start(t, app, ["vite", "--host", "127.0.0.1", "--port", "0"]);
  const here = await addressOf(vite);
  const { url, wire } = await serve(t);
  const query = new URLSearchParams({ options: JSON.stringify(await optionsFor(url)) });
  for (const _ of ["cold", "warm"]) {
    const tab = await openTab(t, browser, `${here}?${query}`);
    assertReply(await tab.until(() => globalThis.outcome));
    assert.deepEqual(tab.complaints, []);
  }
  assert.equal(wire.filter(({ method }) => method === "POST").length, 2);
  assert.doesNotMatch(vite.output, /warn|externalized|node:|error/i);
  const version = `Vite ${versionOf("vite")}, ${browser.version}`;
  record({ place: "Vite, dev server", version, ran: "a page without configuration" });
});

async function addressOf(vite) {
  const end = Date.now() + 30_000;
  while (Date.now() < end && vite.exitCode === null) {
    const found = vite.output.match(/http:\/\/127\.0\.0\.1:\d+\//);
    if (found) return found[0];
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return assert.fail(`vite gave no address:\n${vite.output}`);
}

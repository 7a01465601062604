// Apps as each bundler builds them: what comes out, and that it works in a page.

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { chromium } from "../browsers/drivers.mjs";
import { assertReply, openTab, optionsFor, serve, site } from "../browsers/scene.mjs";
import { record } from "../matrix.mjs";
import { assertOneModule, filesIn, html, makeApp, run, scriptsOf, versionOf } from "./app.mjs";
import { BUNDLERS } from "./table.mjs";

const browser = {};
before(async () => Object.assign(browser, await chromium.start()));
after(() => browser.stop?.());

for (const bundler of BUNDLERS) {
  const { name, split = [] } = bundler;
  describe(name, { timeout: 120_000 }, () => {
    after(() => {
      const version = `${name} ${versionOf(bundler.package)}, ${browser.version}`;
      record({ place: name, version, ran: "builds without configuration, opened under a CSP" });
    });

    test("three lines, one copy of the module, no other asset", async (t) => {
      const { app, files } = await build(t, bundler, "index");
      assertOneModule(files);
      const { wire } = await use(t, app, bundler);
      assert.equal(wire.filter(({ method }) => method === "POST").length, 1);
    });

    test("an app in parts has one copy too", async (t) => {
      const { app, files } = await build(t, bundler, "parts", split);
      assert.ok(Object.keys(files).filter((file) => file.endsWith(".js")).length >= 3);
      assertOneModule(files);
      const { wire } = await use(t, app, bundler);
      assert.equal(wire.filter(({ method }) => method === "POST").length, 2);
    });

    // Vite adds some 700 bytes to every page, and webpack 20.
    for (const [entry, most] of [
      ["nothing", 800],
      ["error", 3_000],
    ]) {
      test(`what is not used is not there: ${entry}`, async (t) => {
        const { files } = await build(t, bundler, entry);
        const { bytes, hasModule } = scriptsOf(files);
        t.diagnostic(`${name}, ${entry}: ${bytes} bytes of script`);
        assert.ok(!hasModule, "the module is there, and nobody calls");
        assert.ok(bytes <= most, `${bytes} bytes are left`);
      });
    }
  });
}

async function build(t, { command, takesPage, script }, entry, more = []) {
  const app = makeApp(t);
  const page = html(script(entry));
  if (takesPage) writeFileSync(join(app, "index.html"), page);
  await run(t, app, [...command(entry), ...more]);
  if (!takesPage) writeFileSync(join(app, "dist/index.html"), page);
  return { app, files: filesIn(join(app, "dist")) };
}

/** Opens what was built, as strictly as a careful site serves it, and has it make its call. */
async function use(t, app, { policy = "" }) {
  const { url, wire } = await serve(t);
  const csp = [
    "default-src 'self'",
    `script-src 'self' 'wasm-unsafe-eval' ${policy}`,
    `connect-src ${url}`,
    "img-src data:",
  ].join("; ");
  const { url: here } = await site(t, { folders: { "/": join(app, "dist") }, csp });
  const query = new URLSearchParams({ options: JSON.stringify(await optionsFor(url)) });
  const tab = await openTab(t, browser, `${here}/?${query}`);
  assertReply(await tab.until(() => globalThis.outcome));
  assert.deepEqual(tab.complaints, []);
  return { wire };
}

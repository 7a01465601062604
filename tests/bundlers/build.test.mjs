// Apps as each bundler builds them: what comes out, and that it works in a page.

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { chromium } from "../browsers/drivers.mjs";
import { mountHandler } from "../browsers/mount.mjs";
import { assertReply, openTab, optionsFor, serve, site } from "../browsers/scene.mjs";
import { record } from "../matrix.mjs";
import { MEMBER, member } from "../subject.mjs";
import {
  assertOneModule,
  filesIn,
  html,
  makeApp,
  run,
  SHIPPED,
  scriptsOf,
  versionOf,
} from "./app.mjs";
import { BUNDLERS } from "./table.mjs";

const browser = {};
before(async () => Object.assign(browser, await chromium.start()));
after(() => browser.stop?.());

for (const bundler of BUNDLERS) {
  const { name, split = [] } = bundler;
  describe(name, { timeout: 120_000 }, () => {
    after(() => {
      const version = `${name} ${versionOf(bundler.package)}, ${browser.version}`;
      const ran = bundler.subPaths
        ? "builds without configuration, and with the handler once it is told of sub-paths"
        : "builds without configuration, with and without the handler";
      record({ place: name, version, ran: `${ran}; opened under a CSP` });
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

    test("a page that asks a handler has what the package ships for pages, and no more", async (t) => {
      const { app, files } = await build(t, bundler, "endpoint");
      assertOneModule(files);
      const { url: service, simulator } = await serve(t);
      const { mounts } = mountHandler(service);
      await open(t, app, bundler, { connect: "'self'", mounts });
      assert.equal(member(simulator).nameCard, "by the handler");
      const { gzip } = scriptsOf(files);
      t.diagnostic(`${name}, endpoint: ${gzip} bytes of script after gzip, of ${SHIPPED} shipped`);
      assert.ok(gzip <= SHIPPED + 1_000, `${gzip} bytes, and ${SHIPPED} are shipped`);
    });

    test("a client and the handler in one app share the copy", async (t) => {
      const { app, files } = await build(t, bundler, "both", [], bundler.subPaths);
      assertOneModule(files);
      const { wire, simulator } = await use(t, app, bundler);
      assert.equal(wire.filter(({ method }) => method === "POST").length, 1);
      assert.equal(member(simulator).nameCard, "both");
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

async function build(t, { command, takesPage, script }, entry, more = [], manifest = {}) {
  const app = makeApp(t, {}, manifest);
  const page = html(script(entry));
  if (takesPage) writeFileSync(join(app, "index.html"), page);
  await run(t, app, [...command(entry), ...more]);
  if (!takesPage) writeFileSync(join(app, "dist/index.html"), page);
  return { app, files: filesIn(join(app, "dist")) };
}

/** Has what was built call the service. */
async function use(t, app, bundler) {
  const { simulator, url, wire } = await serve(t);
  await open(t, app, bundler, { connect: url, options: await optionsFor(url) });
  return { simulator, wire };
}

/** Opens what was built, as strictly as a careful site serves it, and has it make its call. */
async function open(t, app, { policy = "" }, { connect, mounts, options = MEMBER }) {
  const csp = [
    "default-src 'self'",
    `script-src 'self' 'wasm-unsafe-eval' ${policy}`,
    `connect-src ${connect}`,
    "img-src data:",
  ].join("; ");
  const { url: here } = await site(t, { folders: { "/": join(app, "dist") }, csp, mounts });
  const query = new URLSearchParams({ options: JSON.stringify(options) });
  const tab = await openTab(t, browser, `${here}/?${query}`);
  assertReply(await tab.until(() => globalThis.outcome));
  assert.deepEqual(tab.complaints, []);
}

// Apps as each bundler builds them: what comes out, and that it works in a page.

import assert from "node:assert/strict";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { chromium } from "../browsers/drivers.mjs";
import { mountHandler } from "../browsers/mount.mjs";
import { assertReply, openTab, optionsFor, serve, site } from "../browsers/setup.mjs";
import { record } from "../matrix.mjs";
import { MEMBER, member } from "../subject.mjs";
import {
  assertModules,
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
  const { name, split = [], keepsParts = false, loader = 0 } = bundler;
  describe(name, { timeout: 400_000 }, () => {
    after(() => {
      const version = `${name} ${versionOf(bundler.package)}, ${browser.version}`;
      const ran = bundler.subPaths
        ? "builds without configuration, and with the handler once it is told of sub-paths"
        : "builds without configuration, with and without the handler";
      record({ place: name, version, ran: `${ran}; opened under a CSP` });
    });

    test("bundlers: three lines, one copy of each module, no other asset", async (t) => {
      const { app, files } = await build(t, bundler, "index");
      assertModules(files, { page: 1, server: 1 });
      const { wire } = await use(t, app, bundler);
      assert.equal(wire.filter(({ method }) => method === "POST").length, 1);
    });

    test("bundlers: an app in parts has one copy too", async (t) => {
      const { app, files } = await build(t, bundler, "parts", split);
      assert.ok(Object.keys(files).filter((file) => file.endsWith(".js")).length >= 3);
      assertModules(files, { page: 1, server: 1 });
      const { wire } = await use(t, app, bundler);
      assert.equal(wire.filter(({ method }) => method === "POST").length, 2);
    });

    test("bundlers: a page that asks a handler loads what the package ships for that, and no more", async (t) => {
      const { app, files } = await build(t, bundler, "endpoint", split);
      assertModules(files, { page: 1, server: 1 });
      const { url: service, simulator } = await serve(t);
      const { mounts } = mountHandler(service);
      const loaded = await open(t, app, bundler, { mounts });
      assert.equal(member(simulator).nameCard, "by the handler");
      const { gzip, modules } = scriptsOf(pick(files, loaded));
      assert.deepEqual(modules, { page: 1, server: 0 });
      t.diagnostic(`${name}, endpoint: ${gzip} bytes of script after gzip, of ${SHIPPED} shipped`);
      assert.ok(gzip <= SHIPPED + 1_000, `${gzip} bytes, and ${SHIPPED} are shipped`);
    });

    test("bundlers: a client and the handler in one app share the copies", async (t) => {
      const { app, files } = await build(t, bundler, "both", [], bundler.subPaths);
      assertModules(files, { page: 1, server: 1 });
      const { wire, simulator } = await use(t, app, bundler);
      assert.equal(wire.filter(({ method }) => method === "POST").length, 1);
      assert.equal(member(simulator).nameCard, "both");
    });

    // Vite adds some 700 bytes to every page, and webpack 20.
    for (const [entry, most] of [
      ["nothing", 800],
      ["error", 2_000 + loader],
    ]) {
      test(`bundlers: what is not used is not there, with ${entry}`, async (t) => {
        const { app, files } = await build(t, bundler, entry);
        const { tab, loaded } = await visit(t, app, bundler, {});
        assert.deepEqual(tab.complaints, []);
        const { bytes, modules } = scriptsOf(keepsParts ? pick(files, loaded()) : files);
        t.diagnostic(`${name}, ${entry}: ${bytes} bytes of script`);
        assert.deepEqual(modules, { page: 0, server: 0 }, "a module is there, and nobody calls");
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

/** Opens what was built, and has it make its call; gives the names of the files that were loaded. */
async function open(t, app, bundler, more) {
  const { tab, loaded } = await visit(t, app, bundler, more);
  assertReply(await tab.until(() => globalThis.outcome));
  assert.deepEqual(tab.complaints, []);
  return loaded();
}

/** Opens what was built, as strictly as a careful site serves it. */
async function visit(t, app, { policy = "" }, { connect = "'self'", mounts, options = MEMBER }) {
  const csp = [
    "default-src 'self'",
    `script-src 'self' 'wasm-unsafe-eval' ${policy}`,
    `connect-src ${connect}`,
    "img-src data:",
  ].join("; ");
  const { url: here, paths } = await site(t, { folders: { "/": join(app, "dist") }, csp, mounts });
  const query = new URLSearchParams({ options: JSON.stringify(options) });
  const tab = await openTab(t, browser, `${here}/?${query}`);
  const names = readdirSync(join(app, "dist"), { recursive: true });
  const isLoaded = (name) => paths.includes(`/${name.replaceAll("\\", "/")}`);
  return { tab, loaded: () => names.filter(isLoaded) };
}

const pick = (files, names) => Object.fromEntries(names.map((name) => [name, files[name]]));

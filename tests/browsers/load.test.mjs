// Loading the module: under a Content-Security-Policy, failing, and from where the page says.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";

import { record } from "../matrix.mjs";
import { PROJECT } from "../subject.mjs";
import {
  assertError,
  assertReply,
  inEachBrowser,
  openSteps,
  openTab,
  optionsFor,
  PLACES,
  serve,
  site,
} from "./setup.mjs";

const policy = (scripts, service) =>
  `default-src 'self'; script-src ${scripts}; connect-src 'self' ${service}; img-src data:`;

const WASM = readFileSync(join(PROJECT, "node_modules/room-engine-admin/dist/core_bg.wasm"));
const answers = {
  "/module-as-octets": { status: 200, type: "application/octet-stream", body: WASM },
  "/sign-in": { status: 200, type: "text/html", body: "<!doctype html><title>Sign in</title>" },
};

inEachBrowser((browser) => {
  after(() => {
    const ran = "CSP with and without 'wasm-unsafe-eval', failing loads, slim with init(source)";
    record({ place: `${browser.name}, loading`, version: browser.version, ran });
  });

  test("loading: under a policy with 'wasm-unsafe-eval', three lines make a call", async (t) => {
    const { url } = await serve(t);
    const { url: here } = await site(t, { csp: policy("'self' 'wasm-unsafe-eval'", url) });
    const query = new URLSearchParams({ options: JSON.stringify(await optionsFor(url)) });
    const tab = await openTab(t, browser, `${here}/plain-url.html?${query}`);
    assertReply(await tab.until(() => globalThis.outcome));
    assert.deepEqual(tab.complaints, []);
  });

  for (const place of Object.keys(PLACES)) {
    test(`loading: in a ${place}, 'wasm-unsafe-eval' is all that the policy has to allow`, async (t) => {
      const { url } = await serve(t);
      const csp = policy("'self' 'wasm-unsafe-eval'", url);
      const { run, tab } = await openSteps(t, browser, place, { csp });
      assertReply(await run("call", await optionsFor(url)));
      assert.deepEqual((await run("costs")).unhandled, []);
      assert.deepEqual(tab.complaints, []);
    });

    test(`loading: in a ${place}, without it every call says what is missing, and is tried anew`, async (t) => {
      const { url, wire } = await serve(t);
      const { run } = await openSteps(t, browser, place, { csp: policy("'self'", url) });
      const options = await optionsFor(url);
      for (const times of [1, 2]) {
        const outcome = await run("call", options);
        assertError(outcome, { kind: "load", retryable: true, attempts: 0 });
        assert.match(outcome.error.message, /Content.Security.Policy|CSP/i);
        assert.match(outcome.error.hint, /Content-Security-Policy.*'wasm-unsafe-eval'/);
        const { compile, unhandled } = await run("costs");
        assert.equal(compile, times, "the second call has tried again");
        assert.deepEqual(unhandled, []);
      }
      assert.deepEqual(wire, []);
    });

    test(`loading: in a ${place}, a load that failed once is tried again by the next call`, async (t) => {
      const { url, wire } = await serve(t);
      const { run } = await openSteps(t, browser, place);
      const [failed, well] = await run("compileFailingOnce", await optionsFor(url));
      const cause = "RangeError: out of memory, for once";
      assertError(failed, { kind: "load", retryable: true, cause });
      assertReply(well);
      assert.equal(wire.filter(({ method }) => method === "POST").length, 1);
      assert.deepEqual((await run("costs")).unhandled, []);
    });

    test(`loading: in a ${place}, a browser without WebAssembly is told as that`, async (t) => {
      const { url } = await serve(t);
      const { run } = await openSteps(t, browser, place);
      const [without, well] = await run("withoutWebAssembly", await optionsFor(url));
      assertError(without, { kind: "load" });
      assert.match(without.error.message, /there is no WebAssembly here/);
      assertReply(well);
      assert.deepEqual((await run("costs")).unhandled, []);
    });

    for (const [source, cause] of [
      ["404 with HTML", /404/],
      ["200 with HTML", /magic/],
      ["nowhere", /fetch/],
    ]) {
      test(`loading: in a ${place}, init() refuses what is no module: ${source}`, async (t) => {
        const { url } = await serve(t);
        const { run } = await openSteps(t, browser, place, { answers });
        const [, init, call] = await run("slim", source, await optionsFor(url));
        assertError(init, { kind: "load", retryable: true });
        assert.match(init.error.message, cause);
        assertError(call, { kind: "load" });
        assert.deepEqual((await run("costs")).unhandled, []);
      });
    }
  }

  for (const [source, place] of [
    ["text", "page"],
    ["URL", "page"],
    ["URL", "worker"],
    ["Response", "page"],
    ["bytes", "page"],
    ["Uint8Array", "page"],
    ["Module", "worker"],
    ["another type", "page"],
  ]) {
    test(`loading: in a ${place}, slim has no module inside, and init() takes one: ${source}`, async (t) => {
      const { url } = await serve(t);
      const { run, paths } = await openSteps(t, browser, place, { answers });
      const [before, init, call] = await run("slim", source, await optionsFor(url));
      assertError(before, { kind: "load", retryable: false });
      assert.match(before.error.hint, /init\(source\)/);
      assert.equal(init.error, undefined, init.error?.message);
      assertReply(call);
      const scripts = paths.filter((path) => path.startsWith("/package/") && path.endsWith(".js"));
      assert.deepEqual(scripts, ["/package/dist/slim.js"]);
    });
  }
});

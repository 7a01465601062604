// The three lines in a page without a bundler, and all that is public in pages and workers.

import assert from "node:assert/strict";
import { after, test } from "node:test";

import { record } from "../matrix.mjs";
import { MEMBER, member, WHO } from "../subject.mjs";
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

inEachBrowser((browser) => {
  after(() => {
    const ran = "page with an import map or a plain URL, module worker: calls, errors, aborts";
    record({ place: `${browser.name}, without a bundler`, version: browser.version, ran });
  });

  // Who signs needs the large module, which is a file of its own but where all is in one.
  for (const [page, files] of [
    ["import-map.html", ["browser.js", "server.js"]],
    ["plain-url.html", ["index.js"]],
  ]) {
    test(`browser: ${page}, three lines make a call, and no file is downloaded but for it`, async (t) => {
      const { simulator, url, wire } = await serve(t);
      const { url: here, paths } = await site(t);
      const options = { ...(await optionsFor(url)), nameCard: "杰克 😀" };
      const query = new URLSearchParams({ options: JSON.stringify(options) });
      const tab = await openTab(t, browser, `${here}/${page}?${query}`);
      assertReply(await tab.until(() => globalThis.outcome));
      assert.equal(member(simulator).nameCard, "杰克 😀");
      const downloads = paths.filter((path) => path.startsWith("/package/"));
      assert.deepEqual(
        downloads,
        files.map((file) => `/package/dist/${file}`),
      );
      // Another origin: the browser has asked first, by itself.
      const methods = wire.map(({ method }) => method);
      assert.deepEqual(methods, ["OPTIONS", "POST"]);
      assert.equal(wire[1].origin, here);
      assert.deepEqual(tab.complaints, []);
    });
  }

  for (const place of Object.keys(PLACES)) {
    test(`browser: in a ${place}, importing costs nothing, and concurrent first calls share one load`, async (t) => {
      const { simulator, url } = await serve(t);
      const { run, tab } = await openSteps(t, browser, place);
      const nothing = { instantiate: 0, compile: 0, compileStreaming: 0, instantiateStreaming: 0 };
      assert.deepEqual(await run("importing"), { type: "function", ...nothing, fetch: 0 });
      const options = await optionsFor(url);
      for (const outcome of await run("callTogether", options, 20)) assertReply(outcome);
      assert.equal(simulator.calls.length, 20);
      const costs = { ...nothing, compile: 1, fetch: 20, unhandled: [] };
      const { instantiate, ...found } = await run("costs");
      assert.deepEqual({ ...found, instantiate: 0 }, costs);
      assert.ok(instantiate <= 1, `instantiated ${instantiate} times`);
      assert.deepEqual(tab.complaints, []);
    });

    test(`browser: in a ${place}, a client makes calls, and none after free()`, async (t) => {
      const { simulator, url } = await serve(t);
      const { run } = await openSteps(t, browser, place);
      const { roomId, memberAccount, ...who } = await optionsFor(url);
      const calls = ["one", "two"].map((nameCard) => ({ roomId, memberAccount, nameCard }));
      const [first, second, late] = await run("client", who, calls);
      assertReply(first);
      assertReply(second);
      assert.equal(member(simulator).nameCard, "two");
      assertError(late, { kind: "invalid", attempts: 0 });
    });

    test(`browser: in a ${place}, a UserSig is signed and read as on a server`, async (t) => {
      const { run } = await openSteps(t, browser, place);
      const { userSig, claims } = await run("signAndInspect", { ...WHO, ttl: 60 });
      assert.match(userSig, /^e[AJ][\w*-]+$/);
      const { sdkAppId, identifier, verified, expired } = claims;
      const { secretKey, ...who } = WHO;
      assert.deepEqual({ sdkAppId, identifier }, who);
      assert.deepEqual({ verified, expired }, { verified: true, expired: false });
    });

    test(`browser: in a ${place}, the browser's fetch may be given, and the caller's own gets a URL and an init`, async (t) => {
      const { simulator, url } = await serve(t);
      const { run } = await openSteps(t, browser, place);
      const { plain, recording, given } = await run("ownFetch", await optionsFor(url));
      assertReply(plain);
      assertReply(recording);
      assert.deepEqual(given, [{ self: "undefined", url: "string", init: "object" }]);
      assert.equal(simulator.calls.length, 2);
    });

    test(`browser: in a ${place}, half a surrogate pair is refused, and a whole one arrives`, async (t) => {
      const { simulator, url, wire } = await serve(t);
      const { run } = await openSteps(t, browser, place);
      const options = await optionsFor(url);
      for (const field of ["roomId", "memberAccount", "nameCard", "customInfo"]) {
        const outcome = await run("callWithHalfAPair", options, field);
        assertError(outcome, { kind: "invalid", field, attempts: 0 });
      }
      assert.deepEqual(wire, []);
      const customInfo = "\u{1F600} \uFFFD \0 \u2028";
      assertReply(await run("call", { ...options, customInfo }));
      assert.equal(member(simulator).customInfo, customInfo);
    });

    test(`browser: in a ${place}, a refusal of the service arrives with its code`, async (t) => {
      const { url } = await serve(t);
      const { run } = await openSteps(t, browser, place);
      const options = { ...(await optionsFor(url)), ...MEMBER, roomId: "no-such-room" };
      assertError(await run("call", options), { kind: "api", code: 100004, attempts: 1 });
    });

    test(`browser: in a ${place}, a secret key is refused before anything is sent, unless somebody insists`, async (t) => {
      const { simulator, url, wire } = await serve(t);
      const { run } = await openSteps(t, browser, place);
      const who = { ...WHO, baseUrl: url };
      for (const insists of [{}, { dangerouslyAllowBrowser: false }]) {
        const outcome = await run("call", { ...who, ...MEMBER, ...insists });
        assertError(outcome, { kind: "invalid", field: "secretKey", attempts: 0 });
        assert.match(outcome.error.hint, /dangerouslyAllowBrowser/);
        assert.ok(!JSON.stringify(outcome).includes(WHO.secretKey));
      }
      const [ofClient] = await run("client", who, [MEMBER]);
      assertError(ofClient, { kind: "invalid", field: "secretKey" });
      assert.deepEqual(wire, []);

      const insisting = { ...who, dangerouslyAllowBrowser: true };
      assertReply(await run("call", { ...insisting, ...MEMBER }));
      assertReply((await run("client", insisting, [MEMBER]))[0]);
      assert.equal(simulator.calls.length, 2);
    });
  }
});

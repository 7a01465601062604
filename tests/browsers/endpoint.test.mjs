// A page that has no credential, and the handler on its own site or on another.

import assert from "node:assert/strict";
import { after, test } from "node:test";

import { record } from "../matrix.mjs";
import { until } from "../node/moment.mjs";
import { MEMBER, member } from "../subject.mjs";
import { mountHandler, PATH } from "./mount.mjs";
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

const BEARER = { authorization: "Bearer abc" };
const NOBODY = { ...MEMBER, memberAccount: "nobody" };
const NO_ROOM = { ...MEMBER, roomId: "no-such-room" };
const TOO_LONG = { ...MEMBER, nameCard: "x".repeat(33) };

/** What a careful site allows itself: of other hosts nothing, unless `more` are named. */
const policy = (more = "") =>
  `default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self' ${more}; img-src data:`;

inEachBrowser((browser) => {
  after(() => {
    const ran =
      "endpoint on the page's own site and on another, with cookies, a bearer, preflights and forgeries; under a CSP";
    record({ place: `${browser.name}, a page and its handler`, version: browser.version, ran });
  });

  for (const place of Object.keys(PLACES)) {
    test(`endpoint: in a ${place}, a call goes to the own site's handler, with its cookie and the page's headers`, async (t) => {
      const { simulator, url: service, wire } = await serve(t);
      const { mounts, asked } = mountHandler(service);
      const { run, tab, url, paths } = await openSteps(t, browser, place, {
        mounts,
        csp: policy(),
      });
      await signIn(tab);
      const options = { endpoint: PATH, headers: BEARER };
      const [outcome] = await run("client", options, [{ ...MEMBER, nameCard: "杰克 😀" }]);
      assertReply(outcome);
      assert.equal(member(simulator).nameCard, "杰克 😀");
      assert.deepEqual(asked, [
        {
          method: "POST",
          origin: url,
          cookie: "session=abc",
          authorization: BEARER.authorization,
          type: "application/json",
          status: 200,
        },
      ]);
      // The page has talked to nobody else, and has loaded what any page loads for a call.
      assert.deepEqual(
        wire.map(({ method, origin }) => [method, origin]),
        [["POST", undefined]],
      );
      const downloads = paths.filter((path) => path.startsWith("/package/"));
      assert.deepEqual(downloads, ["/package/dist/browser.js"]);
      assert.deepEqual(tab.complaints, []);
    });

    test(`endpoint: in a ${place}, what fails is told as a direct call tells it`, async (t) => {
      const { url: service } = await serve(t);
      const { mounts, asked } = mountHandler(service);
      const csp = policy(service);
      const { run } = await openSteps(t, browser, place, { mounts, csp });
      const { roomId, memberAccount, ...direct } = await optionsFor(service);
      const calls = [MEMBER, NOBODY, NO_ROOM, TOO_LONG];
      const [page, expected] = await Promise.all([
        run("client", { endpoint: PATH }, calls),
        run("client", direct, calls),
      ]);
      assert.deepEqual(page.map(withoutRequestId), expected.map(withoutRequestId));
      assertError(page[1], { kind: "api", code: 100_005, retryable: false, attempts: 1 });
      assertError(page[3], { kind: "invalid", field: "nameCard", attempts: 0 });
      assert.equal(asked.length, calls.length - 1, "what is wrong has not left the page");
    });

    test(`endpoint: in a ${place}, whom authorize does not let through is told 403, and nothing is sent`, async (t) => {
      const { url: service, wire } = await serve(t);
      const authorize = (request) => request.headers.get("authorization") === "Bearer root";
      const { mounts } = mountHandler(service, { authorize });
      const { run } = await openSteps(t, browser, place, { mounts, csp: policy() });
      const [outcome] = await run("client", { endpoint: PATH, headers: BEARER }, [MEMBER]);
      assertError(outcome, { kind: "http", status: 403, retryable: false, attempts: 1 });
      assert.deepEqual(wire, []);
    });

    test(`endpoint: in a ${place}, another site's page is let in where its origin is listed, and its cookies stay`, async (t) => {
      const { simulator, url: service } = await serve(t);
      const { run, tab, endpoint, asked, url } = await apart(t, place, service, (url) => [url]);
      const [outcome, refused] = await run("client", { endpoint, headers: BEARER }, [
        { ...MEMBER, role: "Admin" },
        NOBODY,
      ]);
      assertReply(outcome);
      assertError(refused, { kind: "api", code: 100_005 });
      assert.equal(member(simulator).role, "Admin");
      const [preflight, post] = asked;
      assert.deepEqual([preflight.method, preflight.status], ["OPTIONS", 204]);
      assert.deepEqual(post, {
        method: "POST",
        origin: url,
        cookie: undefined,
        authorization: BEARER.authorization,
        type: "application/json",
        status: 200,
      });
      assert.deepEqual(tab.complaints, []);
    });

    test(`endpoint: in a ${place}, another site's page gets no further than its preflight`, async (t) => {
      const { url: service, wire } = await serve(t);
      const { run, endpoint, asked } = await apart(t, place, service, () => [
        "https://console.example.com",
      ]);
      const [outcome] = await run("client", { endpoint, maxRetries: 0 }, [MEMBER]);
      assertError(outcome, { kind: "network", attempts: 1 });
      assert.deepEqual(
        asked.map(({ method, status }) => [method, status]),
        [["OPTIONS", 403]],
      );
      assert.deepEqual(wire, []);
    });
  }

  for (const [what, isListed, status] of [
    ["another site", false, 403],
    ["a listed site", true, 415],
  ]) {
    test(`endpoint: what ${what} sends without a preflight, cookie and all, is refused`, async (t) => {
      const { url: service, wire } = await serve(t);
      let authorized = 0;
      const authorize = () => (authorized += 1) > 0;
      const { url } = await site(t);
      const listed = isListed ? [url] : [];
      const { mounts, asked } = mountHandler(service, { authorize, allowedOrigins: listed });
      const { url: theirs } = await site(t, { mounts });
      const tab = await openTab(t, browser, `${url}/steps.html`);
      await signIn(tab);
      for (const [index, forge] of FORGERIES.entries()) {
        const expected = asked.length + 1;
        await tab.run(forge, [`${theirs}${PATH}`, CALL]);
        await until(() => asked.length === expected && asked[index].status !== undefined);
      }
      for (const { method, cookie, ...exchange } of asked) {
        const told = JSON.stringify(exchange);
        assert.deepEqual([method, cookie, exchange.status], ["POST", "session=abc", status], told);
      }
      assert.equal(asked.length, FORGERIES.length);
      assert.equal(authorized, 0);
      assert.deepEqual(wire, []);
    });
  }

  /** A page on one site, and the handler on another, which lists what `list` says. */
  async function apart(t, place, service, list) {
    const mounts = {};
    const { url: theirs } = await site(t, { mounts });
    const { run, tab, url } = await openSteps(t, browser, place, { csp: policy(theirs) });
    await signIn(tab);
    const handler = mountHandler(service, { allowedOrigins: list(url) });
    Object.assign(mounts, handler.mounts);
    return { run, tab, url, asked: handler.asked, endpoint: `${theirs}${PATH}` };
  }
});

const CALL = JSON.stringify({ operation: "updateRoomMemberInfo", options: MEMBER });

/** What a page can send to any site without asking first. */
const FORGERIES = [
  async ([url, body]) => {
    await fetch(url, { method: "POST", body, mode: "no-cors", credentials: "include" });
  },
  async ([url, body]) => {
    const type = "application/x-www-form-urlencoded";
    const headers = { "content-type": type };
    await fetch(url, { method: "POST", body, headers, mode: "no-cors", credentials: "include" });
  },
  ([url, body]) => {
    navigator.sendBeacon(url, body);
  },
  // A form whose only field makes its body the call itself: the name, an equals sign, the value.
  ([url, body]) => {
    const form = Object.assign(document.createElement("form"), {
      ...{ action: url, method: "POST", enctype: "text/plain", target: "elsewhere" },
    });
    const name = body.replace(/}$/, ',"x":"');
    form.append(Object.assign(document.createElement("input"), { name, value: '"}' }));
    const frame = Object.assign(document.createElement("iframe"), { name: "elsewhere" });
    document.body.append(frame, form);
    form.submit();
  },
];

/** The cookies of a host are those of all its ports. */
const signIn = (tab) =>
  tab.run(() => {
    // biome-ignore lint/suspicious/noDocumentCookie: as a site's session is
    document.cookie = "session=abc; path=/";
  });

function withoutRequestId({ reply, error }) {
  if (error) return { error };
  const { requestId, ...rest } = reply;
  return { reply: rest };
}

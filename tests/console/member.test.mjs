// One member: from an empty form to a changed room, and all that may come between.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { chromium } from "../browsers/drivers.mjs";
import { picture } from "./place.mjs";
import { fillMember, goTo, outcome, sendAndRead, signIn, visit, visitSignedIn } from "./visit.mjs";

const BEN = { roomId: "town-hall", memberAccount: "ben" };

describe("one member", { timeout: 240_000 }, () => {
  const browser = {};
  before(async () => Object.assign(browser, await chromium.start()));
  after(() => browser.stop?.());

  test("is changed with the keyboard alone, and the room shows it", async (t) => {
    const { page, simulator, end } = await visit(t, browser);
    const type = (text) => page.keyboard.type(text);
    const press = async (...keys) => {
      for (const key of keys) await page.keyboard.press(key);
    };
    const focused = () => page.evaluate(() => document.activeElement.id);
    await page.waitForFunction(() => document.activeElement.id === "operator-name");
    await picture(page, "sign-in");
    await type("demo");
    await press("Tab");
    await type("simulator");
    await press("Enter");
    await page.locator("#view-member").waitFor();
    await page.locator("#room-id").focus();
    await type("town-hall");
    await press("Tab");
    await type("ben");
    for (const id of ["set-name-card", "name-card"]) {
      await press("Tab");
      assert.equal(await focused(), id);
    }
    await type("Ben, moderator");
    await press("Tab", "Tab", "Space", "Tab", "Tab");
    assert.equal(await focused(), "custom-info");
    await type("front row");
    assert.deepEqual((await page.innerText("#summary")).split(/\n+/), [
      "In town-hall, for ben",
      ...["Name card", "Ben → Ben, moderator"],
      ...["Role", "Admin as it is now"],
      ...["Custom info", "(empty) → front row"],
    ]);
    await press("Enter");
    assert.match(await outcome(page), /^Changed\n/);
    const member = { nameCard: "Ben, moderator", role: "Admin", customInfo: "front row" };
    assert.deepEqual({ ...simulator.rooms["town-hall"].members.ben }, member);
    await page.locator("#room li", { hasText: "Ben, moderator" }).waitFor();
    assert.deepEqual(
      simulator.calls.map(({ applied }) => applied),
      [true],
    );
    await picture(page, "changed");
    await page.click("#clear");
    assert.equal(await focused(), "room-id");
    assert.deepEqual(
      [await page.inputValue("#name-card"), await page.isChecked("#set-role")],
      ["", false],
    );
    assert.equal(await page.innerText("#outcome"), "");
    end();
  });

  test("the RequestId is the service's, and can be copied", async (t) => {
    const permissions = ["clipboard-read", "clipboard-write"];
    const { page, simulator, end } = await visitSignedIn(t, browser, { permissions });
    await fillMember(page, { ...BEN, nameCard: "B" });
    assert.ok((await sendAndRead(page)).includes(simulator.calls[0].requestId));
    await page.click("#outcome .request button");
    await page.locator("#outcome .said", { hasText: "Copied" }).waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    assert.equal(copied, simulator.calls[0].requestId);
    end();
  });

  test("only what is ticked is sent, and an empty text clears", async (t) => {
    const { page, simulator, end } = await visitSignedIn(t, browser);
    await fillMember(page, {
      roomId: "town-hall",
      memberAccount: "anna",
      nameCard: "x",
      customInfo: "",
    });
    await page.fill("#name-card", "typed, but not meant");
    await page.uncheck("#set-name-card");
    await page.check("#set-custom-info");
    await sendAndRead(page);
    const { MemberInfo } = simulator.calls[0].body;
    assert.deepEqual(MemberInfo, { Member_Account: "anna", CustomInfo: "" });
    end();
  });

  test("bytes are counted as the service counts them, and what is too long is marked", async (t) => {
    const { page, simulator, end } = await visitSignedIn(t, browser);
    await fillMember(page, BEN);
    const count = () => page.innerText("#name-card-count");
    const marked = () => page.locator("#name-card").locator("..").locator("mark").innerText();
    for (const [text, said, over] of [
      ["", "0 of 32 bytes", ""],
      ["名片", "6 of 32 bytes", ""],
      ["😀".repeat(8), "32 of 32 bytes", ""],
      ["一二三四五六七八九十一", "33 of 32 bytes, 1 too many", "一"],
      ["陈伟 is here 👨‍👩‍👧!", "34 of 32 bytes, 2 too many", "👨‍👩‍👧!"],
    ]) {
      await page.fill("#name-card", text);
      assert.deepEqual([await count(), await marked()], [said, over]);
    }
    await page.fill("#custom-info", "x".repeat(61));
    assert.equal(await page.innerText("#custom-info-count"), "61 of 60 bytes, 1 too many");
    await picture(page, "too-long");
    await page.click("#send");
    assert.equal(await page.innerText("#name-card-problem"), "2 bytes too many.");
    assert.equal(await page.evaluate(() => document.activeElement.id), "name-card");
    assert.equal(await page.getAttribute("#name-card", "aria-invalid"), "true");
    assert.equal(simulator.calls.length, 0);
    end();
  });

  test("what is missing is told where it is missing", async (t) => {
    const { page, simulator, end } = await visitSignedIn(t, browser);
    await page.click("#send");
    assert.equal(await page.innerText("#room-id-problem"), "Fill this in.");
    assert.equal(await page.innerText("#form-problem"), "Tick at least one thing to set.");
    assert.equal(await page.evaluate(() => document.activeElement.id), "room-id");
    await fillMember(page, BEN);
    await page.check("#set-role");
    await page.click("#send");
    assert.equal(await page.innerText("#role-problem"), "Choose a role.");
    await picture(page, "missing");
    assert.equal(simulator.calls.length, 0);
    end();
  });

  test("half of a character, which only the package refuses, is shown at its field", async (t) => {
    const { page, simulator, end } = await visitSignedIn(t, browser);
    await fillMember(page, { ...BEN, nameCard: "x" });
    await page.evaluate(() => {
      document.querySelector("#name-card").value = "half \ud83d";
    });
    assert.match(await sendAndRead(page), /^Nothing was sent/);
    assert.notEqual(await page.innerText("#name-card-problem"), "");
    assert.equal(simulator.calls.length, 0);
    end();
  });

  for (const [what, member, code, words] of [
    [
      "a room that is gone",
      { roomId: "gone", memberAccount: "ben", nameCard: "x" },
      100004,
      /does not exist or is dissolved.*check `roomId`/s,
    ],
    [
      "somebody who is not in it",
      { ...BEN, memberAccount: "nobody", nameCard: "x" },
      100005,
      /no member of the room.*must be in the room first/s,
    ],
    [
      "an owner's role",
      { ...BEN, memberAccount: "anna", role: "Member" },
      100006,
      /owner cannot be changed.*change_room_owner/s,
    ],
  ]) {
    test(`${what}: code ${code}, what it means and what to do`, async (t) => {
      const { page, simulator, end } = await visitSignedIn(t, browser);
      await fillMember(page, member);
      const said = await sendAndRead(page);
      assert.match(said, /^The service refused the change/);
      assert.match(said, words);
      assert.ok(said.includes(`\n${code}`), said);
      assert.ok(said.includes(simulator.calls[0].requestId), said);
      await picture(page, `refused-${code}`);
      await page.selectOption("#language", "zh");
      assert.match(await outcome(page), /^服务拒绝了此修改\n/);
      assert.doesNotMatch(await outcome(page), /[a-z]{3,} [a-z]{3,}/, "a meaning in English");
      end();
    });
  }

  test("a session that ends in the middle of work: sign in, and the change goes out", async (t) => {
    const { page, simulator, clock, end } = await visitSignedIn(t, browser);
    await fillMember(page, { ...BEN, nameCard: "kept", customInfo: "also kept" });
    clock.ahead = 9 * 60 * 60 * 1000;
    await page.click("#send");
    await page.locator("#sign-in[open]").waitFor();
    assert.match(await page.innerText("#sign-in-note"), /Your session has ended/);
    assert.equal(simulator.calls.length, 0, "nothing was sent for nobody");
    await picture(page, "session-ended");
    await signIn(page);
    assert.match(await outcome(page), /^Changed/);
    assert.equal(simulator.rooms["town-hall"].members.ben.nameCard, "kept");
    assert.equal(await page.inputValue("#custom-info"), "also kept");
    end();
  });

  test("whoever does not want to sign in again keeps the form, and is told", async (t) => {
    const { page, simulator, clock, end } = await visitSignedIn(t, browser);
    await fillMember(page, { ...BEN, nameCard: "kept" });
    clock.ahead = 9 * 60 * 60 * 1000;
    await page.click("#send");
    await page.locator("#sign-in[open]").waitFor();
    await page.keyboard.press("Escape");
    assert.match(await outcome(page), /^You are not signed in/);
    assert.equal(await page.inputValue("#name-card"), "kept");
    await page.click("#outcome button");
    await signIn(page);
    await page.locator("#outcome .good").waitFor();
    assert.equal(simulator.calls.length, 1);
    end();
  });

  test("somebody who is signed in, but may not, is told so", async (t) => {
    const { page, simulator, end } = await visitSignedIn(t, browser);
    await page.route("**/api/room-engine", (route) => route.fulfill({ status: 403 }));
    await fillMember(page, { ...BEN, nameCard: "x" });
    assert.match(await sendAndRead(page), /^You may not make this change/);
    assert.equal(await page.locator("#sign-in[open]").count(), 0);
    assert.equal(simulator.calls.length, 0);
    end();
  });

  test("without a network it says so, and sends when there is one again", async (t) => {
    const { page, simulator, end } = await visitSignedIn(t, browser);
    await fillMember(page, { ...BEN, nameCard: "first" });
    await sendAndRead(page);
    await page.context().setOffline(true);
    await page.fill("#name-card", "second");
    await page.click("#send");
    await page.locator("#outcome .bad").waitFor({ timeout: 60_000 });
    assert.match(await outcome(page), /^No connection/);
    assert.equal(simulator.calls.length, 1);
    await picture(page, "no-network");
    await page.context().setOffline(false);
    await page.click("#outcome .bad button:last-child");
    await page.locator("#outcome .good").waitFor();
    assert.equal(simulator.rooms["town-hall"].members.ben.nameCard, "second");
    end();
  });

  test("a service that stays busy (60007) is told as one, and the change can be sent later", async (t) => {
    const { page, simulator, end } = await visitSignedIn(t, browser);
    simulator.faults.push({ kind: "code", code: 60007, times: Number.POSITIVE_INFINITY });
    await fillMember(page, { ...BEN, nameCard: "patient" });
    const said = await sendAndRead(page);
    assert.match(said, /come too fast.*make fewer calls per second.*may succeed later/s);
    assert.match(said, /\n60007/);
    assert.ok(simulator.calls.length > 1, "the handler has repeated it by itself");
    await picture(page, "busy");
    simulator.faults.clear();
    await page.click("#outcome .bad button:last-child");
    await page.locator("#outcome .good").waitFor();
    end();
  });

  test("recent members are offered on the next visit, until they are forgotten", async (t) => {
    const { page, end } = await visitSignedIn(t, browser);
    await fillMember(page, { ...BEN, nameCard: "x" });
    await sendAndRead(page);
    await page.reload();
    await page.click("#recent .chip");
    assert.deepEqual(
      [await page.inputValue("#room-id"), await page.inputValue("#member-account")],
      ["town-hall", "ben"],
    );
    await page.click("#recent button:last-child");
    assert.equal(await page.locator("#recent .chip").count(), 0);
    await page.reload();
    await page.locator("#view-member").waitFor();
    assert.equal(await page.locator("#recent .chip").count(), 0);
    end();
  });

  test("a member of the room shown is edited with one press", async (t) => {
    const { page, end } = await visitSignedIn(t, browser);
    await page.click("#room .pick:has-text('class-7b')");
    await page.click("#room button[aria-label='Edit pupil-02']");
    assert.equal(await page.inputValue("#member-account"), "pupil-02");
    assert.equal(await page.evaluate(() => document.activeElement.id), "name-card");
    await page.fill("#name-card", "小红");
    assert.match(await page.innerText("#summary"), /小红 🌸 → 小红/);
    end();
  });

  test("what was sent is listed, repeated, and put back into the form", async (t) => {
    const { page, simulator, end } = await visitSignedIn(t, browser);
    await fillMember(page, { ...BEN, nameCard: "one" });
    await sendAndRead(page);
    await page.fill("#member-account", "nobody");
    await page.click("#send");
    await page.locator("#outcome .bad").waitFor();
    await goTo(page, "sent");
    const entries = page.locator("#sent .entry");
    assert.equal(await entries.count(), 2);
    assert.match(await entries.first().innerText(), /nobody.*Failed/s);
    assert.match(await entries.last().innerText(), /ben.*Changed.*one/s);
    simulator.rooms["town-hall"].members.ben.nameCard = "somebody else's";
    await entries.last().locator("button", { hasText: "Repeat" }).click();
    await page
      .locator("#sent-said", { hasText: "Repeated ben: Changed" })
      .waitFor({ state: "attached" });
    assert.equal(simulator.rooms["town-hall"].members.ben.nameCard, "one");
    assert.equal(await entries.count(), 3);
    await picture(page, "sent");
    await entries.last().locator("button", { hasText: "Fill the form" }).click();
    await page.locator("#view-member").waitFor();
    assert.equal(await page.inputValue("#name-card"), "one");
    assert.equal(await page.innerText("#name-card-count"), "3 of 32 bytes");
    assert.equal(await page.isChecked("#set-role"), false);
    end();
  });
});

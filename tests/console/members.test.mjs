// The members of a room: found, sorted, changed in place, and several at once.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { chromium } from "../browsers/drivers.mjs";
import { load, picture } from "./setup.mjs";
import {
  choose,
  focusOn,
  noticed,
  openRoom,
  outcomes,
  rename,
  runJob,
  showPart,
  signIn,
  visit,
  visitSignedIn,
} from "./visit.mjs";

const { hashPassword } = await load("server/password.mjs");

const ROOM = "class-7b";

describe("members", { timeout: 900_000 }, () => {
  const browser = {};
  before(async () => Object.assign(browser, await chromium.start()));
  after(() => browser.stop?.());

  async function open(t, roomId = ROOM, options = {}) {
    const scene = await visitSignedIn(t, browser, options);
    await openRoom(scene.page, roomId);
    await scene.page.locator("tbody th").first().waitFor();
    const room = scene.simulator.rooms[roomId];
    const accounts = () => scene.page.locator(".virtual tbody th").allInnerTexts();
    const shown = (text) => scene.page.locator("#members-shown", { hasText: text }).waitFor();
    return { ...scene, room, accounts, shown };
  }

  test("members: are found by account, name or custom info, by role and by mark", async (t) => {
    const { page, accounts, shown, end } = await open(t, "town-hall");
    await shown("300 of 300 shown");
    for (const [said, found] of [
      ["GUEST-00", 9],
      ["陈伟", 1],
      ["opens at", 1],
      ["no such", 0],
    ]) {
      await page.fill("[data-name=search]", said);
      await shown(`${found} of 300 shown`);
    }
    await page.fill("[data-name=search]", "");
    await page.selectOption("[data-name=filter-role]", "Admin");
    await shown("1 of 300 shown");
    assert.deepEqual(await accounts(), ["ben"]);
    await page.selectOption("[data-name=filter-role]", "");
    await page.selectOption("[data-name=filter-mark]", "1001");
    await shown("2 of 300 shown");
    assert.deepEqual(await accounts(), ["chen.wei", "yuki"]);
    end();
  });

  test("members: are sorted by a column, up and down", async (t) => {
    const { page, accounts, end } = await open(t);
    const by = async (name) => {
      await page.click(`[data-sort=${name}]`);
      return accounts();
    };
    const up = ["pupil-01", "pupil-02", "pupil-03", "teacher-01"];
    assert.deepEqual(await by("memberAccount"), up);
    assert.deepEqual(await by("memberAccount"), up.toReversed());
    assert.equal(
      await page.getAttribute("th:has([data-sort=memberAccount])", "aria-sort"),
      "descending",
    );
    assert.equal((await by("role"))[0], "teacher-01");
    end();
  });

  test("members: ten thousand are drawn a few at a time, and searched at once", async (t) => {
    const scene = await visitSignedIn(t, browser);
    const { page, simulator, end } = scene;
    const many = Array.from({ length: 10_000 }, (_, index) => `m${String(index).padStart(5, "0")}`);
    simulator.addRoom("stadium", { members: many, maxMemberCount: 10_000 });
    await openRoom(page, "stadium");
    await page
      .locator("#members-shown", { hasText: "10000 of 10000 shown" })
      .waitFor({ timeout: 120_000 });
    const drawn = () => page.locator(".virtual tbody tr:not(.space)").count();
    assert.ok((await drawn()) < 60, `${await drawn()} rows`);
    assert.equal(await page.getAttribute(".virtual", "aria-rowcount"), "10001");
    await page.locator("section.scroll").evaluate((box) => box.scrollTo(0, box.scrollHeight));
    await page.locator("tbody th", { hasText: "m09999" }).waitFor();
    assert.equal(
      await page.getAttribute("tr:has(th:has-text('m09999'))", "aria-rowindex"),
      "10001",
    );
    assert.ok((await drawn()) < 60);
    await page.fill("[data-name=search]", "m0777");
    await page.locator("#members-shown", { hasText: "10 of 10000 shown" }).waitFor();
    await page.check("#choose-all");
    await page.locator("#members-shown", { hasText: "10 chosen" }).waitFor();
    end();
  });

  test("members: a name card is changed in place, and the focus stays", async (t) => {
    const { page, room, end } = await open(t);
    await rename(page, "pupil-02", "小红");
    assert.match(await noticed(page), /^Name card of pupil-02.*\nChanged/s);
    assert.equal(room.members["pupil-02"].nameCard, "小红");
    await focusOn(page, "Name card of pupil-02: 小红");
    await page.click("#notice button:has-text('Undo')");
    await page.locator("button", { hasText: "小红 🌸" }).waitFor();
    assert.equal(room.members["pupil-02"].nameCard, "小红 🌸");
    await focusOn(page, "notice");
    end();
  });

  test("members: Escape leaves a name card as it was, and an empty one takes it away", async (t) => {
    const { page, room, simulator, end } = await open(t);
    await page.click("button[aria-label^='Name card of pupil-01:']");
    await page.keyboard.type("typed");
    await page.keyboard.press("Escape");
    const writes = () => simulator.calls.filter(({ operation }) => operation.startsWith("update"));
    await focusOn(page, "Name card of pupil-01: 小明");
    assert.equal(writes().length, 0);
    await rename(page, "pupil-01", "");
    await noticed(page);
    assert.equal(room.members["pupil-01"].nameCard, "");
    end();
  });

  test("members: bytes are counted as the service counts, and a long name is told in the form's words", async (t) => {
    const { page, simulator, end } = await open(t);
    await page.click("button[aria-label^='Name card of pupil-01:']");
    for (const [text, said] of [
      ["名片", "6 of 32 bytes"],
      ["一二三四五六七八九十一", "33 of 32 bytes, 1 too many"],
      ["👨‍👩‍👧👨‍👩‍👧", "36 of 32 bytes, 4 too many"],
    ]) {
      await page.fill("input[aria-label='Name card of pupil-01']", text);
      await page.locator(".in-place .bytes", { hasText: said }).waitFor();
    }
    await page.keyboard.press("Enter");
    assert.match(await noticed(page, false), /Name card: at most 32 bytes/);
    await page.selectOption("#language", "zh");
    assert.match(await noticed(page, false), /名片最多 32 字节/);
    assert.ok(simulator.calls.every(({ operation }) => operation.startsWith("get")));
    assert.equal(await page.inputValue(".in-place input"), "👨‍👩‍👧👨‍👩‍👧", "what was typed stays");
    end();
  });

  test("members: what is being typed outlives a refresh and scrolling", async (t) => {
    const { page, end } = await open(t, "town-hall");
    await page.click("button[aria-label^='Name card of ben:']");
    await page.fill("input[aria-label='Name card of ben']", "half a na");
    await page.click(".room-card button:has-text('Refresh')");
    await page.locator(".room-card button:not([aria-disabled])").waitFor();
    assert.equal(await page.inputValue("input[aria-label='Name card of ben']"), "half a na");
    const box = page.locator("section.scroll");
    await box.evaluate((box) => box.scrollTo(0, box.scrollHeight));
    await page.locator("tbody th", { hasText: "guest-294" }).waitFor();
    assert.equal(await page.locator("input[aria-label='Name card of ben']").count(), 0);
    await box.evaluate((box) => box.scrollTo(0, 0));
    await page.locator("input[aria-label='Name card of ben']").waitFor();
    assert.equal(await page.inputValue("input[aria-label='Name card of ben']"), "half a na");
    end();
  });

  test("members: a draft stays in its room, and with an operator who may not send it", async (t) => {
    const password = "a long password";
    const hash = await hashPassword(password, 100_000);
    const env = { OPERATORS: `moe=${hash}:moderator,vera=${hash}:viewer` };
    const { page, simulator, clock, end } = await visit(t, browser, { env });
    await signIn(page, { operator: "moe", password });
    simulator.addRoom("other", { members: ["pupil-01"] });
    const input = page.locator("input[aria-label='Name card of pupil-01']");
    const show = async (roomId, name) => {
      await openRoom(page, roomId);
      await page.locator("#room-name", { hasText: name }).waitFor();
      await page.locator("tbody th", { hasText: "pupil-01" }).waitFor();
    };
    await show(ROOM, "Class 7b");
    await page.click("button[aria-label^='Name card of pupil-01:']");
    await input.fill("of class 7b");
    await show("other", "other");
    assert.equal(await input.count(), 0, "another room has a pupil-01 of its own");
    await show(ROOM, "Class 7b");
    assert.equal(await input.inputValue(), "of class 7b");
    clock.ahead = 9 * 60 * 60 * 1000;
    await input.press("Enter");
    await signIn(page, { operator: "vera", password });
    assert.match(await noticed(page, false), /You may not make this change/);
    assert.equal(await input.inputValue(), "of class 7b");
    assert.equal(simulator.rooms.other.members["pupil-01"].nameCard, "");
    end();
  });

  test("members: an edit is over before a large room has been read again", async (t) => {
    const { page, room, end } = await open(t, "town-hall");
    let release;
    const released = new Promise((resolve) => (release = resolve));
    await page.route("**/api/room-engine", async (route) => {
      if (route.request().postData().includes("getRoomMemberList")) await released;
      await route.continue();
    });
    await rename(page, "ben", "Benjamin");
    await focusOn(page, "Name card of ben: Benjamin");
    assert.equal(room.members.ben.nameCard, "Benjamin");
    await page.click("#notice button:has-text('Undo')");
    await page.locator("#notice", { hasText: "Undone: Name card" }).waitFor();
    release();
    await page.locator(".room-card button:not([aria-disabled])").waitFor();
    end();
  });

  test("members: what succeeds when it is sent again is over where it was typed", async (t) => {
    const { page, room, simulator, end } = await open(t);
    const fail = () =>
      simulator.faults.push({ kind: "code", code: 60007, times: Number.POSITIVE_INFINITY });
    const again = async () => {
      await noticed(page, false);
      simulator.faults.clear();
      await page.click("#notice button:has-text('Send again')");
      await noticed(page);
    };
    fail();
    await rename(page, "pupil-01", "patient");
    await again();
    await page.locator("button[aria-label='Name card of pupil-01: patient']").waitFor();
    assert.equal(await page.locator(".in-place").count(), 0);
    await showPart(page, "settings");
    fail();
    const robot = page.locator("[data-name=memberAccount]").first();
    await robot.fill("robot-1");
    await robot.press("Enter");
    await again();
    assert.equal(room.members["robot-1"].isRobot, true);
    await page.waitForFunction(() => {
      const [field] = document.querySelectorAll("[data-name=memberAccount]");
      return field.value === "";
    });
    end();
  });

  test("members: a role is changed in place and taken back; the owner's is not offered", async (t) => {
    const { page, room, end } = await open(t);
    await page.selectOption("select[aria-label='Role of pupil-01']", "Admin");
    await noticed(page);
    assert.equal(room.members["pupil-01"].role, "Admin");
    await page.click("#notice button:has-text('Undo')");
    await page.waitForFunction(
      () => document.querySelector("select[aria-label='Role of pupil-01']").value === "Member",
    );
    assert.equal(room.members["pupil-01"].role, "Member");
    assert.equal(await page.locator("select[aria-label='Role of teacher-01']").count(), 0);
    end();
  });

  test("several: roles are previewed, set, told for each, and taken back", async (t) => {
    const { page, simulator, room, end } = await open(t);
    room.members["pupil-02"].role = "Admin";
    await page.click(".room-card button:has-text('Refresh')");
    await page.waitForFunction(
      () => document.querySelector("select[aria-label='Role of pupil-02']").value === "Admin",
    );
    await choose(page, ["teacher-01", "pupil-01", "pupil-02", "pupil-03"], "setRole", {
      role: "Admin",
    });
    assert.equal(await page.innerText("#job h3"), "2 will be given the role Admin");
    assert.deepEqual(await outcomes(page), [
      ["pupil-01", "Ready"],
      ["pupil-03", "Ready"],
      ["teacher-01", "Left out"],
      ["pupil-02", "Left out"],
    ]);
    assert.match(await page.innerText("#job"), /owns the room/i);
    assert.ok(
      simulator.calls.every(({ operation }) => operation.startsWith("get")),
      "nothing yet",
    );
    await picture(page, "several-preview-role");
    assert.equal(await runJob(page), "Changed: 2. Failed: 0. Not sent: 0.");
    assert.equal(room.members["pupil-03"].role, "Admin");
    await focusOn(page, "job");
    await page.click("#job-undo");
    assert.equal(await page.innerText("#job h3"), "2 will be put back as they were");
    await runJob(page);
    const roles = Object.values(room.members).map(({ role }) => role);
    assert.deepEqual(roles, ["Owner", "Member", "Admin", "Member"]);
    end();
  });

  test("several: a ban has a reason and a time, and is undone", async (t) => {
    const { page, simulator, room, end } = await open(t);
    await choose(page, ["pupil-01", "pupil-02"], "ban", { reason: "shouting", duration: 86_400 });
    assert.match(await page.innerText("#job h3"), /^2 will be removed.*come back for 1 day$/);
    await runJob(page);
    const { body } = simulator.calls.find(({ operation }) => operation === "banRoomMember");
    assert.deepEqual(body, {
      RoomId: ROOM,
      MemberList_Account: ["pupil-01", "pupil-02"],
      Reason: "shouting",
      Duration: 86_400,
    });
    assert.deepEqual(Object.keys(room.bans), ["pupil-01", "pupil-02"]);
    await page.click("#job-undo");
    assert.equal(await page.innerText("#job h3"), "2 may come back into the room");
    await runJob(page);
    assert.deepEqual(Object.keys(room.bans), []);
    end();
  });

  test("several: what was said of a plan outlives those chosen, and the focus goes on", async (t) => {
    const { page, simulator, shown, end } = await open(t);
    await choose(page, ["pupil-01"], "kick", { reason: "late" });
    await focusOn(page, "job");
    await page.click("#job-close");
    await focusOn(page, "bulk");
    simulator.leave(ROOM, "pupil-01");
    await page.click(".room-card button:has-text('Refresh')");
    await shown("3 of 3 shown, 0 chosen");
    await page.check("input[aria-label='Choose pupil-02']");
    assert.equal(await page.inputValue("#bulk [data-name=action]"), "kick");
    assert.equal(await page.inputValue("#bulk [data-name=reason]"), "late");
    await page.click("#bulk button[type=submit]");
    await page.locator("#job").waitFor();
    await runJob(page);
    await page.click("#job-close");
    await focusOn(page, "members");
    end();
  });

  test("several: a reason has to be given, at its field", async (t) => {
    const { page, end } = await open(t);
    await page.check("input[aria-label='Choose pupil-01']");
    await page.selectOption("#bulk [data-name=action]", "kick");
    await page.click("#bulk button[type=submit]");
    await page.locator("#bulk .problem", { hasText: "Fill this in." }).waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.dataset.name), "reason");
    await page.fill("#bulk [data-name=reason]", "名".repeat(334));
    await page.click("#bulk button[type=submit]");
    await page.locator("#bulk .problem", { hasText: "2 bytes too many." }).waitFor();
    end();
  });

  test("several: marks go out ten at a time, kicks twenty at a time", async (t) => {
    const { page, simulator, room, end } = await open(t, "town-hall");
    const sizes = (operation, list) =>
      simulator.calls
        .filter((call) => call.operation === operation)
        .map(({ body }) => body[list].length);
    await page.fill("[data-name=search]", "guest-0");
    await page.locator("#members-shown", { hasText: "99 of 300" }).waitFor();
    await page.fill("[data-name=search]", "guest-02");
    await page.check("#choose-all");
    await page.fill("[data-name=search]", "guest-03");
    await page.check("#choose-all");
    await page.fill("[data-name=search]", "guest-04");
    await page.check("#choose-all");
    await page.locator("#members-shown", { hasText: "30 chosen" }).waitFor();
    await choose(page, [], "mark", { mark: 2000 });
    await runJob(page);
    assert.deepEqual(sizes("markRoomMember", "MemberList"), [10, 10, 10]);
    assert.deepEqual(room.members["guest-033"].marks, [2000]);
    await page.click("#job-close");
    await choose(page, [], "kick", { reason: "full" });
    await runJob(page);
    // Both are under way at once.
    assert.deepEqual(sizes("kickUserOut", "MemberList_Account").sort(), [10, 20]);
    assert.equal("guest-033" in room.members, false);
    end();
  });

  test("several: one who has left fails the group, and the retry goes one by one", async (t) => {
    const { page, room, simulator, end } = await open(t);
    await choose(page, ["pupil-01", "pupil-02", "pupil-03"], "kick", { reason: "late" });
    simulator.leave(ROOM, "pupil-02");
    assert.equal(await runJob(page), "Changed: 0. Failed: 3. Not sent: 0.");
    assert.match(await page.innerText("#job"), /100005: There is no such member.*refresh/s);
    assert.equal(await page.innerText("#job-run"), "Send again: 3");
    await picture(page, "several-failed");
    await page.click("#job-run");
    await page
      .locator("#job-summary", { hasText: "Changed: 2. Failed: 1." })
      .waitFor({ timeout: 60_000 });
    assert.deepEqual(await outcomes(page), [
      ["pupil-01", "Changed"],
      ["pupil-02", "Failed"],
      ["pupil-03", "Changed"],
    ]);
    assert.deepEqual(Object.keys(room.members), ["teacher-01"]);
    end();
  });

  test("several: can be stopped, and the rest sent later", async (t) => {
    const { page, simulator, end } = await open(t, "town-hall");
    await page.fill("[data-name=search]", "guest-1");
    await page.check("#choose-all");
    await choose(page, [], "setCustomInfo", { customInfo: "row 1" });
    simulator.faults.push((call) =>
      call.operation.startsWith("update") ? { kind: "delay", ms: 200, applied: true } : undefined,
    );
    await page.click("#job-run");
    await page.locator("#job tr.done").first().waitFor();
    await picture(page, "several-running");
    await page.click("#job .danger");
    await page.locator("#job-close", { hasText: "Close" }).waitFor({ timeout: 60_000 });
    simulator.faults.clear();
    assert.match(await page.innerText("#job-summary"), /Not sent: [1-9]/);
    await runJob(page);
    await page
      .locator("#job-summary", { hasText: "Changed: 100. Failed: 0. Not sent: 0." })
      .waitFor();
    const sent = simulator.calls.filter(({ operation }) => operation.startsWith("update"));
    assert.equal(sent.length, 100, "none was sent twice");
    end();
  });

  test("several: a plan belongs to its room, and another room waits until it has ended", async (t) => {
    const { page, simulator, end } = await open(t, "town-hall");
    await page.fill("[data-name=search]", "guest-1");
    await page.check("#choose-all");
    await choose(page, [], "setCustomInfo", { customInfo: "row 1" });
    let release;
    const released = new Promise((resolve) => (release = resolve));
    await page.route("**/api/room-engine", async (route) => {
      if (route.request().postData().includes("updateRoomMemberInfo")) await released;
      await route.continue();
    });
    await page.click("#job-run");
    await page.click(`.chip:has-text("${ROOM}")`);
    await page.locator("tbody th", { hasText: "pupil-01" }).waitFor();
    assert.equal(await page.locator("#job").count(), 0);
    await page.check("input[aria-label='Choose pupil-01']");
    await page.locator("#bulk", { hasText: "town-hall is being changed" }).waitFor();
    release();
    await page
      .locator("#bulk", { hasText: "is being changed" })
      .waitFor({ state: "detached", timeout: 60_000 });
    assert.equal(simulator.rooms["town-hall"].members["guest-100"].customInfo, "row 1");
    end();
  });

  test("members: invisible characters of an account are shown", async (t) => {
    const { page, simulator, end } = await visitSignedIn(t, browser);
    simulator.addRoom("odd", { members: ["ann", "ann\u200b", "b\u00a0n"] });
    await openRoom(page, "odd");
    await page.locator("tbody th").nth(2).waitFor();
    const shown = await page.locator("tbody th").allInnerTexts();
    assert.deepEqual(shown, ["ann", "annU+200B", "bU+00A0n"]);
    end();
  });

  test("members: with the keyboard alone, from signing in to a ban", async (t) => {
    const { page, simulator, end } = await visit(t, browser);
    const { keyboard } = page;
    const press = async (...keys) => {
      for (const key of keys) await keyboard.press(key);
    };
    await page.waitForFunction(() => document.activeElement.id === "operator-name");
    await keyboard.type("demo");
    await press("Tab");
    await keyboard.type("simulator");
    await press("Enter");
    await page.locator("#sign-in[open]").waitFor({ state: "detached" });
    await page.locator("[data-name=open]").focus();
    await keyboard.type(ROOM);
    await press("Enter");
    await page.locator("tbody th").first().waitFor();
    await page.locator("input[aria-label='Choose pupil-03']").focus();
    await press("Space");
    await page.locator("[data-name=action]").focus();
    await page.selectOption("[data-name=action]", "ban");
    await press("Tab", "Tab");
    await keyboard.type("noise");
    await press("Tab", "Enter");
    await page.locator("#job").waitFor();
    await page.waitForFunction(() => document.activeElement.id === "job");
    await page.locator("#job-run").focus();
    await press("Enter");
    await page.locator("#job-undo").waitFor({ timeout: 60_000 });
    assert.ok("pupil-03" in simulator.rooms[ROOM].bans);
    end();
  });

  test("banned: who, until when, and unban of one and of all", async (t) => {
    const { page, room, end } = await open(t, "town-hall");
    await showPart(page, "banned");
    const rows = page.locator("section[aria-label=Banned] tbody tr");
    await rows.nth(1).waitFor();
    assert.match(await rows.first().innerText(), /mallory.*in (59|60) minutes|mallory.*in 1 hour/s);
    await page.click("button[aria-label='Unban mallory']");
    assert.match(await noticed(page), /^mallory unbanned/);
    assert.deepEqual(Object.keys(room.bans), ["troll-7"]);
    await page.waitForFunction(() => document.activeElement.id === "notice");
    room.bans["troll-8"] = room.bans["troll-7"];
    await page.click(".room-card button:has-text('Refresh')");
    await page.click("button:has-text('Unban all: 2')");
    await runJob(page);
    assert.deepEqual(Object.keys(room.bans), []);
    await page.click("#job-close");
    await focusOn(page, "banned");
    end();
  });

  test("several: a session that ends on the way asks once, and all goes on", async (t) => {
    const { page, room, clock, end } = await open(t);
    await choose(page, ["pupil-01", "pupil-02", "pupil-03"], "setRole", { role: "Admin" });
    clock.ahead = 9 * 60 * 60 * 1000;
    await page.click("#job-run");
    await signIn(page);
    await page.locator("#job-summary", { hasText: "Changed: 3." }).waitFor({ timeout: 60_000 });
    assert.equal(room.members["pupil-02"].role, "Admin");
    end();
  });
});

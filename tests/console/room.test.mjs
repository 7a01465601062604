// A room as a whole: opened, kept fresh, its seats, its settings, its end; and a new one.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { chromium } from "../browsers/drivers.mjs";
import { load, picture } from "./setup.mjs";
import {
  focusOn,
  goTo,
  noticed,
  openRoom,
  rename,
  showPart,
  signIn,
  visit,
  visitSignedIn,
} from "./visit.mjs";

const { hashPassword } = await load("server/password.mjs");

const ROOM = "class-7b";

describe("a room", { timeout: 900_000 }, () => {
  const browser = {};
  before(async () => Object.assign(browser, await chromium.start()));
  after(() => browser.stop?.());

  async function open(t, roomId = ROOM, part, options = {}) {
    const scene = await visitSignedIn(t, browser, options);
    await openRoom(scene.page, roomId);
    if (part) await showPart(scene.page, part);
    return { ...scene, room: scene.simulator.rooms[roomId] };
  }

  test("room: known ones are offered, those opened last are kept, and can be forgotten", async (t) => {
    const { page, simulator, end } = await open(t);
    await page.click(".chip:has-text('board-meeting')");
    await page.locator("#room-name", { hasText: "Board meeting" }).waitFor();
    assert.match(await page.innerText(".room-card"), /Not started/);
    simulator.addRoom("unlisted", {});
    await openRoom(page, "unlisted");
    await page.locator("#room-name", { hasText: "unlisted" }).waitFor();
    delete simulator.rooms.unlisted;
    await page.reload();
    await page.locator(".chip", { hasText: "unlisted" }).waitFor();
    await page.click(".opener button:has-text('Forget')");
    await page.locator(".chip", { hasText: "unlisted" }).waitFor({ state: "detached" });
    end();
  });

  test("room: nonsense in the browser's storage does not keep the page from starting", async (t) => {
    const { page, end } = await open(t);
    for (const nonsense of [
      "{",
      "null",
      "42",
      '"constructor"',
      "[1,{}]",
      '{"a":1}',
      '["", null]',
    ]) {
      await page.evaluate((text) => {
        for (const name of ["rooms/demo", "rooms", "language", "theme", "recent"]) {
          localStorage.setItem(`room-console/${name}`, text);
        }
      }, nonsense);
      await page.reload();
      await page.locator(".chip").first().waitFor();
      assert.equal(await page.innerText("#title-room"), "Room", nonsense);
    }
    end();
  });

  test("room: one that is not there says so, in the words of the form", async (t) => {
    const { page, end } = await visitSignedIn(t, browser);
    await page.fill("[data-name=open]", "gone");
    await page.press("[data-name=open]", "Enter");
    const card = page.locator("#room .result.bad");
    await card.waitFor();
    assert.match(await card.innerText(), /There is no such room.*Check the room ID/s);
    assert.doesNotMatch(await card.innerText(), /roomId|`/);
    await page.selectOption("#language", "zh");
    assert.match(await card.innerText(), /房间不存在或已解散.*请检查房间 ID/s);
    end();
  });

  test("room: it is read anew by itself while it is seen, and not in the background", async (t) => {
    const { page, simulator, end } = await visitSignedIn(t, browser);
    await page.clock.install();
    await openRoom(page, ROOM);
    const reads = () =>
      simulator.calls.filter(({ operation }) => operation === "getRoomInfo").length;
    await page.locator("tbody th").first().waitFor();
    assert.equal(reads(), 1);
    simulator.rooms[ROOM].roomName = "Renamed";
    // The page's clock goes on by itself too, so that there is room for a slow machine.
    await page.clock.fastForward(4000);
    await page.evaluate(() => fetch("/api/rooms"));
    assert.equal(reads(), 1, "not before ten seconds are over");
    await page.clock.fastForward(60_000);
    await page.locator("#room-name", { hasText: "Renamed" }).waitFor();
    const seen = reads();
    await page.evaluate(() => {
      Object.defineProperty(document, "hidden", { configurable: true, get: () => true });
    });
    await page.clock.fastForward(600_000);
    await page.clock.fastForward(600_000);
    assert.ok(reads() <= seen, "nobody looks");
    await page.evaluate(() => {
      Object.defineProperty(document, "hidden", { configurable: true, get: () => false });
      document.dispatchEvent(new Event("visibilitychange"));
    });
    const isReadAgain = () => reads() > seen;
    while (!isReadAgain()) await new Promise((resolve) => setImmediate(resolve));
    end();
  });

  test("room: one that ends meanwhile says so, and keeps what was seen", async (t) => {
    const { page, simulator, end } = await open(t);
    await page.locator("tbody th").first().waitFor();
    delete simulator.rooms[ROOM];
    await rename(page, "pupil-01", "x");
    assert.match(await noticed(page, false), /no such room, or it has ended/);
    await page.click(".room-card button:has-text('Refresh')");
    await page.locator(".room-card .result.bad", { hasText: "it has ended" }).waitFor();
    assert.equal(await page.locator("tbody th").count(), 4);
    end();
  });

  test("room: somebody who has left cannot be changed, and what was typed stays", async (t) => {
    const { page, simulator, end } = await open(t);
    await page.locator("tbody th").first().waitFor();
    simulator.leave(ROOM, "pupil-01");
    await rename(page, "pupil-01", "x");
    assert.match(await noticed(page, false), /no such member in the room.*They may have left/s);
    assert.equal(await page.inputValue(".in-place input"), "x");
    await picture(page, "refused-100005");
    end();
  });

  test("room: each kind of failure is told in an operator's words", async (t) => {
    const { page, end } = await open(t);
    await page.locator("tbody th").first().waitFor();
    const answers = {
      "No connection.*refresh and look before": (route) => route.abort(),
      "An unexpected answer.*tell whoever runs this console": (route) =>
        route.fulfill({ status: 404, body: "gone" }),
      "makes no sense.*whether it was done": (route) => route.fulfill({ body: "<html>" }),
    };
    await rename(page, "pupil-01", "x");
    await noticed(page);
    for (const [said, answer] of Object.entries(answers)) {
      await page.route("**/api/room-engine", answer);
      await page.click(".room-card button:has-text('Refresh')");
      const card = page.locator(".room-card .result.bad");
      await card.filter({ hasText: new RegExp(said, "s") }).waitFor();
      assert.doesNotMatch(
        await card.innerText(),
        /idempotent|endpoint|fetch|handler|timeoutMs|safe/,
      );
      await page.unroute("**/api/room-engine");
    }
    end();
  });

  test("room: what could not be downloaded is told as that, and read when it can be", async (t) => {
    const { page, end } = await visit(t, browser);
    await page.clock.install();
    await page.route("**/assets/browser-*.js", (route) => route.abort());
    await signIn(page);
    await page.fill("[data-name=open]", ROOM);
    await page.press("[data-name=open]", "Enter");
    const card = page.locator("#room .result.bad");
    await card.waitFor();
    assert.match(await card.innerText(), /could not be loaded.*Check the connection, then reload/s);
    await page.unroute("**/assets/browser-*.js");
    await page.clock.fastForward(60_000);
    await page.locator("#room-name", { hasText: "Class 7b" }).waitFor();
    end();
  });

  test("room: after a sign-in that was put off it is read again, by itself", async (t) => {
    const { page, simulator, clock, end } = await visitSignedIn(t, browser);
    await page.clock.install();
    await openRoom(page, ROOM);
    await page.locator("tbody th").first().waitFor();
    await rename(page, "pupil-01", "first");
    await noticed(page);
    await page.locator(".room-card button:not([aria-disabled])").waitFor();
    clock.ahead = 9 * 60 * 60 * 1000;
    await rename(page, "pupil-01", "second");
    await page.locator("#sign-in[open]").waitFor();
    await page.keyboard.press("Escape");
    await noticed(page, false);
    await page.clock.fastForward(60_000);
    simulator.rooms[ROOM].roomName = "Renamed";
    await goTo(page, "sent");
    await page.click("#sent li:last-child button:has-text('Repeat')");
    await signIn(page);
    await goTo(page, "room");
    await page.locator("#room-name", { hasText: "Renamed" }).waitFor();
    simulator.rooms[ROOM].roomName = "Again";
    await page.locator(".room-card button:not([aria-disabled])").waitFor();
    await page.clock.fastForward(60_000);
    await page.locator("#room-name", { hasText: "Again" }).waitFor();
    end();
  });

  test("room: what was read this moment was not read in the future", async (t) => {
    const { page, end } = await visitSignedIn(t, browser);
    await page.clock.setFixedTime(new Date());
    await openRoom(page, ROOM);
    await page.locator(".room-card", { hasText: "Read 0 seconds ago" }).waitFor();
    end();
  });

  test("room: a service under load (60007) is told as one, and the call can be repeated", async (t) => {
    const { page, simulator, room, end } = await open(t);
    await page.locator("tbody th").first().waitFor();
    simulator.faults.push({ kind: "code", code: 60007, times: Number.POSITIVE_INFINITY });
    await rename(page, "pupil-01", "patient");
    assert.match(await noticed(page, false), /Calls come too fast.*may succeed later.*60007/s);
    simulator.faults.clear();
    await page.click("#notice button:has-text('Send again')");
    await noticed(page);
    assert.equal(room.members["pupil-01"].nameCard, "patient");
    end();
  });

  test("room: without a network it says so, and goes on when there is one again", async (t) => {
    const { page, room, end } = await open(t);
    await page.locator("tbody th").first().waitFor();
    await rename(page, "pupil-02", "first");
    await noticed(page);
    await page.context().setOffline(true);
    await rename(page, "pupil-01", "second");
    assert.match(await noticed(page, false), /^.*\nNo connection/s);
    await page.context().setOffline(false);
    await page.click("#notice button:has-text('Send again')");
    await noticed(page);
    assert.equal(room.members["pupil-01"].nameCard, "second");
    end();
  });

  test("room: an ended session asks for the password, and the change goes out", async (t) => {
    const { page, clock, room, end } = await open(t);
    await page.locator("tbody th").first().waitFor();
    clock.ahead = 9 * 60 * 60 * 1000;
    await rename(page, "pupil-01", "kept");
    await page.locator("#sign-in[open]").waitFor();
    assert.match(await page.innerText("#sign-in-note"), /Your session has ended/);
    await picture(page, "session-ended");
    await signIn(page);
    await noticed(page);
    assert.equal(room.members["pupil-01"].nameCard, "kept");
    end();
  });

  test("room: whoever does not sign in again is told, and loses nothing", async (t) => {
    const { page, clock, end } = await open(t);
    await page.locator("tbody th").first().waitFor();
    clock.ahead = 9 * 60 * 60 * 1000;
    await rename(page, "pupil-01", "kept");
    await page.locator("#sign-in[open]").waitFor();
    await page.keyboard.press("Escape");
    assert.match(await noticed(page, false), /You are not signed in/);
    assert.equal(await page.inputValue(".in-place input"), "kept");
    end();
  });

  test("room: a right that is missing is told as one", async (t) => {
    const { page, end } = await open(t);
    await page.locator("tbody th").first().waitFor();
    await page.route("**/api/room-engine", (route) => route.fulfill({ status: 403 }));
    await rename(page, "pupil-01", "x");
    assert.match(await noticed(page, false), /You may not make this change/);
    end();
  });

  test("seats: somebody is put on, taken off, moved and swapped", async (t) => {
    const { page, room, end } = await open(t, ROOM, "seats");
    const sitters = () => room.seats.map(({ memberAccount }) => memberAccount ?? "");
    await page.click("[data-seat='4']");
    await page.fill("[data-name=sitter]", "pupil-03");
    await page.press("[data-name=sitter]", "Enter");
    await noticed(page);
    assert.equal(sitters()[4], "pupil-03");
    await page.locator("[data-seat='4'].taken").waitFor();
    await page.selectOption("[data-name=to]", "5");
    await page.click(".seat-actions button:has-text('Move')");
    await page.locator("[data-seat='5'].taken").waitFor();
    assert.deepEqual(sitters(), ["teacher-01", "pupil-01", "", "", "", "pupil-03"]);
    await page.click("[data-seat='5']");
    await page.selectOption("[data-name=to]", "1");
    await page.selectOption("[data-name=policy]", "swap");
    await picture(page, "seats");
    await page.click(".seat-actions button:has-text('Move')");
    await page.locator("[data-seat='1']", { hasText: "pupil-03" }).waitFor();
    assert.deepEqual(sitters(), ["teacher-01", "pupil-03", "", "", "", "pupil-01"]);
    await page.click("[data-name=take-off]");
    await page.locator("[data-seat='5'].free").waitFor();
    assert.equal(sitters()[5], "");
    await page.click("#notice button:has-text('Undo')");
    await page.locator("[data-seat='5'].taken").waitFor();
    assert.equal(sitters()[5], "pupil-01");
    end();
  });

  test("seats: invisible characters of accounts are shown wherever they are named", async (t) => {
    const { page, simulator, room, end } = await open(t, ROOM, "seats");
    const [one, other] = ["ann\u200b", "b\u00a0n"];
    for (const account of [one, other]) simulator.enter(ROOM, account);
    room.seats[4].memberAccount = one;
    room.seats[5].memberAccount = other;
    await page.click(".room-card button:has-text('Refresh')");
    await page.locator("[data-seat='4'] mark", { hasText: "U+200B" }).waitFor();
    await page.click("[data-seat='4']");
    await page.selectOption("[data-name=to]", "5");
    const options = (name) => page.locator(`[data-name=${name}] option`).allInnerTexts();
    assert.ok((await options("to")).some((option) => option.endsWith("b[U+00A0]n")));
    for (const policy of ["Swap with b[U+00A0]n", "Take b[U+00A0]n off"]) {
      assert.ok((await options("policy")).includes(policy), policy);
    }
    await page.click("[data-name=take-off]:has-text('Take ann[U+200B] off')");
    assert.match(await noticed(page), /ann\[U\+200B\] off the seat/);
    for (const view of ["sent", "audit"]) {
      await goTo(page, view);
      await page.locator(`#view-${view}`, { hasText: "ann[U+200B]" }).waitFor();
    }
    end();
  });

  test("seats: are locked and unlocked, and a locked one says why it takes nobody", async (t) => {
    const { page, room, end } = await open(t, ROOM, "seats");
    await page.click("[data-seat='2']");
    await page.fill("[data-name=sitter]", "pupil-03");
    await page.press("[data-name=sitter]", "Enter");
    assert.match(await noticed(page, false), /The seat is locked.*Unlock it/s);
    await page.uncheck("[data-name=isTakenDisabledSet]");
    await page.locator("[data-seat='2'].free").waitFor();
    await page.click(".seat-actions button:has-text('Put on')");
    await page.locator("[data-seat='2'].taken").waitFor();
    await page.check("[data-name=isAudioDisabledSet]");
    await page.locator("[data-seat='2']", { hasText: "no microphone" }).waitFor();
    assert.equal(room.seats[2].isAudioDisabled, true);
    end();
  });

  test("seats: who was locked out comes back with Undo, and a move says that it unlocks", async (t) => {
    const { page, room, end } = await open(t, ROOM, "seats");
    await page.click("[data-seat='1']");
    await page.selectOption("[data-name=to]", "2");
    await page
      .locator("[data-name=move-note]", { hasText: "moving somebody there unlocks" })
      .waitFor();
    await page.selectOption("[data-name=to]", "5");
    assert.equal(await page.innerText("[data-name=move-note]"), "");
    await page.check("[data-name=isTakenDisabledSet]");
    await page.locator("[data-seat='1'].locked").waitFor();
    await page.click("#notice button:has-text('Undo')");
    await page.locator("[data-seat='1'].taken").waitFor();
    await page.locator("#notice .good", { hasText: "Undone: Seat 1" }).waitFor();
    const { isTakenDisabled, memberAccount } = room.seats[1];
    assert.deepEqual([isTakenDisabled, memberAccount], [false, "pupil-01"]);
    end();
  });

  test("seats: an account that is being typed is there when the seat is free again", async (t) => {
    const { page, room, end } = await open(t, ROOM, "seats");
    const refresh = () => page.click(".room-card button:has-text('Refresh')");
    await page.click("[data-seat='4']");
    await page.fill("[data-name=sitter]", "pupil-0");
    room.seats[4].memberAccount = "pupil-03";
    await refresh();
    await page.locator("[data-seat='4'].taken").waitFor();
    room.seats[4].memberAccount = undefined;
    await refresh();
    await page.locator("[data-seat='4'].free").waitFor();
    assert.equal(await page.inputValue("[data-name=sitter]"), "pupil-0");
    await page.fill("[data-name=sitter]", "pupil-03");
    await page.press("[data-name=sitter]", "Enter");
    await page.locator("[data-seat='4'].taken").waitFor();
    await page.click("[data-name=take-off]");
    await page.locator("[data-seat='4'].free").waitFor();
    assert.equal(
      await page.inputValue("[data-name=sitter]"),
      "",
      "what was sent is not typed any more",
    );
    end();
  });

  test("seats: are gone through with the arrow keys", async (t) => {
    const { page, end } = await open(t, ROOM, "seats");
    const at = () => page.evaluate(() => document.activeElement.dataset.seat);
    await page.locator("[data-seat='0']").focus();
    for (const [key, seat] of [
      ["ArrowRight", "1"],
      ["ArrowRight", "2"],
      ["ArrowLeft", "1"],
      ["End", "5"],
      ["ArrowRight", "5"],
      ["Home", "0"],
    ]) {
      await page.keyboard.press(key);
      assert.equal(await at(), seat, key);
    }
    assert.equal(await page.getAttribute("[data-seat='0']", "aria-checked"), "true");
    assert.equal(await page.locator("[role=radio][tabindex='0']").count(), 1);
    end();
  });

  test("settings: only what was changed is sent, and can be taken back", async (t) => {
    const { page, simulator, room, end } = await open(t, ROOM, "settings");
    await page.fill("[data-name=roomName]", "Class 8b");
    await page.fill("[data-name=maxMemberCount]", "40");
    await page.click("button:has-text('Save')");
    await noticed(page);
    const { body } = simulator.calls.find(({ operation }) => operation === "updateRoomInfo");
    assert.deepEqual(body, {
      RoomInfo: { RoomId: ROOM, RoomName: "Class 8b", MaxMemberCount: 40 },
    });
    await page.locator("#room-name", { hasText: "Class 8b" }).waitFor();
    await page.click("#notice button:has-text('Undo')");
    await page.locator("#room-name", { hasText: "Class 7b" }).waitFor();
    assert.equal(room.maxMemberCount, 300);
    await page.click("button:has-text('Save')");
    await page.locator(".problem", { hasText: "Nothing was changed." }).waitFor();
    end();
  });

  test("settings: limits are told at their fields, and what was typed outlives a refresh", async (t) => {
    const { page, end } = await open(t, ROOM, "settings");
    await page.fill("[data-name=roomName]", "名".repeat(34));
    await page.fill("[data-name=maxMemberCount]", "1.5");
    await page.click("button:has-text('Save')");
    await page.locator(".problem", { hasText: "2 bytes too many." }).waitFor();
    await page.locator(".problem", { hasText: "Give a whole number." }).waitFor();
    await page.fill("[data-name=maxMemberCount]", "");
    await page.click("button:has-text('Save')");
    await page.locator(".problem", { hasText: "Fill this in." }).waitFor();
    assert.equal(await page.locator(".problem", { hasText: "Nothing was changed." }).count(), 0);
    assert.equal(await page.evaluate(() => document.activeElement.dataset.name), "roomName");
    await page.click(".room-card button:has-text('Refresh')");
    await page.locator(".room-card button:not([aria-disabled])").waitFor();
    assert.equal(await page.inputValue("[data-name=roomName]"), "名".repeat(34));
    end();
  });

  test("settings: the five switches, one by one and all at once", async (t) => {
    const { page, room, end } = await open(t, ROOM, "settings");
    const names = ["Audio", "Video", "Message", "ScreenSharing", "CloudRecording"];
    const off = () => names.filter((name) => room[`is${name}Disabled`]);
    await page.check("[data-name=isMessageDisabled]");
    await noticed(page);
    assert.deepEqual(off(), ["Message"]);
    await page.click("[data-name=mute-all]");
    await page.locator("[data-name=mute-all]", { hasText: "Allow everything" }).waitFor();
    assert.deepEqual(off(), names);
    await page.click("#notice button:has-text('Undo')");
    await page.locator("[data-name=mute-all]", { hasText: "Switch everything off" }).waitFor();
    assert.deepEqual(off(), ["Message"]);
    end();
  });

  test("settings: a password is set and taken away, and is not listed under what was sent", async (t) => {
    const { page, room, end } = await open(t, ROOM, "settings");
    await page.fill("[data-name=password]", "2468");
    await page.click("button:has-text('Set the password')");
    await noticed(page);
    assert.deepEqual([room.isPasswordEnabled, room.password], [true, "2468"]);
    await page.click("[data-name=ask-no-password]");
    await focusOn(page, "sure-words");
    assert.match(await page.innerText(".question"), /class-7b can then come in without a password/);
    await page.click("[data-name=not-sure]");
    await focusOn(page, "ask-no-password");
    assert.equal(room.isPasswordEnabled, true);
    await page.click("[data-name=ask-no-password]");
    await page.click("[data-name=sure]");
    await page.waitForFunction(() => document.querySelector("#sent-count").textContent === "2");
    await goTo(page, "sent");
    assert.doesNotMatch(await page.innerText("#sent"), /2468/);
    end();
  });

  test("settings: robots are added and removed", async (t) => {
    const { page, room, end } = await open(t, ROOM, "settings");
    const [add, remove] = [0, 1].map((index) =>
      page.locator("[data-name=memberAccount]").nth(index),
    );
    await add.fill("robot-1");
    await add.press("Enter");
    assert.match(await noticed(page), /Robot robot-1 added/);
    assert.equal(room.members["robot-1"].isRobot, true);
    await remove.fill("robot-1");
    await remove.press("Enter");
    await page.locator("#notice", { hasText: "Robot robot-1 removed" }).waitFor();
    assert.equal("robot-1" in room.members, false);
    end();
  });

  test("settings: another owner, and one who is not in the room is refused", async (t) => {
    const { page, room, simulator, end } = await open(t, ROOM, "settings");
    const ask = async (account) => {
      await page.fill("[data-name=newOwnerAccount]", account);
      await page.press("[data-name=newOwnerAccount]", "Enter");
      await focusOn(page, "sure-words");
    };
    await ask("nobody");
    await page.click("[data-name=sure]");
    assert.match(await noticed(page, false), /no such member in the room/);
    await ask("pupil-01");
    assert.match(
      await page.innerText(".question"),
      /pupil-01 will own class-7b, and teacher-01 becomes an ordinary member/,
    );
    await page.click("[data-name=not-sure]");
    await focusOn(page, "newOwnerAccount");
    const transfers = () =>
      simulator.calls.filter(({ operation }) => operation === "changeRoomOwner").length;
    assert.equal(transfers(), 1, "only the one that was refused");
    await ask("pupil-01");
    await page.click("[data-name=sure]");
    assert.match(await noticed(page), /pupil-01 owns the room/);
    assert.equal(room.members["pupil-01"].role, "Owner");
    await page.click("#notice button:has-text('Undo')");
    await page.locator("#notice .good", { hasText: "Undone: pupil-01 owns the room" }).waitFor();
    assert.equal(room.members["teacher-01"].role, "Owner");
    end();
  });

  test("settings: a room ends only when its id was typed", async (t) => {
    const { page, simulator, end } = await open(t, ROOM, "settings");
    await page.click("[data-name=ask-end]");
    await focusOn(page, "roomId");
    for (const wrong of ["", "class-7", "CLASS-7B"]) {
      await page.fill("[data-name=roomId]", wrong);
      await page.click("button:has-text('End it for everybody')");
      await page.locator(".problem", { hasText: "Type the id of this room" }).waitFor();
    }
    assert.ok(ROOM in simulator.rooms);
    await page.fill("[data-name=roomId]", ROOM);
    await page.click("button:has-text('End it for everybody')");
    assert.match(await noticed(page), /Room class-7b ended/);
    assert.equal(ROOM in simulator.rooms, false);
    assert.equal(await page.locator(".room-card").count(), 0);
    await focusOn(page, "notice");
    end();
  });

  test("new room: now, with seats, and opened at once", async (t) => {
    const { page, simulator, end } = await visitSignedIn(t, browser);
    await goTo(page, "new-room");
    await page.check("[data-name=seats]");
    await page.click("button:has-text('Create the room')");
    await page.locator(".problem", { hasText: "Fill this in." }).waitFor();
    await page.fill("[data-name=roomId]", "房间");
    await page.click("button:has-text('Create the room')");
    await page.locator(".problem", { hasText: "of ASCII" }).waitFor();
    await page.fill("[data-name=roomId]", "new-1");
    await page.fill("[data-name=roomName]", "新房间");
    await page.fill("[data-name=maxSeatCount]", "4");
    await page.click("button:has-text('Create the room')");
    await page.locator("#new-room-outcome .good").waitFor();
    const { roomName, seats, isPasswordEnabled } = simulator.rooms["new-1"];
    assert.deepEqual([roomName, seats.length, isPasswordEnabled], ["新房间", 4, false]);
    await page.click("button:has-text('Open it')");
    await page.locator("#room-name", { hasText: "新房间" }).waitFor();
    end();
  });

  test("new room: scheduled in the operator's time zone, with those invited", async (t) => {
    const { page, simulator, end } = await visitSignedIn(t, browser, { timezoneId: "Asia/Tokyo" });
    await goTo(page, "new-room");
    await page.check("[data-name=scheduled]");
    await page.locator("#new-room", { hasText: "Asia/Tokyo" }).waitFor();
    await page.fill("[data-name=roomId]", "later-1");
    await page.click("button:has-text('Schedule the room')");
    await page
      .locator(".field:has([data-name=scheduleStartTime]) .problem:has-text('Fill')")
      .waitFor();
    assert.equal(simulator.calls.length, 0, "without a start it would begin now");
    for (const [start, finish, problem] of [
      ["2020-01-01T10:00", "", "lies in the past"],
      ["2100-01-01T10:00", "2100-01-01T10:04", "five minutes"],
    ]) {
      await page.fill("[data-name=scheduleStartTime]", start);
      await page.fill("[data-name=scheduleEndTime]", finish);
      await page.click("button:has-text('Schedule the room')");
      await page.locator(".problem", { hasText: problem }).waitFor();
    }
    await page.fill("[data-name=scheduleEndTime]", "2100-01-01T11:00");
    await page.fill("[data-name=scheduleInviteeAccounts]", "ann, ben；陈伟\ndan");
    await page.click("button:has-text('Schedule the room')");
    await page.locator("#new-room-outcome .good").waitFor();
    const room = simulator.rooms["later-1"];
    assert.equal(new Date(room.scheduleStartTime * 1000).toISOString(), "2100-01-01T01:00:00.000Z");
    assert.deepEqual([...room.inviteeAccounts], ["ann", "ben", "陈伟", "dan"]);
    end();
  });

  test("new room: an id that is taken is told at once, and nothing typed is lost", async (t) => {
    const { page, simulator, end } = await visitSignedIn(t, browser);
    simulator.rooms["room-test"].ownerAccount = "somebody";
    await goTo(page, "new-room");
    await page.fill("[data-name=roomId]", "room-test");
    await page.fill("[data-name=roomName]", "Mine");
    await page.click("button:has-text('Create the room')");
    const card = page.locator("#new-room-outcome .bad");
    await card.waitFor();
    assert.match(await card.innerText(), /taken by somebody else.*Choose another room ID/s);
    assert.equal(await page.inputValue("[data-name=roomName]"), "Mine");
    await page.fill("[data-name=roomId]", "mine-1");
    await page.click("button:has-text('Create the room')");
    await page.locator("#new-room-outcome .good").waitFor();
    await page.click("button:has-text('Create the room')");
    await page.locator(".problem", { hasText: "Fill this in." }).waitFor();
    assert.equal(
      await page.innerText("#new-room-outcome"),
      "",
      "what is over is not told any more",
    );
    end();
  });

  test("sent: what was done has its RequestId and can be repeated", async (t) => {
    const permissions = ["clipboard-read", "clipboard-write"];
    const { page, simulator, room, end } = await open(t, ROOM, undefined, { permissions });
    await page.locator("tbody th").first().waitFor();
    await rename(page, "pupil-01", "one");
    await noticed(page);
    const { requestId } = simulator.calls.find(({ operation }) => operation.startsWith("update"));
    await goTo(page, "sent");
    await page.click("#sent .request button");
    await page.locator("#sent .said", { hasText: "Copied" }).waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), requestId);
    room.members["pupil-01"].nameCard = "somebody else's";
    await page.click("#sent button:has-text('Repeat')");
    await page.locator("#sent-said", { hasText: "Changed" }).waitFor({ state: "attached" });
    assert.equal(room.members["pupil-01"].nameCard, "one");
    assert.equal(await page.locator("#sent .entry").count(), 2);
    end();
  });

  test("sent: words are those of the page's language, and what was typed stays as it was", async (t) => {
    const { page, end } = await open(t);
    await page.locator("tbody th").first().waitFor();
    for (const name of ["None", "swap"]) {
      await rename(page, "pupil-01", name);
      await page.locator(`button[aria-label="Name card of pupil-01: ${name}"]`).waitFor();
    }
    await goTo(page, "new-room");
    await page.check("[data-name=scheduled]");
    await page.fill("[data-name=roomId]", "later-2");
    await page.fill("[data-name=scheduleStartTime]", "2100-01-02T10:00");
    await page.click("button:has-text('Schedule the room')");
    await page.locator("#new-room-outcome .good").waitFor();
    await page.selectOption("#language", "zh");
    await goTo(page, "sent");
    assert.deepEqual(await page.locator("#sent dt:has-text('名片') + dd").allInnerTexts(), [
      "swap",
      "None",
    ]);
    assert.match(await page.innerText("#sent"), /2100年1月2日/);
    end();
  });

  test("log: an owner sees what was done, and by whom", async (t) => {
    const { page, simulator, end } = await open(t);
    await page.locator("tbody th").first().waitFor();
    await rename(page, "pupil-01", "x");
    await noticed(page);
    await goTo(page, "audit");
    const row = page.locator("#audit tbody tr").first();
    await row.waitFor();
    const { requestId } = simulator.calls.find(({ operation }) => operation.startsWith("update"));
    assert.match(await row.innerText(), /demo\s+Change a member\s+class-7b\s+pupil-01\s+Changed/);
    assert.ok((await row.innerText()).includes(requestId));
    await picture(page, "log");
    end();
  });
});

describe("rights on the page", { timeout: 240_000 }, () => {
  const browser = {};
  const env = {};
  before(async () => {
    Object.assign(browser, await chromium.start());
    const hash = await hashPassword("a long password", 100_000);
    env.OPERATORS = `vera=${hash}:viewer:class-*,moe=${hash}:moderator`;
  });
  after(() => browser.stop?.());

  async function openAs(t, operator) {
    const scene = await visit(t, browser, { env });
    await signIn(scene.page, { operator, password: "a long password" });
    await openRoom(scene.page, ROOM);
    await scene.page.locator("tbody th").first().waitFor();
    const tabs = await scene.page.locator(".tabs a:visible").allInnerTexts();
    return { ...scene, tabs: tabs.map((text) => text.trim()) };
  }

  test("rights: a viewer is offered nothing that changes anything, and other rooms are refused", async (t) => {
    const { page, tabs, end } = await openAs(t, "vera");
    assert.deepEqual(tabs, ["Room", "Sent", "UserSig"]);
    assert.equal(await page.locator("tbody :is(input, select, button)").count(), 0);
    await showPart(page, "seats");
    assert.equal(await page.locator(".seat-actions").count(), 0);
    await showPart(page, "settings");
    assert.equal(await page.locator(".panels ~ * :is(form, button)").count(), 0);
    assert.equal(await page.locator(".chip").count(), 1);
    await page.fill("[data-name=open]", "town-hall");
    await page.press("[data-name=open]", "Enter");
    await page.locator("#room .result.bad", { hasText: "You may not" }).waitFor();
    end();
  });

  test("rights: a view that is not offered cannot be reached by its address either", async (t) => {
    const { page, url, end } = await openAs(t, "vera");
    const shown = () => page.locator(".view:visible").evaluateAll((all) => all.map(({ id }) => id));
    for (const view of ["new-room", "several", "audit"]) {
      await page.goto(`${url}/#${view}`);
      await focusOn(page, "title-room");
      assert.deepEqual(await shown(), ["view-room"], view);
      await page.reload();
      await page.locator(".chip").first().waitFor();
      assert.deepEqual(await shown(), ["view-room"], view);
      await page.evaluate(() => document.activeElement.blur());
    }
    end();
  });

  test("rights: an owner who loads the log's address sees the log", async (t) => {
    const { page, end } = await visitSignedIn(t, browser);
    await openRoom(page, ROOM);
    await page.locator("tbody th").first().waitFor();
    await rename(page, "pupil-01", "x");
    await noticed(page);
    await goTo(page, "audit");
    await page.reload();
    await page.locator("#audit tbody th", { hasText: "demo" }).waitFor();
    end();
  });

  test("rights: rooms that were opened are forgotten when asked, and another operator sees none", async (t) => {
    const { page, simulator, end } = await openAs(t, "moe");
    const forget = page.locator(".opener button:has-text('Forget')");
    await page.reload();
    await forget.waitFor();
    simulator.addRoom("unlisted", {});
    await openRoom(page, "unlisted");
    await page.locator("#room-name", { hasText: "unlisted" }).waitFor();
    delete simulator.rooms.unlisted;
    await page.click("#sign-out");
    await signIn(page, { operator: "vera", password: "a long password" });
    await page.locator(".chip", { hasText: ROOM }).waitFor();
    assert.equal(await page.locator(".chip").count(), 1);
    assert.equal(await forget.count(), 0);
    await page.click("#sign-out");
    await signIn(page, { operator: "moe", password: "a long password" });
    await page.locator(".chip", { hasText: "unlisted" }).waitFor();
    await forget.click();
    await forget.waitFor({ state: "detached" });
    end();
  });

  test("rights: a moderator acts on members and seats, and not on the room itself", async (t) => {
    const { page, tabs, end } = await openAs(t, "moe");
    assert.deepEqual(tabs, ["Room", "Several", "Sent", "UserSig"]);
    await showPart(page, "settings");
    assert.deepEqual(await page.locator(".cards h2").allInnerTexts(), ["Class 7b", "Robots"]);
    await showPart(page, "seats");
    await page.locator(".seat-actions").waitFor();
    end();
  });
});

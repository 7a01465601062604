// Many members: from a pasted list to a file with what became of each.

import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { chromium } from "../browsers/drivers.mjs";
import { until } from "../node/moment.mjs";
import { FOLDER, load, picture } from "./setup.mjs";
import { goTo, signIn, visitSignedIn } from "./visit.mjs";

const { parseCsv } = await load("page/csv.js");

const MANY = 40;
const accounts = Array.from({ length: MANY }, (_, index) => `m${index + 1}`);

describe("several members", { timeout: 600_000 }, () => {
  const browser = {};
  before(async () => Object.assign(browser, await chromium.start()));
  after(() => browser.stop?.());

  /** The view with a room of many members. */
  async function open(t, options) {
    const scene = await visitSignedIn(t, browser, options);
    const member = { nameCard: "", role: "Member", customInfo: "" };
    const members = Object.fromEntries(accounts.map((account) => [account, { ...member }]));
    scene.simulator.addRoom("many", { members });
    await goTo(scene.page, "several");
    const states = () => scene.page.locator("#lines tbody .state b").allInnerTexts();
    return { ...scene, states, members: scene.simulator.rooms.many.members };
  }

  async function preview(page, list, defaults = {}) {
    await page.fill("#list", list);
    for (const [id, value] of Object.entries(defaults)) {
      if (id === "default-role") await page.selectOption(`#${id}`, value);
      else await page.fill(`#${id}`, value);
    }
    await page.click("#several-form button[type=submit]");
    await page.locator("#preview").waitFor();
  }

  const ended = (page) => page.locator("#download").waitFor({ timeout: 60_000 });

  test("several: are previewed, each fault with its reason, and nothing is sent yet", async (t) => {
    const { page, simulator, states, end } = await open(t);
    const long = "名".repeat(11);
    const list = [
      "memberAccount,nameCard,role",
      "m1,One,Admin",
      `m2,${long},`,
      "m3,Three,Boss",
      "m1,Again,Member",
      "m4,,",
      ",Nobody,Member",
    ];
    await preview(page, list.join("\n"), { "default-room": "many" });
    assert.deepEqual(await states(), ["Ready", "Fault", "Fault", "Fault", "Fault", "Fault"]);
    const reasons = await page.locator("#lines tbody .state").allInnerTexts();
    assert.match(reasons[1], /Name card: at most 32 bytes/);
    assert.match(reasons[2], /Role: one of Admin, Member/);
    assert.match(reasons[3], /same member as line 2/i);
    assert.match(reasons[4], /nothing to set/i);
    assert.match(reasons[5], /Member account must not be empty/);
    assert.equal(await page.locator("#lines td.bad").count(), 3);
    assert.match(await page.innerText("#preview-summary"), /^Ready: 1\. With a fault: 5\./);
    assert.equal(simulator.calls.length, 0);
    await picture(page, "several-preview");
    await page.selectOption("#language", "zh");
    const chinese = await page.locator("#lines tbody .state").allInnerTexts();
    assert.match(chinese[1], /名片最多 32 字节/);
    await page.selectOption("#language", "en");
    await page.click("#run");
    await ended(page);
    assert.equal(simulator.calls.length, 1, "lines with a fault stay here");
    end();
  });

  test("several: are changed, with progress, and listed under what was sent", async (t) => {
    const { page, members, states, end } = await open(t);
    await preview(page, accounts.join("\n"), { "default-room": "many", "default-role": "Admin" });
    await page.click("#run");
    await ended(page);
    assert.deepEqual(new Set(await states()), new Set(["Changed"]));
    assert.ok(Object.values(members).every(({ role }) => role === "Admin"));
    assert.equal(await page.innerText("#progress-text"), `${MANY} of ${MANY}`);
    assert.equal(await page.locator("#progress").evaluate(({ position }) => position), 1);
    assert.equal(await page.innerText("#sent-count"), String(MANY));
    await picture(page, "several-changed");
    end();
  });

  test("several: can be stopped, and the rest sent later", async (t) => {
    const { page, simulator, states, end } = await open(t);
    simulator.faults.push({ kind: "delay", ms: 300, times: Number.POSITIVE_INFINITY });
    await preview(page, accounts.join("\n"), { "default-room": "many", "default-role": "Admin" });
    await page.click("#run");
    await page.locator("#lines .done").first().waitFor();
    await picture(page, "several-running");
    await page.keyboard.press("Enter");
    await ended(page);
    const stopped = (await states()).filter((state) => state === "Not sent").length;
    assert.ok(stopped > 0 && stopped < MANY, `${stopped} were left`);
    assert.equal(simulator.calls.length, MANY - stopped, "all that were begun have come to an end");
    assert.match(await page.innerText("#preview-summary"), /^Stopped\. /);
    simulator.faults.clear();
    assert.equal(await page.innerText("#run"), `Send again: ${stopped}`);
    await page.click("#run");
    await page.locator("#run").waitFor({ state: "hidden" });
    await ended(page);
    assert.deepEqual(new Set(await states()), new Set(["Changed"]));
    assert.equal(simulator.calls.length, MANY, "none was sent twice");
    end();
  });

  test("several: a service under load (60007) is asked more slowly, until all are changed", async (t) => {
    const { page, simulator, states, end } = await open(t);
    const moments = [];
    simulator.faults.push(({ at }) => {
      while (moments.length > 0 && moments[0] <= at - 1000) moments.shift();
      if (moments.length >= 4) return { kind: "code", code: 60007 };
      moments.push(at);
    });
    await preview(page, accounts.slice(0, 16).join("\n"), {
      "default-room": "many",
      "default-role": "Admin",
    });
    await page.click("#run");
    for (let round = 0; round < 10; round += 1) {
      await ended(page);
      if (await page.locator("#run").isHidden()) break;
      if (round === 0) await picture(page, "several-busy");
      await page.click("#run");
    }
    assert.deepEqual(new Set(await states()), new Set(["Changed"]));
    const codes = simulator.calls.map(({ reply }) => reply?.ErrorCode);
    assert.ok(codes.includes(60007), "the load was felt");
    assert.equal(codes.filter((code) => code === 0).length, 16, "each was changed once");
    end();
  });

  test("several: those that failed are sent again, and only those", async (t) => {
    const { page, simulator, states, end } = await open(t);
    await preview(page, "many,m1\nmany,ghost\nmany,m2\n".replaceAll("many,", ""), {
      "default-room": "many",
      "default-custom-info": "hello",
    });
    await page.click("#run");
    await ended(page);
    assert.deepEqual(await states(), ["Changed", "Failed", "Changed"]);
    assert.match(await page.locator("#lines .failed").innerText(), /100005.*no such member/i);
    simulator.enter("many", "ghost");
    await page.click("#run");
    await page.locator("#lines .done").nth(2).waitFor();
    assert.equal(simulator.calls.length, 4);
    assert.equal(simulator.rooms.many.members.ghost.customInfo, "hello");
    end();
  });

  test("several: a session that ends on the way asks once, and all goes on", async (t) => {
    const { page, simulator, clock, states, end } = await open(t);
    await preview(page, accounts.join("\n"), { "default-room": "many", "default-role": "Admin" });
    clock.ahead = 9 * 60 * 60 * 1000;
    await page.click("#run");
    await signIn(page);
    await ended(page);
    assert.deepEqual(new Set(await states()), new Set(["Changed"]));
    assert.equal(simulator.calls.length, MANY);
    end();
  });

  test("several: an answer from before the sign-in has nobody asked again", async (t) => {
    const { page, simulator, clock, states, end } = await open(t);
    await preview(page, accounts.join("\n"), { "default-room": "many", "default-role": "Admin" });
    clock.ahead = 9 * 60 * 60 * 1000;
    const answers = [];
    let release;
    const released = new Promise((resolve) => (release = resolve));
    await page.route("**/api/session", async (route) => {
      const response = await route.fetch();
      answers.push((await response.json()).operator);
      if (answers.length > 1) await released;
      await route.fulfill({ response });
    });
    await page.click("#run");
    await page.locator("#sign-in[open]").waitFor();
    await until(() => answers.length > 1);
    await signIn(page);
    release();
    await ended(page);
    assert.deepEqual(answers.slice(0, 2), [undefined, undefined]);
    assert.equal(await page.locator("#sign-in[open]").count(), 0);
    assert.deepEqual(new Set(await states()), new Set(["Changed"]));
    assert.equal(simulator.calls.length, MANY);
    end();
  });

  test("several: whoever does not sign in again is asked once, and the rest can be sent later", async (t) => {
    const { page, simulator, clock, states, end } = await open(t);
    await preview(page, accounts.join("\n"), { "default-room": "many", "default-role": "Admin" });
    clock.ahead = 9 * 60 * 60 * 1000;
    await page.click("#run");
    await page.locator("#sign-in[open]").waitFor();
    await page.keyboard.press("Escape");
    await ended(page);
    assert.equal(await page.locator("#sign-in[open]").count(), 0);
    assert.deepEqual(new Set(await states()), new Set(["Failed", "Not sent"]));
    assert.equal(simulator.calls.length, 0);
    await page.click("#run");
    await signIn(page);
    await page.locator("#run").waitFor({ state: "hidden" });
    await ended(page);
    assert.deepEqual(new Set(await states()), new Set(["Changed"]));
    end();
  });

  test("several: the outcome is a file that spreadsheets open, without formulas", async (t) => {
    const { page, simulator, end } = await open(t);
    const list = `memberAccount,nameCard\nm1,"=HYPERLINK(""http://x"")"\nghost,Ghost\nm2,${"x".repeat(40)}`;
    await preview(page, list, { "default-room": "many" });
    await page.click("#run");
    await ended(page);
    const [download] = await Promise.all([page.waitForEvent("download"), page.click("#download")]);
    assert.equal(download.suggestedFilename(), "room-console.csv");
    const text = await readFile(await download.path(), "utf8");
    assert.ok(text.startsWith("\uFEFF"));
    const [heads, ...rows] = parseCsv(text).map(({ cells }) => cells);
    const read = rows.map((cells) =>
      Object.fromEntries(heads.map((head, index) => [head, cells[index]])),
    );
    assert.deepEqual(
      read.map(({ line, memberAccount, state }) => [line, memberAccount, state]),
      [
        ["2", "m1", "Done"],
        ["3", "ghost", "Failed"],
        ["4", "m2", "Bad"],
      ],
    );
    assert.equal(read[0].nameCard, `'=HYPERLINK("http://x")`);
    assert.equal(read[1].code, "100005");
    const ids = simulator.calls.map(({ requestId }) => requestId).sort();
    assert.deepEqual([read[0].requestId, read[1].requestId].sort(), ids);
    end();
  });

  test("several: a list comes from a file, too", async (t) => {
    const { page, end } = await open(t);
    const file = join(FOLDER, "../members.csv");
    await writeFile(file, "\uFEFFmemberAccount;role\r\nm1;Admin\r\n");
    await page.setInputFiles("#list-file", file);
    await page.waitForFunction(() => document.querySelector("#list").value !== "");
    await page.fill("#default-room", "many");
    await page.press("#default-room", "Enter");
    await page.locator("#lines tbody tr").waitFor();
    assert.match(await page.innerText("#lines tbody"), /Ready\s+many\s+m1/);
    end();
  });

  test("lists: a file of GBK is read and said, and one of unknown encoding is refused", async (t) => {
    const { page, end } = await open(t);
    const choose = async (hex) => {
      const file = join(FOLDER, "../encoded.csv");
      await writeFile(file, Buffer.from(hex, "hex"));
      await page.setInputFiles("#list-file", file);
    };
    await choose("d5cbbac52cc3fbc6ac0a6d312cb3c2ceb00a");
    await page.locator("#list-read", { hasText: "Read as GBK" }).waitFor();
    assert.equal(await page.inputValue("#list"), "账号,名片\nm1,陈伟\n");
    await choose("6d2c4dfc6c6c65720a");
    await page.locator("#several-problem", { hasText: "encoding was not recognised" }).waitFor();
    assert.equal(await page.inputValue("#list"), "账号,名片\nm1,陈伟\n", "what was there stays");
    end();
  });

  test("lists: what may be a header is asked about", async (t) => {
    const { page, states, end } = await open(t);
    await page.fill("#list", "UserID,Nick\nm1,One\n");
    await page.fill("#default-room", "many");
    await page.press("#default-room", "Enter");
    await page.locator("#header-question", { hasText: "UserID, Nick" }).waitFor();
    assert.equal(await page.locator("#preview").isVisible(), false);
    await picture(page, "several-header");
    await page.click("#header-yes");
    await page.locator("#lines tbody tr").waitFor();
    assert.deepEqual(await states(), ["Ready"]);
    assert.equal(await page.locator("#header-question").isVisible(), false);
    end();
  });

  test("lists: an account with an invisible character is shown with it", async (t) => {
    const { page, end } = await open(t);
    await preview(page, "m1\u200b\n", { "default-room": "many", "default-role": "Admin" });
    await page.locator("#lines mark", { hasText: "U+200B" }).waitFor();
    end();
  });

  test("several: a list of which nothing can be made says why", async (t) => {
    const { page, end } = await open(t);
    for (const [list, problem] of [
      ["", "The list is empty."],
      ["memberAccount,shoe size\nm1,42", "Unknown column: shoe size."],
      ['m1,"open', "Line 1: a quotation mark is not closed"],
    ]) {
      await page.fill("#list", list);
      await page.click("#several-form button[type=submit]");
      await page.locator("#several-problem", { hasText: problem }).waitFor();
      assert.equal(await page.locator("#preview").isVisible(), false);
    }
    end();
  });
});

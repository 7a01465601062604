// The parts of the page that need no browser: lists, bytes, texts, and running many.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { FOLDER, load } from "./place.mjs";

const { parseCsv, toCsv, UnclosedQuote } = await load("page/csv.js");
const { readLines, MOST_LINES } = await load("page/lines.js");
const { byteLength, splitAt } = await load("page/bytes.js");
const { runAll } = await load("page/run.js");

const { default: en } = await load("page/texts/en.js");
const { default: zh } = await load("page/texts/zh.js");

const cells = (text) => parseCsv(text).map((row) => row.cells);

describe("CSV", () => {
  for (const [what, text, rows] of [
    [
      "plain cells",
      "a,b\nc,d\n",
      [
        ["a", "b"],
        ["c", "d"],
      ],
    ],
    ["no newline at the end", "a,b", [["a", "b"]]],
    ["Windows and old Mac newlines", "a\r\nb\rc", [["a"], ["b"], ["c"]]],
    ["empty cells, also at the end", ",a,,\n", [["", "a", "", ""]]],
    ["empty lines", "\n\na\n\n , \n", [["a"]]],
    ["quotes", '"a,b","c ""d""","e\nf"', [["a,b", 'c "d"', "e\nf"]]],
    ["an empty quoted cell", '"",a', [["", "a"]]],
    ["a byte order mark", "\uFEFFa,b", [["a", "b"]]],
    ["spaces around", " a , b ", [["a", "b"]]],
    ["tabs", "a\tb, c\td".replace(", ", " "), [["a", "b c", "d"]]],
    [
      "semicolons",
      "a;b\nc;d,e",
      [
        ["a", "b"],
        ["c", "d,e"],
      ],
    ],
    ["one column with a quote inside", 'say "hi"', [['say "hi"']]],
    ["nothing", "", []],
  ]) {
    test(what, () => assert.deepEqual(cells(text), rows));
  }

  test("rows know the line that they begin in", () => {
    const rows = parseCsv('a\n\n"b\nc",d\ne');
    assert.deepEqual(
      rows.map(({ line }) => line),
      [1, 3, 5],
    );
  });

  test("a quote that is not closed is told with its line", () => {
    assert.throws(
      () => parseCsv('a\n"b'),
      (error) => error instanceof UnclosedQuote && error.line === 2,
    );
  });

  test("what is written is read again", () => {
    const rows = [
      ["a", "b,c"],
      ['say "hi"', "two\nlines"],
      ["陈伟", "😀"],
    ];
    assert.deepEqual(cells(toCsv(rows)), rows);
  });

  for (const cell of ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"]) {
    test(`a spreadsheet does not compute ${JSON.stringify(cell)}`, () => {
      assert.match(toCsv([[cell]]).slice(1), /^"?'/);
    });
  }
});

describe("a pasted list", () => {
  const allow = async () => undefined;
  const calls = async (text, defaults = {}) => (await readLines(text, defaults, allow)).lines;

  test("may be accounts only, with values for all", async () => {
    const lines = await calls("ann\nben\n", { roomId: "r", role: "Admin" });
    assert.deepEqual(
      lines.map(({ call }) => call),
      [
        { roomId: "r", memberAccount: "ann", role: "Admin" },
        { roomId: "r", memberAccount: "ben", role: "Admin" },
      ],
    );
    assert.ok(lines.every(({ fault }) => fault === undefined));
  });

  test("has its columns in the order of its header, in either language", async () => {
    for (const header of ["Role,Room ID,member_account,nameCard", "角色,房间 ID,成员账号,名片"]) {
      const [{ number, call }] = await calls(`${header}\nAdmin,r,ann,Ann\n`);
      assert.deepEqual(call, { role: "Admin", roomId: "r", memberAccount: "ann", nameCard: "Ann" });
      assert.equal(number, 2);
    }
  });

  test("an empty cell says nothing, and leaves the value for all", async () => {
    const [{ call }] = await calls("account,role,info\nann,,\n", { roomId: "r", role: "Member" });
    assert.deepEqual(call, { roomId: "r", memberAccount: "ann", role: "Member" });
  });

  test("marks what cannot be sent, each with its reason", async () => {
    const refuse = async ({ role }) =>
      role === "Boss" ? { kind: "invalid", field: "role" } : undefined;
    const text = "account,role\nann,Admin\nben\nann,Member\ncat,Boss\ndan,Admin,more\n";
    const { lines } = await readLines(text, { roomId: "r" }, refuse);
    assert.deepEqual(
      lines.map(({ fault }) => fault),
      [
        undefined,
        { text: ["faultNothing"] },
        { text: ["faultTwice", { line: 2 }] },
        { error: { kind: "invalid", field: "role" } },
        { text: ["faultCells"] },
      ],
    );
  });

  for (const [what, text, key] of [
    ["nothing", " \n", "problemEmptyList"],
    ["a header alone", "memberAccount,role\n", "problemEmptyList"],
    ["an unknown column", "memberAccount,shoe size\nann,42", "problemColumns"],
    ["no account", "roomId,role\nr,Admin", "problemNoAccounts"],
    ["an open quote", 'ann,"Ann', "problemQuote"],
    ["too many lines", "ann\n".repeat(MOST_LINES + 1), "problemLongList"],
  ]) {
    test(`${what} is told, and nothing is previewed`, async () => {
      const read = await readLines(text, {}, allow);
      assert.deepEqual([read.problem[0], read.lines], [key, undefined]);
    });
  }
});

describe("bytes", () => {
  for (const [text, bytes] of [
    ["abc", 3],
    ["名片", 6],
    ["😀", 4],
    ["👨‍👩‍👧", 18],
    ["é", 2],
    ["e\u0301", 3],
  ]) {
    test(`${text} has ${bytes}`, () => assert.equal(byteLength(text), bytes));
  }

  for (const [text, limit, within, beyond] of [
    ["abcd", 4, "abcd", ""],
    ["abcde", 4, "abcd", "e"],
    ["名片", 5, "名", "片"],
    ["a👨‍👩‍👧b", 10, "a", "👨‍👩‍👧b"],
    ["", 0, "", ""],
  ]) {
    test(`${JSON.stringify(text)} is cut between characters at ${limit}`, () => {
      assert.deepEqual(splitAt(text, limit), [within, beyond]);
    });
  }
});

describe("texts", () => {
  const gaps = (text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

  test("Chinese has all that English has, with the same gaps to fill", () => {
    for (const [key, text] of Object.entries(en)) assert.deepEqual(gaps(zh[key]), gaps(text), key);
  });

  test("what Chinese has besides says what errors mean, which the package says in English", () => {
    const besides = Object.keys(zh).filter((key) => !(key in en));
    assert.deepEqual(
      besides.filter((key) => !/^(advice|field)[A-Z]|^codes$/.test(key)),
      [],
    );
  });

  test("every text that the page's HTML names is there", () => {
    const html = readFileSync(join(FOLDER, "page/index.html"), "utf8");
    const names = [...html.matchAll(/data-(?:text|label)="(\w+)"/g)].map(([, name]) => name);
    assert.ok(names.length > 50);
    assert.deepEqual(
      names.filter((name) => !(name in en)),
      [],
    );
  });
});

describe("running many", () => {
  test("begins no more than so many at once, and performs each one", async () => {
    let [underWay, most] = [0, 0];
    const done = [];
    const perform = async (item) => {
      most = Math.max(most, (underWay += 1));
      await new Promise((resolve) => setTimeout(resolve, 1));
      underWay -= 1;
      done.push(item);
    };
    const items = Array.from({ length: 20 }, (_, index) => index);
    await runAll(items, { atOnce: 3, perform, signal: new AbortController().signal });
    assert.deepEqual([most, done.sort((one, other) => one - other)], [3, items]);
  });

  test("a stop lets those under way end, and begins no other", async () => {
    const stopping = new AbortController();
    const [begun, ended] = [[], []];
    const perform = async (item) => {
      begun.push(item);
      if (item === 3) stopping.abort();
      await new Promise((resolve) => setTimeout(resolve, 1));
      ended.push(item);
    };
    await runAll([1, 2, 3, 4, 5], { atOnce: 2, perform, signal: stopping.signal });
    assert.deepEqual(
      [begun, ended.sort()],
      [
        [1, 2, 3],
        [1, 2, 3],
      ],
    );
  });
});

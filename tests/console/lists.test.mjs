// The parts of the page that need no browser: lists, bytes, texts, and running many.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { GBK as CHINESE_LISTS, OTHERS } from "../encodings.mjs";
import { SEPARATOR_LINES } from "../lists.mjs";
import { FOLDER, load } from "./setup.mjs";

const { BadQuote, parseCsv, toCsv, UnclearSeparator } = await load("page/csv.js");
const { readLines, MOST_LINES } = await load("page/lines.js");
const { decodeText } = await load("page/encoding.js");
const { partsOf, visible } = await load("page/invisible.js");
const { byteLength } = await load("page/bytes.js");
const { runAll } = await load("page/run.js");

const { table } = await load("page/table.js");
const { ACTIONS } = await load("page/room/plan.js");
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
    ["tabs, whatever commas there are", "ben\tSmith, Ben\tAdmin", [["ben", "Smith, Ben", "Admin"]]],
    ["sep= of Excel", "sep=;\na,b;c", [["a,b", "c"]]],
    ["sep= with a mark that nobody would guess", "SEP=|\r\na|b,c", [["a", "b,c"]]],
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
    test(`csv: ${what}`, () => assert.deepEqual(cells(text), rows));
  }

  for (const [text, account] of [
    ["ben;Smith, Ben;Admin", "ben"],
    ["ben;Smith, Ben", "ben"],
    ['ben;"Smith, Ben";Admin', "ben"],
    ['ben,"Smith; Ben",Admin', "ben"],
    ["ben,Smith; Ben,Admin", "ben"],
    ["ann\nben\tSmith, Ben\tAdmin", "ben"],
    ["ann\nben;Smith;Admin", "ben"],
    ["ann\nben;Smith, Ben;Admin", "ben"],
    ["ben;Smith, Ben;Admin\ncat;Jones, Cat", "cat"],
    ["ben,Smith; Ben,Admin\ncat,Jones; Cat", "cat"],
    ["ann,Ann\t\nben,Ben\t", "ben"],
    ["account;name\nben;a,b,c", "ben"],
  ]) {
    test(`list: the account is what stands before the separator: ${JSON.stringify(text)}`, () => {
      assert.equal(cells(text).at(-1)[0], account);
    });
  }

  for (const [text, row] of [
    ['"a\tb",x', ["a\tb", "x"]],
    ['x,"a\tb"', ["x", "a\tb"]],
    ['x;"a\tb;c,d"', ["x", "a\tb;c,d"]],
    ["name;account\nSmith, Ben;ben", ["Smith, Ben", "ben"]],
    ["name,account\nSmith; Ben,ben", ["Smith; Ben", "ben"]],
    ["name\taccount\nSmith, Ben\tben", ["Smith, Ben", "ben"]],
    ['name,account\n"Smith; ""B""\n;",ben', ['Smith; "B"\n;', "ben"]],
  ]) {
    test(`list: what stands in quotes, or in other columns, is no separator: ${JSON.stringify(text)}`, () => {
      assert.deepEqual(cells(text).at(-1), row);
    });
  }

  for (const text of [
    "ann;A\nben,B",
    "ann,Ann\nben\tBen",
    "ann,Ann\tB",
    "sep=\nann;Ann",
    "sep=ab\nann;Ann",
  ]) {
    test(`list: a separator that nobody can tell is asked for: ${JSON.stringify(text)}`, async () => {
      assert.throws(() => parseCsv(text), UnclearSeparator);
      const { problem, lines } = await readLines(text, {}, async () => undefined);
      assert.deepEqual([problem, lines], [["problemSeparator", undefined], undefined]);
    });
  }

  for (const [line, separator] of SEPARATOR_LINES) {
    test(`list: ${JSON.stringify(line)} says the separator, and is no account`, () => {
      const [row, ...more] = parseCsv(`${line}\r\nben${separator}Smith`);
      assert.deepEqual([row, more], [{ line: 2, cells: ["ben", "Smith"] }, []]);
    });
  }

  test("csv: rows know the line that they begin in", () => {
    const rows = parseCsv('a\n\n"b\nc",d\ne');
    assert.deepEqual(
      rows.map(({ line }) => line),
      [1, 3, 5],
    );
  });

  test("csv: a quote that is not closed is told with its line", () => {
    assert.throws(
      () => parseCsv('a\n"b'),
      (error) => error instanceof BadQuote && error.line === 2,
    );
  });

  test("csv: what is written is read again", () => {
    const rows = [
      ["a", "b,c"],
      ['say "hi"', "two\nlines"],
      ["陈伟", "😀"],
    ];
    assert.deepEqual(cells(toCsv(rows)), rows);
  });

  for (const text of ['"a"b,c', '"Smith" Ben,Admin', '"a""b"c']) {
    test(`lists: text after a closing quotation mark is told, not dropped: ${text}`, () => {
      assert.throws(
        () => parseCsv(`first\n${text}`),
        (error) => error.line === 2,
      );
    });
  }

  for (const cell of [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠A1",
    " =1",
  ]) {
    test(`lists: a spreadsheet does not compute ${JSON.stringify(cell)}`, () => {
      assert.match(toCsv([[cell]]).slice(1), /^"'/);
    });
  }

  for (const [cell, written] of [
    ["x =1+1", "x '=1+1"],
    ["x @SUM(1)", "x '@SUM(1)"],
    ["Ben -1+1", "Ben '-1+1"],
    ["x:=1+1", "x:'=1+1"],
    ["x^=1", "x^'=1"],
    ["x  =1", "x  '=1"],
    ["x==1", "x='=1"],
    ["x ＝1", "x '＝1"],
    ["（讲师）-1", "（讲师）'-1"],
    ["anne-marie", "anne-marie"],
    ["ann+tag@example.com", "ann+tag@example.com"],
    ["2026-11-30", "2026-11-30"],
    ["Zoe\u0308-1", "Zoe\u0308-1"],
    ["陈伟-讲师", "陈伟-讲师"],
  ]) {
    test(`list: a sign behind neither letter nor digit is marked: ${JSON.stringify(cell)}`, () => {
      assert.equal(toCsv([[cell]]), `\uFEFF"${written}"\r\n`);
    });
  }

  for (const separator of [",", ";", "\t", "|", "\n", " ", ":", "^", "~", "/", "."]) {
    test(`lists: nor what another separator, ${JSON.stringify(separator)}, would leave of a cell`, () => {
      const written = toCsv([["a", `x${separator}=1+1`, `x${separator} "＝1`]]).slice(1);
      for (const part of written.split(separator)) {
        assert.doesNotMatch(part, /^[\s"]*[=+\-@＝＋－＠]/, JSON.stringify(part));
      }
    });
  }
});

describe("encodings", () => {
  const TEXT = "account,name\nchen,陈伟（讲师）\nzoe,Zoë\n";
  const CHINESE = "账号,名片\nchen,陈伟\nwang,王芳\n";
  // GBK, as a Chinese Excel saves it.
  const GBK = Uint8Array.from(
    Buffer.from("d5cbbac52cc3fbc6ac0a6368656e2cb3c2ceb00a77616e672ccdf5b7bc0a", "hex"),
  );
  const utf16 = (text, isBig, mark) => {
    const bytes = Buffer.from(`${mark ? "\uFEFF" : ""}${text}`, "utf16le");
    return Uint8Array.from(isBig ? bytes.swap16() : bytes);
  };
  const utf8 = (text) => new TextEncoder().encode(text);

  for (const [what, bytes, text, encoding] of [
    ["UTF-8", utf8(TEXT), TEXT, "utf-8"],
    ["UTF-8 with a mark", utf8(`\uFEFF${TEXT}`), TEXT, "utf-8"],
    ["UTF-16 LE with a mark", utf16(TEXT, false, true), TEXT, "utf-16le"],
    ["UTF-16 BE with a mark", utf16(TEXT, true, true), TEXT, "utf-16be"],
    ["UTF-16 LE without one", utf16(TEXT, false, false), TEXT, "utf-16le"],
    ["UTF-16 BE without one", utf16(TEXT, true, false), TEXT, "utf-16be"],
    ["GBK", GBK, CHINESE, "gbk"],
    ["nothing", new Uint8Array(0), "", "utf-8"],
  ]) {
    test(`encodings: ${what} is read`, () => {
      assert.deepEqual(decodeText(bytes), { text, encoding });
    });
  }

  const bytesOf = (hex) => Uint8Array.from(Buffer.from(hex, "hex"));

  for (const [what, hex, text] of CHINESE_LISTS) {
    test(`list: GBK is read: ${what}`, () => {
      assert.deepEqual(decodeText(bytesOf(hex)), { text, encoding: "gbk" });
    });
  }

  for (const [what, hex, text] of OTHERS) {
    test(`list: another code page is refused, not read as GBK: ${what}, ${text.trim()}`, () => {
      assert.equal(decodeText(bytesOf(hex)), undefined);
    });
  }

  test("list: the page and the command line know GBK by the same rule", () => {
    const rule = new URL("../../cli/src/import/chinese.js", import.meta.url);
    assert.equal(readFileSync(join(FOLDER, "page/chinese.js"), "utf8"), readFileSync(rule, "utf8"));
  });

  for (const [what, hex] of [
    ["Latin-1 with one accent", "7a6f652c5a6feb0a"],
    ["Latin-1 with an accent before a letter", "6d2c4dfc6c6c65720a"],
    ["UTF-8 that was cut short", "616e6e2ce9990a"],
    ["zeros at the end of something else", "616e6e2ce9998800"],
    ["a picture", "89504e470d0a1a0a0000000d49484452"],
    ["a spreadsheet's own format", "504b030414000600080000002100"],
  ]) {
    test(`encodings: ${what} is refused, not guessed`, () => {
      assert.equal(decodeText(Uint8Array.from(Buffer.from(hex, "hex"))), undefined);
    });
  }
});

describe("invisible characters", () => {
  for (const [text, parts] of [
    ["ann", [{ text: "ann" }]],
    ["a b", [{ text: "a b" }]],
    ["ann\u200b", [{ text: "ann" }, { code: "U+200B" }]],
    ["\u202eann", [{ code: "U+202E" }, { text: "ann" }]],
    ["a\u00a0b", [{ text: "a" }, { code: "U+00A0" }, { text: "b" }]],
    ["\u3164", [{ code: "U+3164" }]],
    ["a\u{e0041}", [{ text: "a" }, { code: "U+E0041" }]],
    ["a\tb", [{ text: "a" }, { code: "U+0009" }, { text: "b" }]],
    ["陈伟", [{ text: "陈伟" }]],
  ]) {
    test(`invisible: ${JSON.stringify(text)}`, () => assert.deepEqual(partsOf(text), parts));
  }

  test("invisible: as a text, for where there is no markup", () => {
    assert.equal(visible("\u202ea b\u{e0041}\u200b"), "[U+202E]a b[U+E0041][U+200B]");
  });
});

describe("a pasted list", () => {
  const allow = async () => undefined;
  const calls = async (text, defaults = {}) => (await readLines(text, defaults, allow)).lines;

  test("lists: may be accounts only, with values for all", async () => {
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

  test("lists: has its columns in the order of its header, in either language", async () => {
    for (const header of [
      "Role,Room ID,member_account,nameCard",
      "ROLE,room,Account,name",
      "角色,房间 ID,成员账号,名片",
    ]) {
      const [{ number, call }] = await calls(`${header}\nAdmin,r,ann,Ann\n`);
      assert.deepEqual(call, { role: "Admin", roomId: "r", memberAccount: "ann", nameCard: "Ann" });
      assert.equal(number, 2);
    }
  });

  test("lists: an empty cell says nothing, and leaves the value for all", async () => {
    const [{ call }] = await calls("account,role,info\nann,,\n", { roomId: "r", role: "Member" });
    assert.deepEqual(call, { roomId: "r", memberAccount: "ann", role: "Member" });
  });

  test("lists: marks what cannot be sent, each with its reason", async () => {
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

  for (const [what, text, account] of [
    ["a member whose role stands there", "zoe,Zoë,Member\n", "zoe"],
    ["an account that is called name", "name,Nora,Admin\n", "name"],
    ["an account that is called role", "role\n", "role"],
  ]) {
    test(`lists: ${what} is no header`, async () => {
      const lines = await calls(text, { roomId: "r", role: "Admin" });
      assert.deepEqual(
        lines.map(({ call }) => call.memberAccount),
        [account],
      );
    });
  }

  for (const header of ["UserID,Nick", "uid;昵称", "用户ID\tdisplay name", "id"]) {
    test(`lists: ${JSON.stringify(header)} is asked about, and read as was answered`, async () => {
      const text = `${header}\nann\n`;
      const read = (answer) => readLines(text, { roomId: "r", role: "Admin" }, allow, answer);
      assert.equal((await read()).lines, undefined);
      assert.deepEqual((await read()).question, header.split(/[,;\t]/));
      const accounts = ({ lines }) => lines.map(({ call }) => call.memberAccount);
      assert.deepEqual(accounts(await read("yes")), ["ann"]);
      assert.equal(accounts(await read("no")).length, 2);
    });
  }

  test("lists: what was lost when it was saved is not sent", async () => {
    const [whole, damaged] = await calls("account,name\nann,Zoë\nben,Zo\uFFFD\n", { roomId: "r" });
    assert.deepEqual([whole.fault, damaged.fault], [undefined, { text: ["faultDamaged"] }]);
  });

  for (const [what, text, key] of [
    ["nothing", " \n", "problemEmptyList"],
    ["a column twice", "account,name,名片\nann,a,b", "problemColumnTwice"],
    ["text after a quotation mark", 'ann,"Ann" B', "problemQuote"],
    ["a header alone", "memberAccount,role\n", "problemEmptyList"],
    ["an unknown column", "memberAccount,shoe size\nann,42", "problemColumns"],
    ["no account", "roomId,role\nr,Admin", "problemNoAccounts"],
    ["an open quote", 'ann,"Ann', "problemQuote"],
    ["too many lines", "ann\n".repeat(MOST_LINES + 1), "problemLongList"],
  ]) {
    test(`lists: ${what} is told, and nothing is previewed`, async () => {
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
    test(`bytes: ${text} has ${bytes}`, () => assert.equal(byteLength(text), bytes));
  }
});

describe("texts", () => {
  const gaps = (text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

  test("texts: Chinese has all that English has, with the same gaps to fill", () => {
    for (const [key, text] of Object.entries(en)) {
      if (key !== "codes") assert.deepEqual(gaps(zh[key]), gaps(text), key);
    }
    assert.deepEqual(Object.keys(zh.codes), Object.keys(en.codes));
  });

  test("texts: English has all that Chinese has", () => {
    assert.deepEqual(
      Object.keys(zh).filter((key) => !(key in en)),
      [],
    );
  });

  test("texts: each kind of failure has advice for operators, which promises nothing", () => {
    const kinds = ["Network", "Timeout", "Http", "Protocol", "Load", "Session", "Forbidden"];
    for (const texts of [en, zh]) {
      for (const kind of kinds) {
        assert.ok(texts[`kind${kind}`], kind);
        assert.ok(texts[`advice${kind}`], kind);
      }
      // A second kick, room, robot or swap is not the same as one.
      assert.doesNotMatch(JSON.stringify(texts), /safe to repeat|安全/);
    }
  });

  test("texts: every option, every choice, every operation and every action has a name", () => {
    const { setCallback, updateCallback, getCallback, deleteCallback, ...served } = table;
    const unseen = ["count", "next", "limit", "offset", "data", "toIndex", "isSeatEnabled"];
    for (const [operation, { options, codes }] of Object.entries(served)) {
      assert.ok(`operation${operation}` in en, operation);
      for (const { name, shape } of options) {
        assert.ok(name in en || unseen.includes(name), name);
        for (const value of shape.values ?? []) assert.ok(`value${value}` in en, value);
      }
      const known = [...Object.keys(en.codes), "100015", "100024", "100025"].map(Number);
      for (const code of codes) assert.ok(known.includes(code), `${operation}: ${code}`);
    }
    for (const action of Object.keys(ACTIONS)) {
      for (const kind of ["action", "will", "do"]) {
        assert.ok(`${kind}${action}` in en || (kind === "action" && action === "unban"), action);
      }
    }
  });

  test("texts: nothing that operators read names an option by its code", () => {
    for (const texts of [en, zh]) {
      for (const [code, said] of Object.entries(texts.codes)) {
        assert.doesNotMatch(said.join(), /`|roomId|memberAccount/, code);
      }
    }
  });

  test("texts: every text that the page's HTML names is there", () => {
    const html = readFileSync(join(FOLDER, "page/index.html"), "utf8");
    const names = [...html.matchAll(/data-(?:text|label)="(\w+)"/g)].map(([, name]) => name);
    assert.ok(names.length > 40);
    assert.deepEqual(
      names.filter((name) => !(name in en)),
      [],
    );
  });
});

test("styles: no rule is for what the page does not have", () => {
  const files = readdirSync(join(FOLDER, "page"), { recursive: true });
  const read = (ends) =>
    files
      .filter((name) => ends.test(name))
      .map((name) => readFileSync(join(FOLDER, "page", name), "utf8"))
      .join("\n");
  const texts = read(/^(?!texts).*\.(js|jsx|html)$/).matchAll(/["`]([^"`\n]*)["`]/g);
  const words = new Set([...texts].flatMap(([, text]) => text.match(/[a-z][\w-]*/gi)));
  // A role, and the state of a line, in small letters.
  for (const name of ["admin", "failed"]) words.add(name);
  const selectors = read(/\.css$/).replaceAll(/\/\*.*?\*\/|\{[^{}]*\}/gs, " ");
  const named = [...selectors.matchAll(/[.#]([a-z][\w-]*)/g)].map(([, name]) => name);
  assert.ok(named.length > 100, `${named.length} names`);
  assert.deepEqual(
    [...new Set(named)].filter((name) => !words.has(name)),
    [],
  );
});

describe("running many", () => {
  test("queue: begins no more than so many at once, and performs each one", async () => {
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

  test("queue: a stop lets those under way end, and begins no other", async () => {
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

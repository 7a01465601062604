// A pasted list as calls, one for each line, with what is wrong with those that cannot be sent.

import { parseCsv, UnclosedQuote } from "./csv.js";

/** More would be a job for a program. */
export const MOST_LINES = 2000;

const COLUMNS = {
  roomId: ["roomid", "room", "房间id", "房间"],
  memberAccount: ["memberaccount", "account", "member", "成员账号", "账号"],
  nameCard: ["namecard", "name", "名片"],
  role: ["role", "角色"],
  customInfo: ["custominfo", "info", "自定义信息"],
};
export const FIELDS_OF_LINE = Object.keys(COLUMNS);
const WITHOUT_HEADER = ["memberAccount", "nameCard", "role", "customInfo"];

/**
 * `{ lines }`, or `{ problem: [key, values] }` where nothing can be made of the text. A line is
 * `{ number, call, fault }`; `defaults` are values for lines that do not say them, and `refusalOf` is
 * asked what the package has against a call.
 */
export async function readLines(text, defaults, refusalOf) {
  const table = readTable(text);
  if (table.problem) return table;
  const seen = new Map();
  const lines = [];
  for (const { line: number, cells } of table.rows) {
    const call = callOf(cells, table.columns, defaults);
    const fault = faultOf(call, cells.length > table.columns.length, seen) ?? (await refused(call));
    const key = JSON.stringify([call.roomId, call.memberAccount]);
    if (!seen.has(key)) seen.set(key, number);
    lines.push({ number, call, fault });
  }
  return { lines };

  async function refused(call) {
    const error = await refusalOf(call);
    return error && { error };
  }
}

function readTable(text) {
  let rows;
  try {
    rows = parseCsv(text);
  } catch (error) {
    if (error instanceof UnclosedQuote) return problem("problemQuote", { line: error.line });
    throw error;
  }
  const header = rows[0]?.cells.map(columnOf) ?? [];
  const hasHeader = header.some((column) => column !== undefined);
  if (hasHeader) {
    const unknown = rows[0].cells.filter((cell, index) => cell !== "" && !header[index]);
    if (unknown.length > 0) return problem("problemColumns", { names: unknown.join(", ") });
    if (!header.includes("memberAccount")) return problem("problemNoAccounts");
    rows = rows.slice(1);
  }
  if (rows.length === 0) return problem("problemEmptyList");
  const count = rows.length;
  if (count > MOST_LINES) return problem("problemLongList", { most: MOST_LINES, count });
  return { rows, columns: hasHeader ? header : WITHOUT_HEADER };
}

const problem = (key, values) => ({ problem: [key, values] });

function columnOf(cell) {
  const name = cell.toLowerCase().replaceAll(/[\s_-]/g, "");
  return FIELDS_OF_LINE.find((column) => COLUMNS[column].includes(name));
}

function callOf(cells, columns, defaults) {
  const said = columns.map((column, index) => [column, cells[index]]);
  const given = said.filter(([column, value]) => column && value);
  return { roomId: "", memberAccount: "", ...defaults, ...Object.fromEntries(given) };
}

function faultOf(call, hasMoreCells, seen) {
  if (hasMoreCells) return { text: ["faultCells"] };
  const line = seen.get(JSON.stringify([call.roomId, call.memberAccount]));
  if (line !== undefined) return { text: ["faultTwice", { line }] };
  const { nameCard, role, customInfo } = call;
  const isNothing = [nameCard, role, customInfo].every((value) => value === undefined);
  return isNothing ? { text: ["faultNothing"] } : undefined;
}

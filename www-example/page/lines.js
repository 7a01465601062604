// A pasted list as calls, one for each line, with what is wrong with those that cannot be sent.

import { BadQuote, parseCsv, UnclearSeparator } from "./csv.js";

/** More would be a job for a program. */
export const MOST_LINES = 2000;

const COLUMNS = {
  roomId: ["roomid", "room", "房间id", "房间"],
  memberAccount: ["memberaccount", "account", "成员账号", "账号"],
  nameCard: ["namecard", "name", "名片"],
  role: ["role", "角色"],
  customInfo: ["custominfo", "info", "自定义信息"],
};

/** Names that other systems have for these, which could be an account as well: they are asked about. */
const LIKELY = {
  memberAccount: ["userid", "uid", "user", "id", "username", "openid", "用户id", "用户", "用户名"],
  nameCard: ["nick", "nickname", "displayname", "昵称", "姓名"],
};
export const FIELDS_OF_LINE = Object.keys(COLUMNS);
const WITHOUT_HEADER = ["memberAccount", "nameCard", "role", "customInfo"];

/**
 * `{ lines }`, or `{ problem: [key, values] }` where nothing can be made of the text. A line is
 * `{ number, call, fault }`; `defaults` are values for lines that do not say them, and `refusalOf` is
 * asked what the package has against a call. Where the first line may be a header, `{ question }` has its
 * names, and `header` is the answer: "yes" or "no".
 */
export async function readLines(text, defaults, refusalOf, header) {
  const table = readTable(text, header);
  if (table.problem || table.question) return table;
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

function readTable(text, answer) {
  let rows;
  try {
    rows = parseCsv(text);
  } catch (error) {
    if (error instanceof BadQuote) return problem("problemQuote", { line: error.line });
    if (error instanceof UnclearSeparator) return problem("problemSeparator");
    throw error;
  }
  const [first] = rows;
  const header = answer === "no" ? undefined : headerOf(first?.cells ?? [], answer === "yes");
  if (header?.problem || header?.question) return header;
  if (header) rows = rows.slice(1);
  if (rows.length === 0) return problem("problemEmptyList");
  const count = rows.length;
  if (count > MOST_LINES) return problem("problemLongList", { most: MOST_LINES, count });
  return { rows, columns: header?.columns ?? WITHOUT_HEADER };
}

/** The columns that a first line names; a problem, or a question; or `undefined` where it is a member. */
function headerOf(cells, isSure) {
  const known = cells.map((cell) => columnOf(cell, COLUMNS));
  const columns = cells.map((cell, index) => known[index] ?? columnOf(cell, LIKELY));
  if (!known.includes("memberAccount")) {
    const isLikely = columns.includes("memberAccount");
    if (!isLikely) {
      const names = known.filter((column) => column !== undefined);
      return names.length > 1 ? problem("problemNoAccounts") : undefined;
    }
    if (!isSure) return { question: cells.filter((cell) => cell !== "") };
  }
  const unknown = cells.filter((cell, index) => cell !== "" && !columns[index]);
  if (unknown.length > 0) return problem("problemColumns", { names: unknown.join(", ") });
  const twice = columns.find((column, index) => column && columns.indexOf(column) !== index);
  return twice ? problem("problemColumnTwice", { name: twice }) : { columns };
}

const problem = (key, values) => ({ problem: [key, values] });

function columnOf(cell, columns) {
  const name = cell.toLowerCase().replaceAll(/[\s_-]/g, "");
  return Object.keys(columns).find((column) => columns[column].includes(name));
}

function callOf(cells, columns, defaults) {
  const said = columns.map((column, index) => [column, cells[index]]);
  const given = said.filter(([column, value]) => column && value);
  return { roomId: "", memberAccount: "", ...defaults, ...Object.fromEntries(given) };
}

function faultOf(call, hasMoreCells, seen) {
  if (hasMoreCells) return { text: ["faultCells"] };
  if (Object.values(call).some((value) => value.includes("\uFFFD")))
    return { text: ["faultDamaged"] };
  const line = seen.get(JSON.stringify([call.roomId, call.memberAccount]));
  if (line !== undefined) return { text: ["faultTwice", { line }] };
  const { nameCard, role, customInfo } = call;
  const isNothing = [nameCard, role, customInfo].every((value) => value === undefined);
  return isNothing ? { text: ["faultNothing"] } : undefined;
}

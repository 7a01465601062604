// Replies as people read them: tables on a terminal, tab-separated lines elsewhere.

/** Names and texts come from anybody: what would move a terminal's cursor is shown as an escape. */
export const printable = (text) =>
  text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (mark) =>
    mark === "\u200d" ? mark : `\\u{${mark.codePointAt(0).toString(16)}}`,
  );

/** The columns that a character takes on a terminal. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

function widthOf(text) {
  let width = 0;
  for (const letter of text) {
    if (/\p{Mn}|\u200d/u.test(letter)) continue;
    width += WIDE.test(letter) ? 2 : 1;
  }
  return width;
}

export const toJson = (value) => `${JSON.stringify(value, null, 2)}\n`;

/** A value in one line. */
function inLine(value) {
  if (value === undefined || value === null) return "";
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(inLine).join(", ");
  return printable(typeof value === "object" ? JSON.stringify(value) : String(value));
}

/** A reply: its fields one below the other, its lists as tables. */
export function replyText(
  { actionStatus, errorCode, errorInfo, requestId, ...payload },
  operation,
) {
  const parts = [];
  for (const { name, shape, fields } of operation.reply) {
    const { [name]: value } = payload;
    if (shape.type === "list") parts.push(tableOf(fields, value ?? []));
    else if (shape.type === "object") parts.push(fieldsText(value ?? {}));
    else if (value !== "" && value !== 0) parts.push(fieldsText({ [name]: value }));
  }
  if (parts.length === 0) parts.push(`OK${requestId ? ` (${printable(requestId)})` : ""}\n`);
  if (errorInfo) parts.push(`${printable(errorInfo)}\n`);
  return parts.join("");
}

function fieldsText(fields) {
  const names = Object.keys(fields);
  const width = Math.max(0, ...names.map((name) => name.length));
  return names.map((name) => `${name.padEnd(width)}  ${inLine(fields[name])}\n`).join("");
}

/** A writer of tables that come page by page: the first page says how wide the columns are. */
export function tableWriter(fields, isTerminal = process.stdout.isTTY) {
  const names = fields.map(({ name }) => name);
  let widths;
  const line = (cells) => {
    if (!isTerminal) return `${cells.join("\t")}\n`;
    const padded = cells.map((cell, index) => cell + " ".repeat(gap(cell, index)));
    return `${padded.join("  ").trimEnd()}\n`;
  };
  const gap = (cell, index) => Math.max(0, widths[index] - widthOf(cell));
  return (items) => {
    const rows = items.map((item) => names.map((name) => inLine(item[name])));
    const isFirst = widths === undefined;
    widths ??= names.map((name, index) =>
      Math.max(name.length, ...rows.map((cells) => widthOf(cells[index]))),
    );
    return (isFirst ? line(names) : "") + rows.map(line).join("");
  };
}

const tableOf = (fields, items) => tableWriter(fields)(items);

// Help, made from the commands.

import { VERSION } from "room-engine-admin";
import { COMMANDS, OPERATIONS } from "./commands.js";

const WIDTH = 100;

export const versions = () => `room-engine-admin ${VERSION}, Node.js ${process.versions.node}\n`;

const SETTINGS_HELP = `
Who calls, from the environment (or --settings, or --profile), never from the command line:
  SDK_APP_ID, IDENTIFIER and SECRET_KEY or USER_SIG; REGION or BASE_URL

Exit codes: 0 done, 1 failed (in an import: some rows), 2 the command or the file is wrong and
nothing was sent, 4 the service refuses who calls, 130 interrupted.
`;

export function overview() {
  const own = COMMANDS.filter((command) => !OPERATIONS.includes(command));
  return [
    "room-engine-admin: administers Tencent Cloud Room Engine rooms\n\n",
    "Usage: room-engine-admin COMMAND [FLAGS]; `room-engine-admin COMMAND --help` tells more\n\n",
    "Operations\n",
    ...OPERATIONS.map(summary),
    "\nMore\n",
    ...own.map(summary),
    SETTINGS_HELP,
  ].join("");
}

const summary = ({ name, doc }) => entry(name, firstSentence(doc), 26);

const firstSentence = (doc) => /^.*?[.:](?= |$)/.exec(doc)[0].replace(/:$/, ".");

export function commandHelp({ name, positionals, doc, flags }) {
  const needed = flags.filter(({ required }) => required);
  const usage = [
    "Usage: room-engine-admin",
    name,
    positionals,
    ...needed.map((flag) => `--${flag.name} ${flag.value}`),
    "[FLAGS]",
  ];
  const shown = flags.filter(({ isHidden }) => !isHidden);
  const hasTime = shown.some(({ value }) => value === "TIME");
  const lines = [
    `${wrapped(usage.filter(Boolean).join(" "), 2).trimStart()}\n\n`,
    `${wrapped(doc, 0)}\n\n`,
    ...shown.map((flag) => entry(headOf(flag), docOf(flag), 34)),
  ];
  if (hasTime) {
    lines.push(
      "\nTIME is Unix seconds, or ISO 8601: 2026-12-01T10:00Z, without Z in local time.\n",
    );
  }
  return lines.join("");
}

const headOf = ({ name, shown, value, short }) =>
  `${short ? `-${short}, ` : ""}${shown ?? `--${name}`}${value ? ` ${value}` : ""}`;

function docOf({ doc, required, multiple, option }) {
  const notes = [];
  if (required) notes.push("required");
  if (multiple) {
    const { min, max } = option.shape;
    notes.push(`once for each${max ? `, ${min} to ${max}` : ""}`);
  }
  return notes.length > 0 ? `${doc} (${notes.join("; ")})` : doc;
}

function entry(head, doc, column) {
  const text = wrapped(doc, column + 2).trimStart();
  const gap =
    head.length < column ? " ".repeat(column - head.length) : `\n${" ".repeat(column + 2)}`;
  return `  ${head}${gap}${text}\n`;
}

function wrapped(text, margin) {
  const lines = [""];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== "" && margin + last.length + word.length >= WIDTH) lines.push(word);
    else lines[lines.length - 1] = last === "" ? word : `${last} ${word}`;
  }
  return lines.map((line) => " ".repeat(margin) + line).join("\n");
}

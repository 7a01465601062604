// The table's options as flags: names, values, and what the service's words mean on a command line.

import { table } from "./table.js";

/** Options of a client, which come from the environment. */
export const SETTINGS = {
  sdkAppId: "SDK_APP_ID",
  identifier: "IDENTIFIER",
  secretKey: "SECRET_KEY",
  userSig: "USER_SIG",
  region: "REGION",
  baseUrl: "BASE_URL",
};

export const kebab = (name) => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** A list is given item by item: `memberAccounts` is `--member-account`, once for each. */
const flagName = ({ name, shape }) =>
  kebab(shape.type === "list" && name.endsWith("s") ? name.slice(0, -1) : name);

/** What a value looks like, in help. */
const VALUES = { int: "N", moment: "TIME", text: "TEXT", object: "JSON" };

/** The flags of an option: two for one that is on or off, otherwise one. */
export function flagsOf(option, operation) {
  const { name, required, shape } = option;
  const flag = flagName(option);
  const text = option.doc.replaceAll(/\s+/g, " ").replace("a `Date`", "ISO 8601");
  const more = { option, doc: inFlags(text, operation), required };
  if (shape.type === "flag") {
    const off = { name: `no-${flag}`, isHidden: true, parse: () => false };
    return [
      { ...more, name: flag, type: "boolean", shown: `--[no-]${flag}`, parse: () => true },
      { ...more, type: "boolean", ...off },
    ];
  }
  const isList = shape.type === "list";
  const item = isList ? shape.of : shape;
  return [
    {
      ...more,
      name: flag,
      type: "string",
      multiple: isList,
      value: item.values?.join("|") ?? VALUES[item.type] ?? name.toUpperCase(),
      choices: item.values,
      parse: (text) => parsed(item, text),
    },
  ];
}

/**
 * A value as the package takes it. What is no number or no moment stays a text, and the package says
 * what is wrong with it: limits are its business.
 */
function parsed({ type }, text) {
  switch (type) {
    case "int":
      return /^-?\d+$/.test(text) ? Number(text) : text;
    case "moment":
      return /^\d+$/.test(text) ? Number(text) : new Date(text);
    case "object":
      return parsedJson(text);
    default:
      return text;
  }
}

function parsedJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** What else the package has, as commands. */
const COMMAND_OF = { inspectUserSig: "inspect", signUserSig: "sign" };

/** What is of JavaScript, or of a client's options that the command line lacks. */
const OWN_WORDS = [
  ["a valid Date of 1970 or later", "ISO 8601 or Unix seconds, of 1970 or later"],
  [/(^|[.] )`timeoutMs` sets the limit/, ""],
];

/** A text of the package in the words of the command line: `nameCard` is --name-card here. */
export function inFlags(text, operation) {
  const options = table[operation]?.options ?? [];
  const said = OWN_WORDS.reduce((before, [from, to]) => before.replace(from, to), text);
  return said.replaceAll(
    /`([A-Za-z]+)(?:\[(\d+)\])?(?:[.](\w+))?`/g,
    (whole, name, place, field) => {
      const { [name]: setting } = SETTINGS;
      if (setting) return setting;
      const option = options.find((each) => each.name === name);
      if (option) return inFlag(option, place, field);
      const command = COMMAND_OF[name] ?? (table[name] && kebab(name));
      return command ? `\`${command}\`` : whole;
    },
  );
}

/** `memberList[1].marks` is `marks` of --member-list (number 2). */
function inFlag(option, place, field) {
  const number = place === undefined ? "" : ` (number ${Number(place) + 1})`;
  return `${field ? `\`${field}\` of ` : ""}--${flagName(option)}${number}`;
}

/** The word of a list that was probably meant, if any comes near. */
export function nearest(word, words) {
  const near = words.map((other) => ({ other, distance: distance(word, other) }));
  const [best] = near.sort((a, b) => a.distance - b.distance);
  return best && best.distance <= Math.max(1, word.length / 3) ? best.other : undefined;
}

/** How many letters have to be changed, put in or taken out. */
function distance(from, to) {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= to.length; j += 1) {
      const change = row[j - 1] + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(change, row[j] + 1, next[j - 1] + 1));
    }
    row = next;
  }
  return row[to.length];
}

// The words of a command line as values of its flags.

import { parseArgs } from "node:util";
import { nearest } from "./flags.js";
import { UsageError } from "./problems.js";

/** `{ values, options, positionals }`: `options` are those of the table, as the package takes them. */
export function readArguments(command, words) {
  const { values, positionals } = parsed(command, words);
  const options = {};
  for (const { name, option, parse, multiple } of command.flags) {
    const { [name]: value } = values;
    if (!option || value === undefined) continue;
    options[option.name] = multiple ? value.map(parse) : parse(value);
  }
  const wanted = command.positionals.split(" ").filter(Boolean);
  if (positionals.length > wanted.length) {
    throw usage(command, `\`${positionals[wanted.length]}\` is one word too many`);
  }
  if (positionals.length < wanted.length) {
    throw usage(command, `${wanted[positionals.length]} is missing`);
  }
  if (command.name === "set") [options.roomId, options.memberAccount] = positionals;
  return { values, options, positionals };
}

function parsed(command, words) {
  const options = {};
  for (const { name, type, multiple, short } of command.flags) {
    options[name] = { type, ...(multiple && { multiple }), ...(short && { short }) };
  }
  try {
    checkChoices(command, words, options);
    return parseArgs({ args: words, options, allowPositionals: true });
  } catch (error) {
    if (!error.code?.startsWith("ERR_PARSE_ARGS")) throw error;
    const [message, ...more] = error.message.split(/[.] |\n/);
    // What follows says how a value is written that begins with a hyphen.
    const way = more.find((line) => line.includes("starting with a dash"));
    throw usage(command, message.replace(/[.]$/, ""), way?.replace(/[.]$/, ""));
  }
}

/** What parseArgs cannot say as well: which flag was meant, and which values there are. */
function checkChoices(command, args, options) {
  const { tokens } = parseArgs({ args, options, strict: false, tokens: true });
  const given = new Map();
  for (const { kind, name, rawName, value } of tokens) {
    if (kind !== "option") continue;
    const flag = command.flags.find((each) => each.name === name || each.short === name);
    if (!flag) throw unknown(command, rawName);
    // Values of the table's own are for the package to check.
    if (flag.choices && !flag.option && value !== undefined && !flag.choices.includes(value)) {
      throw usage(command, `${rawName} is one of ${flag.choices.join(", ")}`);
    }
    refuseSecond(command, flag, given);
    given.set(flag.option ?? flag, flag);
  }
}

/** A second value of one thing, of which only one would count. The same mark twice is no harm. */
function refuseSecond(command, flag, given) {
  const first = given.get(flag.option ?? flag);
  if (!first || flag.multiple) return;
  if (first.name !== flag.name) {
    throw usage(command, `--${first.name} and --${flag.name} exclude each other`);
  }
  if (flag.type === "string") throw usage(command, `--${flag.name} is given twice`);
}

function unknown(command, rawName) {
  const near = nearest(
    rawName.replace(/^-+/, ""),
    command.flags.map(({ name }) => name),
  );
  return usage(command, `unknown flag ${rawName}`, near && `did you mean --${near}?`);
}

const usage = ({ name }, message, hint) =>
  new UsageError(message, hint ?? `\`room-engine-admin ${name} --help\` shows how it is used`);

/** A flag's whole number from `least` on, or nothing where it was not given. */
export function wholeNumber(values, name, least = 1, most = Number.MAX_SAFE_INTEGER) {
  const { [name]: text } = values;
  if (text === undefined) return undefined;
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= least && number <= most) return number;
  const range = most === Number.MAX_SAFE_INTEGER ? "on" : `to ${most}`;
  throw new UsageError(`--${name} is a whole number from ${least} ${range}`);
}

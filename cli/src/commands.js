// Every command with its flags: those of the table, and the few that are more than one call.

import { flagsOf, kebab } from "./flags.js";
import { table } from "./table.js";

const text = (name, value, doc, more) => ({ name, type: "string", value, doc, ...more });
const mark = (name, doc, more) => ({ name, type: "boolean", doc, ...more });

/** Who calls, for every command that needs to know. */
const WHO = [
  text("settings", "FILE", "Lines of NAME=value that the environment does not have.", {
    isFile: true,
  }),
  // Node.js looks for this one in every command line, and ends itself where the file is missing.
  text("env-file", "FILE", "The same, which Node.js reads too: --settings is ours alone.", {
    isFile: true,
  }),
  text("profile", "NAME", "Settings of that name in your configuration folder, instead."),
];
const JSON_FLAG = mark("json", "Print JSON; errors are JSON as well.");
const DRY_RUN = mark("dry-run", "Print what would be sent, without a UserSig, and send nothing.");
const HELP = mark("help", "Show this help.", { short: "h" });

const IMPORT = [
  text("room", "ROOM", "The room of all rows that do not name one."),
  text("format", "FORMAT", "What the file is (default: by its name or its beginning).", {
    choices: ["csv", "jsonl"],
  }),
  text("encoding", "ENCODING", "How its text is written (default: recognised).", {
    choices: ["utf-8", "utf-16le", "utf-16be", "gbk"],
  }),
  mark("dry-run", "Check every row, and say what would be done."),
  text("rate", "N", "Calls in a second (default: 200, the service's limit); 0 for no limit."),
  text("concurrency", "N", "How many rows may be under way (default: 256)."),
  text("limit", "N", "Send so many rows at the most, and leave the others for the next time."),
  text("journal", "FILE", "Where to keep what was done (default: beside the file).", {
    isFile: true,
  }),
  mark("no-journal", "Keep nothing: an import that is cut off begins anew."),
  text("report", "FILE", "Add a line of JSON for each row and what became of it.", {
    isFile: true,
  }),
  mark(
    "retry-failed",
    "Try rows again that failed before, unless a later row of the member is done.",
  ),
  mark("quiet", "No progress."),
];

function operation(name) {
  const { doc, options, pages } = table[name];
  const flags = options.flatMap((option) => flagsOf(option, name));
  if (pages) flags.push(mark("all", "Go through all pages to the end."));
  return {
    name: kebab(name),
    operation: name,
    doc: doc.replaceAll(/\s+/g, " ").replace("`for await`", "--all"),
    positionals: "",
    flags: [...flags, JSON_FLAG, DRY_RUN, ...WHO, HELP],
    load: () => import("./operation.js"),
  };
}

const own = (name, positionals, doc, flags, load) => ({
  name,
  positionals,
  doc,
  flags: [...flags, HELP],
  load,
});

export const OPERATIONS = Object.keys(table).map(operation);

const setFlags = OPERATIONS.find(({ name }) => name === "update-room-member-info").flags.filter(
  ({ name }) => !["room-id", "member-account", "help"].includes(name),
);

export const COMMANDS = [
  ...OPERATIONS,
  {
    ...own(
      "set",
      "ROOM MEMBER",
      "Short for update-room-member-info.",
      setFlags,
      () => import("./operation.js"),
    ),
    operation: "updateRoomMemberInfo",
  },
  own(
    "import",
    "FILE|-",
    "Changes members from a file, CSV with a header or lines of JSON: every row is checked first, then all are sent at the service's rate.",
    [...IMPORT, JSON_FLAG, ...WHO],
    () => import("./import/index.js"),
  ),
  own(
    "doctor",
    "",
    "Signs, makes one harmless read, and says what is wrong with identifier, key, region, clock or network.",
    [JSON_FLAG, ...WHO],
    () => import("./doctor.js"),
  ),
  own(
    "sign",
    "ACCOUNT",
    "Prints a UserSig for an account, signed with SECRET_KEY.",
    [text("ttl", "SECONDS", "How long it is valid (default: 86400)."), JSON_FLAG, ...WHO],
    () => import("./sign.js"),
  ),
  own(
    "inspect",
    "",
    "Reads a UserSig from standard input and says whose it is, until when, and, with SECRET_KEY, whether it is right.",
    [JSON_FLAG, ...WHO],
    () => import("./sign.js"),
  ),
  own(
    "simulator",
    "",
    "Starts a stand-in for the service with some rooms, and prints its address.",
    [text("port", "N", "The port of 127.0.0.1 (default: a free one)."), ...WHO],
    () => import("./simulator.js"),
  ),
  own(
    "completion",
    "bash|zsh|fish",
    "Prints the completion script of a shell.",
    [],
    () => import("./completion.js"),
  ),
];

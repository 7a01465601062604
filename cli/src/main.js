// Finds the command, reads its flags, and turns what comes of it into an exit code.

import { readArguments } from "./arguments.js";
import { COMMANDS } from "./commands.js";
import { nearest } from "./flags.js";
import { commandHelp, overview, versions } from "./help.js";
import { EXIT, exitCodeOf, told, UsageError } from "./problems.js";

/** Runs a command line to its end. */
export async function main(words) {
  leaveQuietly();
  const [first, ...rest] = words;
  if (first === undefined || first === "--help" || first === "-h" || first === "help") {
    const named = COMMANDS.find(({ name }) => name === rest[0]);
    process.stdout.write(named ? commandHelp(named) : overview());
    return first === undefined ? EXIT.usage : EXIT.done;
  }
  if (first === "--version") {
    process.stdout.write(versions());
    return EXIT.done;
  }
  const command = COMMANDS.find(({ name }) => name === first);
  try {
    if (!command) throw unknown(first);
    return await perform(command, rest);
  } catch (error) {
    const { operation } = command ?? {};
    process.stderr.write(told(error, { json: rest.includes("--json"), operation }));
    return exitCodeOf(error);
  }
}

async function perform(command, words) {
  if (words.includes("--help") || words.includes("-h")) {
    process.stdout.write(commandHelp(command));
    return EXIT.done;
  }
  const given = readArguments(command, words);
  const { run } = await command.load();
  return (await run(given, command, COMMANDS)) ?? EXIT.done;
}

function unknown(name) {
  const near = nearest(
    name,
    COMMANDS.map((command) => command.name),
  );
  const hint = near ? `did you mean \`${near}\`?` : "`room-engine-admin --help` lists all";
  return new UsageError(`there is no command \`${name}\``, hint);
}

/** Whoever reads the output may have seen enough, as `head` does. */
function leaveQuietly() {
  process.stdout.on("error", (error) => {
    if (error.code !== "EPIPE") throw error;
    process.exit(EXIT.done);
  });
}

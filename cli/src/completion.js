// Static completion scripts, made from the commands: pressing Tab starts no program.

import { UsageError } from "./problems.js";

const PROGRAM = "room-engine-admin";

/** Prints the script of a shell, for these commands. */
export async function run({ positionals: [shell] }, _command, commands) {
  const scripts = { bash, zsh, fish };
  if (!Object.hasOwn(scripts, shell)) throw new UsageError("the shell is bash, zsh or fish");
  process.stdout.write(scripts[shell](commands));
}

const flagWords = ({ flags }) => flags.map(({ name }) => `--${name}`);

/** What may stand in a command's own places: words, or files. */
const placeOf = ({ positionals }) =>
  positionals.startsWith("FILE") ? "FILE" : positionals.includes("|") ? words(positionals) : "";
const words = (text) => text.split("|").join(" ");

/** Every flag that takes a value, with the values there are: "FILE" stands for files. */
function valuesOf({ flags }) {
  return flags
    .filter(({ type }) => type === "string")
    .map(({ name, choices, isFile }) => [`--${name}`, isFile ? "FILE" : (choices ?? []).join(" ")]);
}

function bash(commands) {
  const names = commands.map(({ name }) => name);
  const cases = commands.map((command) => {
    const values = valuesOf(command).map(([flag, value]) => `        ${flag}) words="${value}" ;;`);
    return [
      `    ${command.name})`,
      `      flags="${flagWords(command).join(" ")}" place="${placeOf(command)}"`,
      "      case $last in",
      ...values,
      `        *) words="-" ;;`,
      "      esac ;;",
    ].join("\n");
  });
  return `# bash completion for ${PROGRAM}: ${PROGRAM} completion bash > ~/.local/share/bash-completion/completions/${PROGRAM}
_room_engine_admin() {
  local word=\${COMP_WORDS[COMP_CWORD]} last=\${COMP_WORDS[COMP_CWORD-1]} flags place words file
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${names.join(" ")} help --help --version" -- "$word"))
    return
  fi
  case \${COMP_WORDS[1]} in
${cases.join("\n")}
    *) return ;;
  esac
  if [ "$words" = "-" ]; then
    words=$place
    case $word in -*) words=$flags ;; esac
  fi
  if [ "$words" = "FILE" ]; then
    # A name may have spaces; \`mapfile\` is missing in the bash of macOS.
    while IFS= read -r file; do COMPREPLY+=("$file"); done < <(compgen -f -- "$word")
  else
    COMPREPLY=($(compgen -W "$words" -- "$word"))
  fi
}
complete -o filenames -F _room_engine_admin ${PROGRAM}
`;
}

/** Within single quotes, of any shell. */
const quoted = (text) => `'${text.replaceAll("'", `'\\''`)}'`;

function zsh(commands) {
  const described = commands.map(({ name, doc }) => `    ${quoted(`${name}:${doc}`)}`);
  const cases = commands.map((command) => {
    const flags = command.flags.map((flag) => `        ${quoted(zshFlag(flag))}`);
    const place = placeOf(command);
    const own = place === "FILE" ? ["        '*:file:_files'"] : [];
    if (place && place !== "FILE") own.push(`        ${quoted(`*:word:(${place})`)}`);
    return `    ${command.name})\n      arguments=(\n${[...flags, ...own].join("\n")}\n      ) ;;`;
  });
  return `#compdef ${PROGRAM}
# zsh completion for ${PROGRAM}: ${PROGRAM} completion zsh > a folder of $fpath, as _${PROGRAM}
_room_engine_admin() {
  local -a commands arguments
  commands=(
${described.join("\n")}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  case $words[2] in
${cases.join("\n")}
  esac
  shift words
  (( CURRENT-- ))
  _arguments $arguments
}
# Loaded as a function of $fpath, or sourced.
if [ "$funcstack[1]" = "_${PROGRAM}" ]; then
  _room_engine_admin "$@"
else
  compdef _room_engine_admin ${PROGRAM}
fi
`;
}

function zshFlag({ name, type, multiple, doc, choices, isFile }) {
  const said = doc ? `[${doc.replaceAll(/[[\]\\:]/g, String.raw`\$&`)}]` : "";
  const values = isFile ? "_files" : `(${(choices ?? []).join(" ")})`;
  return `${multiple ? "*" : ""}--${name}${said}${type === "string" ? `:value:${values}` : ""}`;
}

function fish(commands) {
  const lines = commands.flatMap((command) => {
    const { name, doc, flags } = command;
    const within = `-n '__fish_seen_subcommand_from ${name}'`;
    const place = placeOf(command);
    const own = place === "FILE" ? ["-F"] : place ? [`-a ${quoted(place)}`] : [];
    return [
      `complete -c ${PROGRAM} -n __fish_use_subcommand -a ${name} -d ${fishText(doc)}`,
      ...own.map((files) => `complete -c ${PROGRAM} ${within} ${files}`),
      ...flags.map((flag) => `complete -c ${PROGRAM} ${within} ${fishFlag(flag)}`),
    ];
  });
  return `# fish completion for ${PROGRAM}: ${PROGRAM} completion fish > ~/.config/fish/completions/${PROGRAM}.fish
complete -c ${PROGRAM} -f
${lines.join("\n")}
`;
}

const fishText = (text) => `'${text.replaceAll(/['\\]/g, String.raw`\$&`)}'`;

function fishFlag({ name, type, doc, choices, isFile }) {
  const value = type === "string" ? (isFile ? " -r -F" : " -x") : "";
  const some = choices ? ` -a ${fishText(choices.join(" "))}` : "";
  return `-l ${name}${value}${some}${doc ? ` -d ${fishText(doc)}` : ""}`;
}

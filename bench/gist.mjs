// What a user gets, in six lines: the beginning of docs/performance.md, made of the rows of its table.

/** `rows` are those of the table: what was measured, and what came out. */
export function gist(rows) {
  const place = (what) => {
    const index = rows.findIndex((row) => row.what === what);
    if (index < 0) throw new Error(`no row says: ${what}`);
    return index;
  };
  const at = (what, next = 0) => rows[place(what) + next];
  const value = (what, next) => at(what, next).measured;
  const times = (what, next) => value(what, next).replace(" x", " times");
  const signing = "UserSigs per second, `admin.signUserSig`, to tls-sig-api-v2";
  const cpu = "CPU per call at 16 in flight, to bare fetch";
  const start = "process start to first reply, over bare fetch";
  return [
    `- **A UserSig**: ${times(signing)} as many a second as the vendor's package for Node (${at(signing).detail}).`,
    `- **A call**: ${times(cpu)} the processor time of a bare \`fetch\`, with 16 under way. With \`nodeFetch\`, ${times(cpu, 1)}.`,
    `- **A start**: the first reply comes ${compared(value(start))} than with bare \`fetch\`. With \`nodeFetch\`, ${compared(value(start, 1))}.`,
    `- **The rate**: ${value("sent in a full second at the limit of 200, the least")} in each full second, and in none more than ${value("sent in any window of a second, the most")}.`,
    `- **Memory**: after 100,000 calls ${value("memory grown by 100000 calls")} more is in use, and the module has ${value("the module's memory after them")}.`,
    `- **A page** downloads ${value("a browser's download for the class")} of script.`,
  ].join("\n");
}

/** `13 ms` more are later, `-9.3 ms` are `9.3 ms sooner`. */
export const compared = (more) =>
  more.startsWith("-") ? `${more.slice(1)} sooner` : `${more} later`;

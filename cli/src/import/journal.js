// What an import has done, on disk, so that one that was cut off goes on where it was.
//
// A line each: a head; `r N`: rows below N may have been sent, which is on disk before they are; `d I`
// a row is done, `f I` it failed, `s I` it needs not be sent any more, `u I` it may be sent again.
// Rows are counted from 0.

import {
  closeSync,
  createReadStream,
  fdatasync,
  fdatasyncSync,
  ftruncateSync,
  openSync,
  rmSync,
  statSync,
} from "node:fs";
import { UsageError } from "../problems.js";
import { isNoPlace, writeWhole } from "./files.js";
import { linesOf } from "./lines.js";
import { lock } from "./lock.js";
import { State } from "./state.js";

const FORMAT = "room-engine-admin import 1";
const SYNC_MS = 200;
/** As long as the service works on a call, at the most. */
const SERVICE_LIMIT_MS = 3000;

export class Journal {
  #file;
  #fd;
  #unlock;
  #timer;
  #isDirty = false;
  state;
  /** How long the service may still be at work on what the last run had sent. */
  restMs = 0;

  /** Opens or begins the journal of an input; `of` is what makes it this input's. */
  static async open(file, of) {
    let unlock = () => {};
    try {
      unlock = lock(`${file}.lock`);
      const journal = new Journal();
      await journal.#read(file, `${FORMAT} ${JSON.stringify(of)}`);
      journal.#unlock = unlock;
      return journal;
    } catch (error) {
      unlock();
      if (error instanceof UsageError || !isNoPlace(error)) throw error;
      throw new UsageError(
        `the journal ${file} cannot be written: ${error.code}`,
        "--journal names another place, --no-journal keeps none",
      );
    }
  }

  async #read(file, head) {
    const { state, size } = await readJournal(file, head);
    if (size > 0) this.restMs = restOf(state, file);
    this.#file = file;
    this.state = state;
    this.#fd = openSync(file, "a", 0o600);
    // A line that the last run did not get to write to its end.
    ftruncateSync(this.#fd, size);
    if (size === 0) this.#write(head);
    fdatasyncSync(this.#fd);
    this.#timer = setInterval(() => this.#syncSoon(), SYNC_MS);
    this.#timer.unref();
  }

  /** Rows below `next` may be sent from now on. */
  mark(next) {
    this.state.next = next;
    this.#write(`r ${next}`);
    fdatasyncSync(this.#fd);
  }

  /** These failed rows may be sent again from now on. */
  reopen(rows) {
    for (const row of rows) {
      this.state.settle("u", row);
      this.#write(`u ${row}`);
    }
    fdatasyncSync(this.#fd);
  }

  /** What became of a row: `d`, `f` or `s`. */
  settle(mark, row) {
    this.state.settle(mark, row);
    this.#write(`${mark} ${row}`);
    this.#isDirty = true;
  }

  /** `isKept` is false when there is nothing to go on with. */
  close(isKept) {
    clearInterval(this.#timer);
    if (isKept) fdatasyncSync(this.#fd);
    closeSync(this.#fd);
    if (!isKept) rmSync(this.#file, { force: true });
    this.#unlock();
  }

  #write(line) {
    writeWhole(this.#fd, `${line}\n`);
  }

  #syncSoon() {
    if (!this.#isDirty) return;
    this.#isDirty = false;
    // What this cannot write, the next line that is written or synced will say.
    fdatasync(this.#fd, () => {});
  }
}

/** The same without a file, where nothing can be gone on with. */
export class NoJournal {
  state = new State();
  restMs = 0;

  mark(next) {
    this.state.next = next;
  }

  reopen(rows) {
    for (const row of rows) this.state.settle("u", row);
  }

  settle(mark, row) {
    this.state.settle(mark, row);
  }

  close() {}
}

/** Nobody knows when a run was killed that left rows without an end: it may have been just now. */
function restOf(state, file) {
  if (state.hasUncertain) return SERVICE_LIMIT_MS;
  if (state.failed.size === 0) return 0;
  // A row that failed without an answer: no attempt at it is younger than the last line.
  const ms = statSync(file).mtimeMs + SERVICE_LIMIT_MS - Date.now();
  return Math.ceil(Math.min(Math.max(ms, 0), SERVICE_LIMIT_MS));
}

/** What a journal says, and how many of its bytes say it. */
async function readJournal(file, head) {
  const state = new State();
  let size = 0;
  let number = 0;
  if (!exists(file)) return { state, size };
  for await (const { text, isWhole } of linesOf(createReadStream(file, "latin1"))) {
    number += 1;
    // A head that was being written when the last run ended.
    if (number === 1 && !isWhole && latin1(head).startsWith(text)) break;
    if (!isWhole && number > 1) break;
    if (number === 1) checkHead(text, head, file);
    else readLine(text, state, `${file}: line ${number}`);
    size += text.length + 1;
  }
  return { state, size };
}

const latin1 = (text) => Buffer.from(text).toString("latin1");

function exists(file) {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found && !found.isFile())
    throw new UsageError(`${file} is no file`, "--journal names another");
  return found !== undefined;
}

function checkHead(text, head, file) {
  if (text === latin1(head)) return;
  const what = text.startsWith(FORMAT)
    ? "is of another file, application or room, or the file has changed since"
    : "is no journal of an import";
  throw new UsageError(
    `${file} ${what}`,
    "--journal names another place; to begin anew, remove it: rows that were done are sent again then",
  );
}

function readLine(text, state, place) {
  const [, mark, number] = /^([rdfsu]) (\d{1,15})$/.exec(text) ?? [];
  if (!mark) {
    throw new UsageError(
      `${place} is damaged`,
      "to begin anew, remove the journal: rows that were done are sent again then",
    );
  }
  if (mark === "r") state.next = Number(number);
  else state.settle(mark, Number(number));
}

// Several members: a pasted list, its preview, and the run.

import { refusalOf } from "./calls.js";
import { byId, fill } from "./dom.js";
import { decodeText } from "./encoding.js";
import { readLines } from "./lines.js";
import { showLine, showLines } from "./lines-table.js";
import { downloadReport } from "./report.js";
import { runAll } from "./run.js";
import { sendAndKeep } from "./sent.js";
import { onLanguage, text } from "./texts.js";

/** The handler keeps the rate; this only keeps the browser's connections from piling up. */
const AT_ONCE = 6;

const OPERATION = "updateRoomMemberInfo";

const DEFAULTS = {
  roomId: "default-room",
  nameCard: "default-name-card",
  role: "default-role",
  customInfo: "default-custom-info",
};

const EXAMPLE = `roomId,memberAccount,nameCard,role,customInfo
town-hall,ben,Ben (moderator),Admin,
town-hall,chen.wei,陈伟,,第二场
town-hall,zoe,Zoë 🎧,Member,front row
`;

let lines = [];
let problem;
let question;
let stopping;
let hasStopped = false;

export function startSeveral() {
  byId("several-form").addEventListener("submit", preview);
  byId("list-file").addEventListener("change", readFile);
  byId("list-example").addEventListener("click", () => {
    byId("list").value = EXAMPLE;
    byId("list").focus();
  });
  byId("header-yes").addEventListener("click", (event) => preview(event, "yes"));
  byId("header-no").addEventListener("click", (event) => preview(event, "no"));
  byId("run").addEventListener("click", run);
  byId("stop").addEventListener("click", () => stopping?.abort());
  byId("download").addEventListener("click", () => downloadReport(lines));
  window.addEventListener("beforeunload", (event) => {
    if (stopping) event.preventDefault();
  });
  onLanguage(showAll);
}

async function readFile({ target }) {
  const [file] = target.files;
  if (file) {
    const read = decodeText(new Uint8Array(await file.arrayBuffer()));
    if (read) byId("list").value = read.text;
    problem = read ? undefined : ["problemEncoding"];
    [question, lines] = [undefined, []];
    // A guess is said, since whoever knows the names sees whether it is right.
    const isGuess = read && read.encoding !== "utf-8";
    byId("list-read").textContent = isGuess
      ? text("readAs", { encoding: read.encoding.toUpperCase() })
      : "";
    showAll();
  }
  // The same file, changed meanwhile, can be chosen again.
  target.value = "";
}

async function preview(event, header) {
  event.preventDefault();
  if (stopping) return;
  const said = Object.entries(DEFAULTS).map(([field, id]) => [field, byId(id).value.trim()]);
  const defaults = Object.fromEntries(said.filter(([, value]) => value !== ""));
  try {
    const read = await readLines(byId("list").value, defaults, refusal, header);
    ({ problem, question } = read);
    lines = (read.lines ?? []).map((line) => ({ ...line, state: line.fault ? "Bad" : "Ready" }));
  } catch {
    // The package could not be downloaded.
    problem = ["kindLoad"];
    [question, lines] = [undefined, []];
  }
  hasStopped = false;
  showAll();
  byId(question ? "header-yes" : problem ? "list" : "preview").focus();
}

const refusal = (call) => refusalOf(OPERATION, call);

async function run() {
  const todo = lines.filter(({ state }) => ["Ready", "Failed", "Stopped"].includes(state));
  stopping = new AbortController();
  hasStopped = false;
  for (const line of todo) set(line, "Ready");
  showAll();
  byId("stop").focus();
  await runAll(todo, { atOnce: AT_ONCE, perform, signal: stopping.signal });
  hasStopped = stopping.signal.aborted;
  stopping = undefined;
  for (const line of todo) if (line.state === "Ready") set(line, "Stopped");
  showAll();
  byId(count("Failed") + count("Stopped") > 0 ? "run" : "download").focus();
}

async function perform(line) {
  set(line, "Sending");
  line.outcome = await sendAndKeep(OPERATION, line.call);
  line.at = new Date();
  // Whoever does not sign in again is not asked once for each line.
  if (line.outcome.error?.kind === "session") stopping.abort();
  set(line, line.outcome.reply ? "Done" : "Failed");
  showProgress();
}

function set(line, state) {
  line.state = state;
  if (line.row) showLine(line);
}

const count = (state) => lines.filter((line) => line.state === state).length;

function showAll() {
  byId("several-problem").textContent = problem ? text(...problem) : "";
  byId("list").setAttribute("aria-invalid", String(problem !== undefined));
  byId("header-question").hidden = question === undefined;
  if (question)
    byId("header-asked").textContent = text("askHeader", { names: question.join(", ") });
  byId("preview-button").setAttribute("aria-disabled", String(stopping !== undefined));
  byId("preview").hidden = lines.length === 0;
  if (lines.length === 0) return;
  const open = count("Ready");
  const again = count("Failed") + count("Stopped");
  byId("run").textContent = text(again > 0 ? "runRest" : "runAll", { count: open + again });
  byId("run").hidden = stopping !== undefined || open + again === 0;
  byId("stop").hidden = stopping === undefined;
  byId("download").hidden = stopping !== undefined || !hasRun();
  showSummary();
  showProgress();
  showLines(lines);
}

const hasRun = () => lines.some(({ outcome }) => outcome !== undefined);

function showSummary() {
  const bad = count("Bad");
  const counts = { done: count("Done"), failed: count("Failed"), rest: count("Stopped") };
  const ended = text(hasStopped ? "runStopped" : "runEnded", counts);
  const ready = text("previewReady", { ready: count("Ready"), bad });
  if (stopping) fill(byId("preview-summary"), text("sending"));
  else if (hasRun()) fill(byId("preview-summary"), ended);
  else fill(byId("preview-summary"), ready, bad > 0 && ` ${text("previewSkip")}`);
}

function showProgress() {
  const total = lines.length - count("Bad");
  const done = count("Done") + count("Failed");
  const bar = byId("progress");
  bar.max = total;
  bar.value = done;
  byId("progress-text").textContent = text("progressText", { done, total });
  bar.closest(".running").hidden = stopping === undefined && !hasRun();
}

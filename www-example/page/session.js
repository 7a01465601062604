// Who is signed in. A session that ends in the middle of work asks for the password in a dialog, over
// a page that keeps what was typed.

import { byId } from "./dom.js";
import { onLanguage, text } from "./texts.js";

const listeners = [];
let session = {};
let waiting;
let declinedAt = Number.NEGATIVE_INFINITY;
let signedInAt = Number.NEGATIVE_INFINITY;

/** `{ isSimulator, operator, sdkAppId, region, ... }`, as the server told last. */
export const currentSession = () => session;

/** Calls `show` whenever somebody has signed in or out. */
export const onSession = (show) => listeners.push(show);

export async function startSession() {
  byId("sign-in-form").addEventListener("submit", submit);
  byId("sign-out").addEventListener("click", signOut);
  byId("sign-in-later").addEventListener("click", () => end(false));
  byId("sign-in").addEventListener("cancel", (event) => {
    event.preventDefault();
    end(false);
  });
  onLanguage(showDialog);
  await refresh();
  if (!session.operator) await askToSignIn();
}

/** Whether the server still knows who this is, and nobody is being asked. */
export async function hasSession() {
  await refresh();
  return session.operator !== undefined && waiting === undefined;
}

/** Whether somebody has signed in after a moment of `performance.now()`. */
export const hasSignedInSince = (moment) => signedInAt > moment;

/**
 * Asks for the password, once for all calls that have begun before the answer. Resolves to whether
 * somebody has signed in.
 */
export async function askToSignIn(begunAt = performance.now()) {
  if (begunAt < declinedAt) return false;
  waiting ??= makeWaiting();
  return waiting.promise;
}

function makeWaiting() {
  const dialog = byId("sign-in");
  byId("password").value = "";
  byId("sign-in-problem").textContent = "";
  showDialog();
  // Before anybody is signed in there is nothing behind it, but for the language and the theme.
  if (isMidWork()) dialog.showModal();
  else dialog.show();
  byId(byId("operator-name").value ? "password" : "operator-name").focus();
  let resolve;
  const promise = new Promise((settle) => (resolve = settle));
  return { promise, resolve };
}

async function refresh() {
  const askedAt = performance.now();
  try {
    const answer = await fetch("/api/session");
    const told = answer.ok && (await answer.json());
    // Whoever has signed in meanwhile is not in an answer from before.
    if (told && !hasSignedInSince(askedAt)) adopt(told);
  } catch {
    // No connection: what was known stays, and whatever is asked for next tells.
  }
}

async function submit(event) {
  event.preventDefault();
  const [operator, password] = [byId("operator-name").value.trim(), byId("password").value];
  if (!operator || !password)
    return refuse(text("problemFill"), operator ? "password" : "operator-name");
  byId("sign-in-button").disabled = true;
  try {
    const body = JSON.stringify({ operator, password });
    const headers = { "content-type": "application/json" };
    const answer = await fetch("/api/sign-in", { method: "POST", headers, body });
    if (!answer.ok) return refuse(problemOf(answer), "password");
    adopt(await answer.json());
    end(true);
  } catch {
    refuse(text("problemNetwork"), "password");
  } finally {
    byId("sign-in-button").disabled = false;
  }
}

function problemOf({ status, headers }) {
  if (status === 401) return text("problemCredentials");
  if (status === 429) return text("problemRate", { seconds: headers.get("retry-after") });
  return text("problemServer", { status });
}

function refuse(problem, field) {
  byId("sign-in-problem").textContent = problem;
  byId(field).focus();
}

async function signOut() {
  try {
    await fetch("/api/sign-out", { method: "POST" });
  } finally {
    // Whatever the page still holds goes with it.
    location.reload();
  }
}

function end(isSignedIn) {
  byId("sign-in").close();
  byId("password").value = "";
  if (isSignedIn) signedInAt = performance.now();
  else declinedAt = performance.now();
  waiting?.resolve(isSignedIn);
  waiting = undefined;
}

function adopt(told) {
  // What this page may do stays as it was known while nobody is signed in: nothing that is being typed
  // goes away, and the server lets nothing through.
  const { may, role } = session;
  session = { may, role, ...told };
  // Once the page is at work it stays so: only the dialog comes over it.
  if (session.operator) document.body.dataset.state = "at-work";
  else if (!isMidWork()) document.body.dataset.state = "signed-out";
  for (const show of listeners) show();
}

const isMidWork = () => document.body.dataset.state === "at-work";

function showDialog() {
  const { demo } = session;
  byId("sign-in-note").textContent = text(isMidWork() ? "signInAgain" : "signInNote");
  byId("sign-in-later").hidden = !isMidWork();
  byId("demo").textContent = demo ? text("demo", demo) : "";
}

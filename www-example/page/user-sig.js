// What a UserSig says of itself. It is read here and sent nowhere.

import { loadPackage } from "./calls.js";
import { byId, element, fill } from "./dom.js";
import { explain } from "./explain.js";
import { currentSession } from "./session.js";
import { dateOf, fromNow, lasting, onLanguage, text } from "./texts.js";

let found;

export function startUserSig() {
  byId("user-sig-form").addEventListener("submit", check);
  onLanguage(show);
}

async function check(event) {
  event.preventDefault();
  const userSig = byId("user-sig").value.trim();
  if (!userSig) {
    found = undefined;
    byId("user-sig").focus();
  } else found = await inspect(userSig);
  show();
}

async function inspect(userSig) {
  try {
    const { inspectUserSig } = await loadPackage();
    return { claims: await inspectUserSig(userSig) };
  } catch (error) {
    return { error: error.kind ? error : { kind: "load", message: String(error) } };
  }
}

function show() {
  fill(byId("claims"), found && (found.error ? errorCard(found.error) : claimsCard(found.claims)));
}

function errorCard(error) {
  const { title, meaning, advice, isForeign } = explain(error);
  return element(
    "div",
    { class: "result bad" },
    element("h2", {}, error.kind === "invalid" ? text("verdictNone") : title),
    element("p", { lang: isForeign && "en" }, [meaning, advice].filter(Boolean).join(". ")),
  );
}

function claimsCard(claims) {
  const { verdict, reason, isGood } = verdictOf(claims);
  const { identifier, sdkAppId, issuedAt, expiresAt } = claims;
  const rows = {
    identifier: element("code", {}, identifier),
    sdkAppId: element("code", {}, String(sdkAppId)),
    issuedAt: moment(issuedAt),
    expiresAt: moment(expiresAt),
  };
  return element(
    "div",
    { class: `result ${isGood ? "good" : "bad"}` },
    element("h2", {}, verdict),
    element("p", {}, reason),
    element(
      "dl",
      { class: "changes" },
      Object.entries(rows).map(([name, value]) =>
        element("div", {}, element("dt", {}, text(name)), element("dd", {}, value)),
      ),
    ),
    element("p", { class: "note" }, text("claimUnverified")),
  );
}

const moment = (date) => element("time", { dateTime: date.toISOString() }, dateOf(date));

function verdictOf({ sdkAppId, issuedAt, expiresAt, expired }) {
  const { sdkAppId: ours } = currentSession();
  if (expired) return bad("verdictExpired", "claimExpired", { time: fromNow(expiresAt) });
  if (issuedAt > Date.now()) return bad("verdictEarly", "claimEarly", { time: fromNow(issuedAt) });
  if (ours !== undefined && sdkAppId !== ours)
    return bad("verdictOther", "claimOther", { sdkAppId: ours });
  const reason = text("claimGood", { time: lasting(expiresAt - Date.now()) });
  return { verdict: text("verdictGood"), reason, isGood: true };
}

const bad = (verdict, reason, values) => ({ verdict: text(verdict), reason: text(reason, values) });

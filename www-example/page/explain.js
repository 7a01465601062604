// An error in the operator's language: what it means, and what to do.

import { LIMITS } from "room-engine-admin/slim";
import { codeTexts, currentLanguage, maybeText, text } from "./texts.js";

const capital = (name) => name[0].toUpperCase() + name.slice(1);

/**
 * `{ title, meaning, advice, isForeign }` of an error. The package explains in English; where the page
 * has no words of its own, those stand, and `isForeign` says so.
 */
export function explain(error) {
  const { kind, message, hint } = error;
  const title = text(`kind${capital(kind)}`);
  const own = ownWords(error);
  if (own) return { title, meaning: own[0], advice: own[1], isForeign: false };
  const advice = kind === "load" ? text("adviceStale") : hint;
  return { title, meaning: message, advice, isForeign: currentLanguage() !== "en" };
}

/** One line: for a table and for those who listen. */
export function inBrief(outcome) {
  if (outcome.reply) return text("done");
  const { title, meaning } = explain(outcome.error);
  return [title, meaning].filter(Boolean).join(": ");
}

function ownWords({ kind, code, field }) {
  if (kind === "session" || kind === "forbidden") return ["", text(`advice${capital(kind)}`)];
  if (kind === "api") return codeTexts(code);
  if (kind === "invalid" && field) {
    const said = maybeText(`field${capital(field)}`, { limit: LIMITS.updateRoomMemberInfo[field] });
    return said && [said, ""];
  }
  const advice = maybeText(`advice${capital(kind)}`);
  return advice && ["", advice];
}

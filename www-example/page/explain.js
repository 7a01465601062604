// An error in the operator's language: what it means, and what to do, in the words of the forms.

import { fieldOf } from "./fields.js";
import { codeTexts, currentLanguage, maybeText, text } from "./texts.js";

const capital = (name) => name[0].toUpperCase() + name.slice(1);

/**
 * `{ title, meaning, advice, isForeign }` of an error. The package explains in English; where the page
 * has no words of its own, those stand, and `isForeign` says so.
 */
export function explain(error, operation) {
  const { kind, message, hint } = error;
  const title = text(`kind${capital(kind)}`);
  const own = ownWords(error, operation);
  if (own) return { title, meaning: own[0], advice: own[1], isForeign: false };
  return { title, meaning: message, advice: hint, isForeign: currentLanguage() !== "en" };
}

/** One line: for a table and for those who listen. */
export function inBrief(outcome, operation) {
  if (outcome.reply) return text("done");
  const { title, meaning } = explain(outcome.error, operation);
  return [title, meaning].filter(Boolean).join(": ");
}

function ownWords({ kind, code, field }, operation) {
  if (kind === "session" || kind === "forbidden") return ["", text(`advice${capital(kind)}`)];
  if (kind === "api") return codeTexts(code);
  if (kind === "invalid" && field) return fieldWords(field.replace(/\[.*/, ""), operation);
  const advice = maybeText(`advice${capital(kind)}`);
  return advice && ["", advice];
}

/** What an option has to be, as the operations' table says. */
function fieldWords(name, operation) {
  const label = maybeText(name);
  const shape = operation && fieldOf(operation, name)?.shape;
  if (!label || !shape) return undefined;
  const { type, min, max, ascii } = shape;
  if (type === "text" && max)
    return [text(ascii ? "mustBeAscii" : "mustBeBytes", { label, max }), ""];
  if (type === "text") return [text("mustNotBeEmpty", { label }), ""];
  if (type === "int") return [text("mustBeWhole", { label, min }), ""];
  if (type === "choice")
    return [text("mustBeChosen", { label, values: shape.values.join(", ") }), ""];
  return undefined;
}

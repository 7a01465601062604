// The page's language: the browser's, until somebody chooses another one.

import { byId } from "./dom.js";
import { visible } from "./invisible.js";
import { keep, recall } from "./kept.js";
import en from "./texts/en.js";
import zh from "./texts/zh.js";

const TEXTS = { en, zh };
const listeners = [];

let language = recall("language", isLanguage, ofBrowser());

export const currentLanguage = () => language;

/** What texts name by its account or id, which are told apart by what nobody sees in them too. */
const IDS = ["member", "room"];

/** A text of the page, with `{names}` filled in; `undefined` where this language has none. */
export function maybeText(key, values = {}) {
  const fill = (_, name) => (IDS.includes(name) ? visible(values[name]) : values[name]);
  return TEXTS[language][key]?.replace(/\{(\w+)\}/g, fill);
}

/** A text of the page, with `{names}` filled in. */
export function text(key, values) {
  const found = maybeText(key, values);
  if (found === undefined) throw new Error(`there is no text ${key} in ${language}`);
  return found;
}

/** What an ErrorCode means and what to do, where this language has its own words for it. */
export const codeTexts = (code) => TEXTS[language].codes?.[code];

/** Calls `show` whenever the language changes. */
export const onLanguage = (show) => listeners.push(show);

/** Fills in all that stands in the page's HTML, and lets the language be chosen. */
export function startTexts() {
  const choice = byId("language");
  choice.value = language;
  choice.addEventListener("change", () => {
    language = choice.value;
    keep("language", language);
    apply();
    for (const show of listeners) show();
  });
  apply();
}

export const timeOf = (moment) =>
  new Intl.DateTimeFormat(language, { timeStyle: "medium" }).format(moment);

export const dateOf = (moment) =>
  new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "medium" }).format(moment);

const UNITS = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1000],
];

/** "3 hours ago", "in 2 days". */
export const fromNow = (moment) => relative(moment - Date.now());

/** The same of what is over: a clock may have been put back, and for `Intl` only -0 is in the past. */
export const ago = (moment) => relative(Math.min(moment - Date.now(), -0));

function relative(apart) {
  const [unit, size] = UNITS.find(([, size]) => Math.abs(apart) >= size) ?? UNITS.at(-1);
  return new Intl.RelativeTimeFormat(language).format(Math.trunc(apart / size), unit);
}

/** "3 hours". */
export function lasting(milliseconds) {
  const [unit, size] = UNITS.find(([, size]) => milliseconds >= size) ?? UNITS.at(-1);
  const how = { style: "unit", unit, unitDisplay: "long" };
  return new Intl.NumberFormat(language, how).format(Math.trunc(milliseconds / size));
}

function isLanguage(name) {
  return typeof name === "string" && Object.hasOwn(TEXTS, name);
}

function apply() {
  document.documentElement.lang = language;
  document.title = text("name");
  for (const shown of document.querySelectorAll("[data-text]")) {
    shown.textContent = text(shown.dataset.text);
  }
  for (const labelled of document.querySelectorAll("[data-label]")) {
    labelled.setAttribute("aria-label", text(labelled.dataset.label));
  }
}

function ofBrowser() {
  return (
    navigator.languages
      .find((name) => /^(en|zh)\b/i.test(name))
      ?.slice(0, 2)
      .toLowerCase() ?? "en"
  );
}

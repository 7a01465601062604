// What the operations' table says of the options that forms ask for.

import { table } from "#table";
import { byteLength } from "./bytes.js";
import { text } from "./texts.js";

/** The field of an operation's option: `{ name, required, shape }`. */
export const fieldOf = (operation, name) =>
  table[operation].options.find((field) => field.name === name);

/** A value of the form as the operation takes it, or `undefined` where nothing was given. */
export function givenValue({ shape }, said) {
  if (shape.type === "flag") return said;
  if (said === undefined || said === "") return shape.type === "text" ? said : undefined;
  if (shape.type === "int") return Number(said);
  if (shape.type === "moment") return new Date(said);
  if (shape.type === "list") {
    const items = said.split(/[\s,，;；]+/).filter((item) => item !== "");
    return items.length > 0 ? items : undefined;
  }
  return said;
}

/** What is wrong with a value, in the words of the form, or `undefined`. */
export function problemOf({ required, shape }, value) {
  if (value === undefined || value === "") return required ? text("problemMissing") : undefined;
  if (shape.type === "int") return wholeProblem(shape, value);
  if (shape.type === "moment")
    return Number.isNaN(value.getTime()) ? text("problemMoment") : undefined;
  if (shape.type !== "text") return undefined;
  if (shape.ascii && !/^[\x20-\x7e]*$/.test(value)) return text("problemAscii");
  const over = byteLength(value) - (shape.max ?? Number.POSITIVE_INFINITY);
  return over > 0 ? text("problemLimit", { over }) : undefined;
}

function wholeProblem({ min }, value) {
  if (!Number.isSafeInteger(value)) return text("problemWhole");
  return value < min ? text("problemLeast", { min }) : undefined;
}

/** What is wrong with the options of a call, by name; the package has the last word. */
export function problemsOf(operation, names, options) {
  const told = names.map((name) => [name, problemOf(fieldOf(operation, name), options[name])]);
  return Object.fromEntries(told.filter(([, problem]) => problem !== undefined));
}

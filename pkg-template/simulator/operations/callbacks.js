// @ts-check
/**
 * Where the service would report what happens in rooms. Settings only: the simulator calls nobody.
 */
import { refuse } from "../refusal.js";

/** @typedef {import("./index.js").Effect} Effect */
/** @typedef {import("./index.js").Context} Context */

/** @type {Effect} */
export function setCallback({ body, state }) {
  const callback = toCallback(body);
  if (state.app.callback !== undefined) refuse(100300);
  state.app.callback = callback;
}

/** @type {Effect} */
export function updateCallback({ body, state }) {
  const callback = toCallback(body);
  if (state.app.callback === undefined) refuse(100301);
  state.app.callback = callback;
}

/** @type {Effect} */
export function getCallback({ state }) {
  const { url, callbackCommands } = state.app.callback ?? refuse(100301);
  return { Url: url, CallbackCommandList: [...callbackCommands] };
}

/** @type {Effect} */
export function deleteCallback({ state }) {
  state.app.callback = undefined;
}

/** @param {Context["body"]} body */
function toCallback({ Url, CallbackCommandList }) {
  if (!/^https?:\/\//.test(Url)) refuse(100002, "Url must begin with http:// or https://");
  return { url: Url, callbackCommands: CallbackCommandList };
}

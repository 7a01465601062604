// One of the views is shown: that which the address names after its #.

import { byId } from "./dom.js";

const FIRST = "room";

export function startViews() {
  window.addEventListener("hashchange", () => showView({ isMove: true }));
  showView({ isMove: false });
}

/** Shows what is asked for; also when somebody has signed in who may see more, or less. */
export function showView({ isMove }) {
  const asked = location.hash.slice(1);
  // The skip link's target is a place in a view, and no view.
  if (asked === "content" && document.querySelector(".view:not([hidden])")) return;
  const name = isOffered(asked) ? asked : FIRST;
  for (const view of document.querySelectorAll(".view")) view.hidden = view.id !== `view-${name}`;
  for (const link of document.querySelectorAll(".tabs a")) {
    if (link.hash === `#${name}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  // Who uses a screen reader hears where this leads; nobody's focus is taken on load.
  if (isMove) byId(`title-${name}`).focus();
}

/** A view whose tab is hidden is not for this operator. */
function isOffered(name) {
  const tab = [...document.querySelectorAll(".tabs a")].find(({ hash }) => hash === `#${name}`);
  return tab !== undefined && !tab.hidden;
}

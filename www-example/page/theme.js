// Light or dark: as the system has it, until somebody chooses. early.js applies it on load.

import { byId } from "./dom.js";
import { keep, recall } from "./kept.js";

export function startTheme() {
  const choice = byId("theme");
  choice.value = recall("theme", (theme) => ["light", "dark"].includes(theme), "");
  choice.addEventListener("change", () => {
    keep("theme", choice.value);
    document.documentElement.dataset.theme = choice.value;
  });
}

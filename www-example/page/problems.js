// What is wrong with a field, next to it and for those who do not see it.

import { byId } from "./dom.js";

/** The page's id of an option of the package. */
export const FIELDS = {
  roomId: "room-id",
  memberAccount: "member-account",
  nameCard: "name-card",
  role: "role",
  customInfo: "custom-info",
};

/** Shows one problem per field, takes away the others, and goes to the first. */
export function showProblems(problems) {
  for (const [field, id] of Object.entries(FIELDS)) {
    byId(`${id}-problem`).textContent = problems[field] ?? "";
    const input = inputOf(id);
    if (problems[field]) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
  }
  const first = Object.keys(FIELDS).find((field) => problems[field]);
  if (first) inputOf(FIELDS[first]).focus();
}

// Of radio buttons the group is wrong; its first one takes the focus.
const inputOf = (id) => byId(id) ?? document.querySelector(`input[name="${id}"]`);

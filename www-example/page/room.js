// On the simulator: the rooms as the service now sees them, next to the form. Only read.

import { shown } from "./changes.js";
import { byId, element, fill } from "./dom.js";
import { onSent } from "./sent.js";
import { currentSession, onSession } from "./session.js";
import { onLanguage, text } from "./texts.js";

let rooms;
let isUnreadable = false;
let isLoading = false;
let isStale = false;
let edit;
let changed;

/** Starts it; `onEdit` is given `{ roomId, memberAccount, ...member }`, `onChange` tells of news. */
export function startRoom({ onEdit, onChange }) {
  [edit, changed] = [onEdit, onChange];
  byId("room-id").addEventListener("input", showRoom);
  onLanguage(showRoom);
  onSession(load);
  onSent(load);
  window.addEventListener("focus", load);
}

/** A member as the service sees it; `undefined` where nobody knows. */
export const currentMember = ({ roomId, memberAccount }) =>
  own(own(rooms, roomId)?.members, memberAccount);

export const knownRooms = () => Object.keys(rooms ?? {});
export const knownMembers = (roomId) => Object.keys(own(rooms, roomId)?.members ?? {});

const own = (object, name) => (object && Object.hasOwn(object, name) ? object[name] : undefined);

/** Many changes at once are one reason to look, and one more when they came while looking. */
async function load() {
  const { isSimulator, operator } = currentSession();
  byId("room").hidden = !isSimulator;
  isStale = true;
  if (isLoading || !isSimulator || !operator) return;
  isLoading = true;
  while (isStale) {
    isStale = false;
    await readRooms();
  }
  isLoading = false;
  showRoom();
  changed();
}

async function readRooms() {
  try {
    const answer = await fetch("/api/simulator");
    if (answer.ok) ({ rooms } = await answer.json());
    // Where the session has ended, what was seen last stays until somebody signs in.
    isUnreadable = !answer.ok && answer.status !== 401;
  } catch {
    isUnreadable = true;
  }
}

export function showRoom() {
  const roomId = byId("room-id").value.trim();
  const found = own(rooms, roomId);
  const title = roomId ? text("room", { room: roomId }) : text("roomList");
  const refresh = { type: "button", class: "small quiet", onclick: load };
  fill(
    byId("room"),
    element(
      "header",
      {},
      element("h2", { id: "room-title" }, title),
      element("button", refresh, text("roomRefresh")),
    ),
    isUnreadable && element("p", { class: "problem" }, text("roomFailed")),
    roomId && !found && element("p", { class: "note" }, text("roomMissing")),
    found ? memberList(roomId, found.members) : roomList(),
  );
}

function roomList() {
  const entries = Object.entries(rooms ?? {}).map(([roomId, { members }]) =>
    element(
      "li",
      {},
      element(
        "button",
        { type: "button", class: "pick", onclick: () => edit({ roomId }) },
        element("code", {}, roomId),
        element("span", {}, text("members", { count: Object.keys(members).length })),
      ),
    ),
  );
  return element("ul", { class: "rooms" }, entries);
}

function memberList(roomId, members) {
  const entries = Object.entries(members).map(([memberAccount, member]) => {
    const { nameCard, role, customInfo } = member;
    const label = text("fillFrom", { member: memberAccount });
    const fillForm = () => edit({ roomId, memberAccount });
    return element(
      "li",
      {},
      element(
        "div",
        { class: "who" },
        element("b", {}, nameCard || text("empty")),
        element("code", {}, memberAccount),
      ),
      element("span", { class: `badge ${role.toLowerCase()}` }, shown("role", role)),
      element(
        "button",
        { type: "button", class: "small quiet", "aria-label": label, onclick: fillForm },
        text("edit"),
      ),
      customInfo && element("p", { class: "note" }, customInfo),
    );
  });
  return element("ul", { class: "members" }, entries);
}

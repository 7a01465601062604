// Rooms and members to choose from: those used last, and on the simulator those that are there.

import { byId, element, fill } from "./dom.js";
import { forgetRecent, recentPairs } from "./recent.js";
import { knownMembers, knownRooms } from "./room.js";
import { text } from "./texts.js";

/** Fills the lists that the two fields open. */
export function suggestNames(roomId) {
  const pairs = recentPairs();
  offer("known-rooms", [...knownRooms(), ...pairs.map((pair) => pair.roomId)]);
  const accounts = pairs.filter((pair) => pair.roomId === roomId).map((pair) => pair.memberAccount);
  offer("known-members", [...knownMembers(roomId), ...accounts]);
}

function offer(id, names) {
  const values = [...new Set(names)];
  fill(
    byId(id),
    values.map((value) => element("option", { value })),
  );
}

/** Shows the members used last; `pick` is given the one that is pressed. */
export function showRecent(pick) {
  const chips = recentPairs().map((pair) => {
    const names = [
      element("code", {}, pair.roomId),
      " / ",
      element("code", {}, pair.memberAccount),
    ];
    return element("button", { type: "button", class: "chip", onclick: () => pick(pair) }, names);
  });
  const forget = () => {
    forgetRecent();
    showRecent(pick);
    byId("room-id").focus();
  };
  fill(
    byId("recent"),
    chips.length > 0 && [
      element("span", { class: "note" }, text("recent")),
      ...chips,
      element("button", { type: "button", class: "small quiet", onclick: forget }, text("forget")),
    ],
  );
}

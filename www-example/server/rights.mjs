// Who may do what. A viewer looks; a moderator acts on those who are in a room; an owner has the rooms
// themselves. What no role names here nobody may do, and the handler does not serve it.

const LOOK = ["getRoomInfo", "getRoomMemberList", "getBannedMemberList", "getSeatList"];

const ACT = [
  "updateRoomMemberInfo",
  "markRoomMember",
  "banRoomMember",
  "unbanRoomMember",
  "kickUserOut",
  "addRobot",
  "deleteRobot",
  "pickUserOnSeat",
  "kickUserOffSeat",
  "lockSeat",
  "switchSeat",
  "moveUserToSeat",
];

const OWN = ["createRoom", "destroyRoom", "updateRoomInfo", "changeRoomOwner"];

const ROLES = {
  viewer: LOOK,
  moderator: [...LOOK, ...ACT],
  owner: [...LOOK, ...ACT, ...OWN],
};

/** All that the handler has to serve. */
export const OPERATIONS = ROLES.owner;

export const isRole = (name) => Object.hasOwn(ROLES, name);

/** What a role may do. */
export const operationsOf = (role) => ROLES[role];

/** Whether an operator may do this, and there. */
export function isAllowed({ role, rooms }, { operation, options }) {
  return ROLES[role].includes(operation) && isRoomOf(rooms, options.roomId);
}

/**
 * Whether a room fits one of the patterns, in which `*` stands for any characters and `%2A` for the sign
 * itself; none fits all.
 */
export function isRoomOf(patterns, roomId) {
  if (patterns === undefined) return true;
  if (typeof roomId !== "string") return false;
  return patterns.some((pattern) => fits(pattern.split("*").map(decodeURIComponent), roomId));
}

/** Without a regular expression, which somebody's pattern could make slow. */
function fits([first, ...rest], text) {
  if (!text.startsWith(first)) return false;
  if (rest.length === 0) return text === first;
  const last = rest.pop();
  let at = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}

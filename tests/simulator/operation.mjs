// Calls of any operation on a setup in which every one of them finds something to do.

import { attempt, NOW, simulate } from "./attempt.mjs";

/** The second in which the clock stands still. */
export const SECOND = NOW / 1000;

const SERVICES = {
  room_engine_http_srv: [
    "create_room",
    "destroy_room",
    "update_room_info",
    "get_room_info",
    "get_room_member_list",
    "update_room_member_info",
    "change_room_owner",
    "mark_room_member",
    "ban_room_member",
    "unban_room_member",
    "get_banned_member_list",
    "kick_user_out",
    "add_robot",
    "delete_robot",
  ],
  room_engine_http_mic: [
    "get_seat_list",
    "pick_user_on_seat",
    "kick_user_off_seat",
    "lock_seat",
    "switch_seat",
    "move_user_to_seat",
  ],
  room_config: ["set_callback", "update_callback", "get_callback", "delete_callback"],
};

/** The path of each command, as the vendor's pages have it. */
export const PATHS = Object.fromEntries(
  Object.entries(SERVICES).flatMap(([service, commands]) =>
    commands.map((command) => [command, `/v4/${service}/${command}`]),
  ),
);

/** The reply to a call; `body` without `RoomId` is one for the room `r`. */
export const call = (simulator, command, body = {}) => {
  const inRoom = PATHS[command].includes("room_config") ? body : { RoomId: "r", ...body };
  return attempt(simulator, { path: PATHS[command], body: JSON.stringify(inRoom) });
};

/** Carries it out, or fails. Gives the payload. */
export async function done(simulator, command, body) {
  const { ErrorCode, ErrorInfo, Response } = await call(simulator, command, body);
  if (ErrorCode !== 0) throw new Error(`${command}: ${ErrorCode} ${ErrorInfo}`);
  return Response;
}

/** A room with an owner, an admin, a member on a seat, one in the queue for a seat, and a robot. */
export const ROOM = {
  members: {
    boss: { role: "Owner" },
    ann: { nameCard: "Ann" },
    bob: { role: "Admin" },
    cy: {},
    bot: { isRobot: true },
  },
  seats: [{ memberAccount: "ann" }, {}, { isTakenDisabled: true }, { memberAccount: "bob" }],
  seatQueue: ["cy"],
  bans: { mallory: SECOND + 60, early: SECOND - 1 },
};

/** That room, one without seats, and one of the Live product. */
export const setUp = (options = {}) =>
  simulate({
    rooms: {
      r: ROOM,
      plain: { members: ["ann"] },
      live: { roomType: "Live", members: ["ann"] },
    },
    ...options,
  });

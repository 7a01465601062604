// Rooms that were opened last, for the next time.

import { keep, recall } from "./kept.js";

const MOST = 6;

const isRight = (found) =>
  Array.isArray(found) && found.every((roomId) => typeof roomId === "string" && roomId !== "");

/** Their ids, the latest first. */
export const recentRooms = () => recall("rooms", isRight, []).slice(0, MOST);

export function rememberRoom(roomId) {
  const others = recentRooms().filter((other) => other !== roomId);
  keep("rooms", [roomId, ...others].slice(0, MOST));
}

export const forgetRooms = () => keep("rooms", []);

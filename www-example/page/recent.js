// Rooms that were opened last, for the next time: of each operator, since browsers are shared.

import { keep, recall } from "./kept.js";
import { currentSession } from "./session.js";

const MOST = 6;

const name = () => `rooms/${currentSession().operator}`;

const isRight = (found) =>
  Array.isArray(found) && found.every((roomId) => typeof roomId === "string" && roomId !== "");

/** Their ids, the latest first. */
export const recentRooms = () => recall(name(), isRight, []).slice(0, MOST);

export function rememberRoom(roomId) {
  const others = recentRooms().filter((other) => other !== roomId);
  keep(name(), [roomId, ...others].slice(0, MOST));
}

export const forgetRooms = () => keep(name(), []);

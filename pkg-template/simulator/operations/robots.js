// @ts-check
import { checkImported } from "../app.js";
import { refuse } from "../refusal.js";
import { findMember, membersOf, putMember, removeMember } from "../rooms.js";
import { conference } from "./common.js";

/** @typedef {import("./index.js").Effect} Effect */

/** @type {Effect} */
export function addRobot({ body, state }) {
  const room = conference(state, body.RoomId);
  const { Member_Account: account } = body;
  checkImported(state.app, account);
  if (findMember(room, account)) refuse(100002, `${account} is in the room already`);
  const robots = membersOf(room).filter(([, { isRobot }]) => isRobot);
  if (robots.length >= state.app.plan.maxRobotCount) refuse(100700);
  putMember(room, account, { isRobot: true });
}

/** @type {Effect} */
export function deleteRobot({ body, state }) {
  const room = conference(state, body.RoomId);
  const { Member_Account: account } = body;
  if (!findMember(room, account)?.isRobot) refuse(100005, `${account} is no robot of the room`);
  removeMember(room, account);
}

// @ts-check
import { facts } from "#facts";
import { refuse } from "../refusal.js";
import { findMember, findRoom, OWNER } from "../rooms.js";
import { account, object, oneOf, optionalText, text } from "./fields.js";

/**
 * Changes one member's name card, role and custom info. An absent field stays as it is, an empty
 * text clears; a call that names no field changes nothing and is good.
 *
 * @type {import("./index.js").Operation}
 */
export const updateRoomMemberInfo = {
  name: "updateRoomMemberInfo",
  run(body, rooms) {
    const info = object(body, "MemberInfo");
    const memberAccount = account(info, "Member_Account");
    const roomId = text(body, "RoomId");
    const changes = {
      nameCard: optionalText(info, "NameCard", facts.limits.nameCard),
      role: oneOf(info, "Role", facts.roles),
      customInfo: optionalText(info, "CustomInfo", facts.limits.customInfo),
    };

    const room = findRoom(rooms, roomId) ?? refuse(100004);
    const member = findMember(room, memberAccount) ?? refuse(100005);
    // Not documented; owners are made and unmade by another operation of the service.
    if (member.role === OWNER && changes.role !== undefined) {
      refuse(100006, "the role of the room's owner cannot be changed");
    }
    const named = Object.entries(changes).filter(([, value]) => value !== undefined);
    Object.assign(member, Object.fromEntries(named));
  },
};

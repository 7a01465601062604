// What an action on several members means as calls: to be previewed, sent, and undone.

import { LIMITS } from "room-engine-admin/slim";

/**
 * What can be done with several. `perMember` are the options of a call for each, `together` those of one
 * call for as many as it takes; `leaveOut` says why somebody has no part in it; `undo` are the options
 * that bring back what was.
 */
export const ACTIONS = {
  setRole: {
    operation: "updateRoomMemberInfo",
    fields: ["role"],
    perMember: ({ memberAccount }, { role }) => ({ memberAccount, role }),
    leaveOut: (member, { role }) =>
      isOwner(member) ?? (member.role === role ? "outSame" : undefined),
    undo: ({ memberAccount, role }) => ({ memberAccount, role }),
  },
  setCustomInfo: {
    operation: "updateRoomMemberInfo",
    fields: ["customInfo"],
    perMember: ({ memberAccount }, { customInfo }) => ({ memberAccount, customInfo }),
    leaveOut: (member, { customInfo }) =>
      member.customInfo === customInfo ? "outSame" : undefined,
    undo: ({ memberAccount, customInfo }) => ({ memberAccount, customInfo }),
  },
  mark: marking("set", "delete", (has) => has),
  unmark: marking("delete", "set", (has) => !has),
  kick: {
    operation: "kickUserOut",
    fields: ["reason"],
    most: LIMITS.kickUserOut.memberAccounts,
    together: (members, { reason }) => ({ memberAccounts: accountsOf(members), reason }),
    leaveOut: isOwner,
  },
  ban: {
    operation: "banRoomMember",
    fields: ["duration", "reason"],
    most: LIMITS.banRoomMember.memberAccounts,
    together: (members, { reason, duration }) => ({
      memberAccounts: accountsOf(members),
      reason,
      duration,
    }),
    leaveOut: isOwner,
    undoBy: "unban",
  },
  unban: {
    operation: "unbanRoomMember",
    fields: [],
    most: LIMITS.unbanRoomMember.memberAccounts,
    together: (members) => ({ memberAccounts: accountsOf(members) }),
  },
};

/** Those that a selection in the members' table is offered. */
export const MEMBER_ACTIONS = ["setRole", "mark", "unmark", "setCustomInfo", "kick", "ban"];

function marking(commandType, opposite, isDone) {
  const options =
    (commandType) =>
    (members, { mark }) => ({
      commandType,
      memberList: members.map(({ memberAccount }) => ({ memberAccount, marks: [mark] })),
    });
  return {
    operation: "markRoomMember",
    fields: ["mark"],
    most: LIMITS.markRoomMember.memberList,
    together: options(commandType),
    leaveOut: ({ marks }, { mark }) => (isDone(marks.includes(mark)) ? "outSame" : undefined),
    undoTogether: options(opposite),
  };
}

/** The service refuses to have the owner's role changed, or the owner taken out. */
function isOwner({ role }) {
  return ["Owner", "RoomOwner"].includes(role) ? "outOwner" : undefined;
}

const accountsOf = (members) => members.map(({ memberAccount }) => memberAccount);

/**
 * `{ action, values, steps, leftOut }`: a step is `{ operation, options, members }`, and those left out
 * are `{ member, why }`.
 */
export function planOf(action, roomId, members, values) {
  const { operation, perMember, together, most, leaveOut } = ACTIONS[action];
  const whys = members.map((member) => ({ member, why: leaveOut?.(member, values) }));
  const taken = whys.filter(({ why }) => why === undefined).map(({ member }) => member);
  const groups = perMember ? taken.map((member) => [member]) : inGroups(taken, most);
  const optionsOf = (group) => (perMember ? perMember(group[0], values) : together(group, values));
  const steps = groups.map((group) => stepOf(operation, { roomId, ...optionsOf(group) }, group));
  return { action, roomId, values, steps, leftOut: whys.filter(({ why }) => why !== undefined) };
}

const stepOf = (operation, options, members) => ({ operation, options, members, state: "Ready" });

function inGroups(items, most) {
  const count = Math.ceil(items.length / most);
  return Array.from({ length: count }, (_, index) => items.slice(index * most, (index + 1) * most));
}

/** What is left of a plan: those not yet sent, and of those refused each member by itself. */
export function remaining({ action, roomId, values, steps }) {
  const { together } = ACTIONS[action];
  return steps
    .filter(({ state }) => state !== "Done")
    .flatMap((step) =>
      step.state === "Failed" && together && step.members.length > 1
        ? step.members.map((member) =>
            stepOf(step.operation, { roomId, ...together([member], values) }, [member]),
          )
        : { ...step, state: "Ready", outcome: undefined },
    );
}

/** The steps that take back what a plan has done, or none where nothing can. */
export function undoOf({ action, roomId, values, steps }) {
  const { undo, undoTogether, undoBy } = ACTIONS[action];
  const done = steps.filter(({ state }) => state === "Done");
  if (undoBy) {
    const members = done.flatMap(({ members }) => members);
    return planOf(undoBy, roomId, members, values).steps;
  }
  if (!undo && !undoTogether) return [];
  return done.map(({ operation, members }) => {
    const options = undo ? undo(members[0]) : undoTogether(members, values);
    return stepOf(operation, { roomId, ...options }, members);
  });
}

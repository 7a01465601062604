// What an action on several members means as calls: to be previewed, sent, and undone.

import { LIMITS } from "room-engine-admin/slim";

/**
 * What can be done with several. `perMember` are the options of a call for each, `together` those of one
 * call for as many as it takes; `leaveOut` says why somebody has no part in it; `undo` are the options
 * that bring back what was, `undoBy` the action that does.
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
  mark: marking("set", "unmark", (has) => has),
  unmark: marking("delete", "mark", (has) => !has),
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

function marking(commandType, undoBy, isDone) {
  return {
    operation: "markRoomMember",
    fields: ["mark"],
    most: LIMITS.markRoomMember.memberList,
    together: (members, { mark }) => ({
      commandType,
      memberList: members.map(({ memberAccount }) => ({ memberAccount, marks: [mark] })),
    }),
    leaveOut: ({ marks }, { mark }) => (isDone(marks.includes(mark)) ? "outSame" : undefined),
    undoBy,
  };
}

/** The service refuses to have the owner's role changed, or the owner taken out. */
function isOwner({ role }) {
  return ["Owner", "RoomOwner"].includes(role) ? "outOwner" : undefined;
}

const accountsOf = (members) => members.map(({ memberAccount }) => memberAccount);

/**
 * `{ action, roomId, values, steps, leftOut }`: a step is `{ operation, options, members, state }`, and
 * those left out are `{ member, why }`; with `isForAll` nobody is.
 */
export function planOf(action, roomId, members, values, isForAll = false) {
  const { operation, perMember, together, most, leaveOut } = ACTIONS[action];
  const why = (member) => (isForAll ? undefined : leaveOut?.(member, values));
  const taken = members.filter((member) => why(member) === undefined);
  const out = members.filter((member) => why(member) !== undefined);
  const groups = perMember ? taken.map((member) => [member]) : inGroups(taken, most);
  const optionsOf = (group) => (perMember ? perMember(group[0], values) : together(group, values));
  const steps = groups.map((group) => stepOf(operation, { roomId, ...optionsOf(group) }, group));
  return {
    action,
    roomId,
    values,
    steps,
    leftOut: out.map((member) => ({ member, why: why(member) })),
  };
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

/** The plan that takes back what a plan has done. */
export function undoOf({ action, roomId, values, steps }) {
  const { operation, undo, undoBy } = ACTIONS[action];
  const members = steps.filter(({ state }) => state === "Done").flatMap(({ members }) => members);
  if (undoBy) return planOf(undoBy, roomId, members, values, true);
  const back = members.map((member) => stepOf(operation, { roomId, ...undo(member) }, [member]));
  return { action, roomId, values, steps: back, leftOut: [] };
}

export const canUndo = (action) => Boolean(ACTIONS[action].undo ?? ACTIONS[action].undoBy);

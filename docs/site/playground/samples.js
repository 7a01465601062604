// What the form of each operation begins with: a call that the rooms of setup.js can carry out.

const ROOM = { roomId: "team-meeting" };
const EVENTS = {
  url: "https://example.com/events",
  callbackCommands: ["Room.CallbackAfterCreateRoom"],
};

export const SAMPLES = {
  createRoom: { roomId: "weekly", roomName: "Weekly meeting", ownerAccount: "ben" },
  destroyRoom: ROOM,
  updateRoomInfo: { ...ROOM, roomName: "Weekly meeting" },
  getRoomInfo: ROOM,
  getRoomMemberList: ROOM,
  updateRoomMemberInfo: { ...ROOM, memberAccount: "chloe", nameCard: "Chloé, Berlin" },
  changeRoomOwner: { ...ROOM, fromAccount: "anna", newOwnerAccount: "ben" },
  markRoomMember: {
    ...ROOM,
    commandType: "set",
    memberList: [{ memberAccount: "chloe", marks: [1000] }],
  },
  banRoomMember: { ...ROOM, memberAccounts: ["daniel"], reason: "off topic", duration: 3600 },
  unbanRoomMember: { ...ROOM, memberAccounts: ["mallory"] },
  getBannedMemberList: ROOM,
  kickUserOut: { ...ROOM, memberAccounts: ["daniel"], reason: "off topic" },
  addRobot: { ...ROOM, memberAccount: "robot-2" },
  deleteRobot: { ...ROOM, memberAccount: "robot-1" },
  getSeatList: ROOM,
  pickUserOnSeat: { ...ROOM, memberAccount: "chloe", index: 0 },
  kickUserOffSeat: { ...ROOM, memberAccount: "daniel" },
  lockSeat: { ...ROOM, index: 0, forbidTaken: true },
  switchSeat: { ...ROOM, memberAccount: "daniel", toIndex: 2 },
  moveUserToSeat: { ...ROOM, memberAccount: "daniel", seatIndex: 3, policy: "giveUp" },
  setCallback: EVENTS,
  updateCallback: EVENTS,
};

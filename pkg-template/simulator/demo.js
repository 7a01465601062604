// @ts-check
/** @typedef {import("../types/simulator.js").RoomsInit} RoomsInit */
/** @typedef {import("../types/simulator.js").Member} Member */

const HOUR = 3600;
const FULL = 300;

const HALL = {
  anna: { nameCard: "Anna · host", role: "Owner", customInfo: "opens at nine" },
  ben: { nameCard: "Ben", role: "Admin", marks: [1000] },
  "chen.wei": { nameCard: "陈伟（讲师）", customInfo: "第二场，十点半", marks: [1000, 1001] },
  yuki: { nameCard: "ゆき 🎤", marks: [1001] },
  zoe: {},
  "robot-01": { nameCard: "Captions", isRobot: true },
};

const CLASS = {
  "teacher-01": { nameCard: "Ms. Ólafsdóttir", role: "Owner" },
  "pupil-01": { nameCard: "小明", customInfo: "组 A" },
  "pupil-02": { nameCard: "小红 🌸", customInfo: "组 B" },
  "pupil-03": { nameCard: "Tom 👨‍👩‍👧" },
};

/**
 * Rooms to try things out with; `types/simulator.d.ts` documents them for users.
 *
 * @param {number} [now] milliseconds
 * @returns {RoomsInit}
 */
export function demoRooms(now = Date.now()) {
  const seconds = Math.floor(now / 1000);
  return /** @type {any} */ ({
    "town-hall": {
      roomName: "Town hall",
      members: fill(HALL, FULL),
      maxMemberCount: FULL,
      isMessageDisabled: true,
      bans: { mallory: seconds + HOUR, "troll-7": seconds + 7 * 24 * HOUR },
    },
    "class-7b": {
      roomName: "Class 7b",
      members: CLASS,
      takeSeatMode: "ApplyToTake",
      seats: [
        { memberAccount: "teacher-01" },
        { memberAccount: "pupil-01", isVideoDisabled: true },
        { isTakenDisabled: true },
        { isTakenDisabled: true, isAudioDisabled: true },
        {},
        {},
      ],
      seatQueue: ["pupil-02"],
    },
    "board-meeting": {
      roomName: "Board meeting",
      ownerAccount: "anna",
      scheduleStartTime: seconds + 24 * HOUR,
      scheduleEndTime: seconds + 26 * HOUR,
      password: "123456",
      inviteeAccounts: ["ben", "chen.wei"],
    },
    "room-test": { members: { user4: {} } },
  });
}

/**
 * @param {Record<string, object>} members
 * @param {number} count
 */
function fill(members, count) {
  const guests = Array.from({ length: count - Object.keys(members).length }, (_, index) => {
    const number = String(index + 1).padStart(3, "0");
    return [`guest-${number}`, { nameCard: `Guest ${number}` }];
  });
  return { ...members, ...Object.fromEntries(guests) };
}

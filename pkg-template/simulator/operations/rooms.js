// @ts-check
import { checkImported, checkWords } from "../app.js";
import { refuse } from "../refusal.js";
import { membersOf } from "../rooms.js";
import { conference, settingsOf, toCamelCase } from "./common.js";

/** @typedef {import("./index.js").Effect} Effect */
/** @typedef {import("../../types/simulator.js").Room} Room */
/** @typedef {import("../../types/simulator.js").App} App */

/** In seconds, as documented. */
const DEFAULT_LENGTH = 3600;
const LEAST_LENGTH = 300;

/** What is read back as it was set, in the order of the vendor's page. */
const SETTINGS = [
  "RoomName",
  "RoomType",
  "MaxMemberCount",
  "MaxSeatCount",
  "IsVideoDisabled",
  "IsAudioDisabled",
  "IsMessageDisabled",
  "IsScreenSharingDisabled",
  "IsCloudRecordingDisabled",
  "CustomInfo",
  "ScheduleStartTime",
  "ScheduleEndTime",
  "IsSeatEnabled",
  "CreateTime",
];

/**
 * The room begins without people; its owner is who the call says, or the caller.
 *
 * @type {Effect}
 */
export function createRoom({ body, state, identifier }) {
  const { RoomId, Owner_Account: ownerAccount = identifier, ...fields } = body.RoomInfo;
  const inviteeAccounts = body.ScheduleInviteeList_Account ?? [];
  checkId(state, RoomId, ownerAccount);
  const { maxMemberCount, maxSeatCount } = state.app.plan;
  const settings = { maxMemberCount, maxSeatCount, ...settingsOf(fields) };
  checkSettings(state.app, settings);
  // A caller who is an admin of the application need not be a user of it.
  checkImported(
    state.app,
    ...(body.RoomInfo.Owner_Account ? [ownerAccount] : []),
    ...inviteeAccounts,
  );
  const schedule = checkSchedule(settings, state.now());
  state.add(RoomId, { ...settings, ...schedule, ownerAccount, inviteeAccounts });
  state.noteCreation(RoomId);
}

/** @type {Effect} */
export function destroyRoom({ body, state }) {
  conference(state, body.RoomId);
  delete state.rooms[body.RoomId];
}

/** @type {Effect} */
export function updateRoomInfo({ body, state }) {
  const { RoomId, ...fields } = body.RoomInfo;
  const room = conference(state, RoomId);
  const settings = settingsOf(fields);
  checkSettings(state.app, settings);
  if (settings.maxMemberCount < membersOf(room).length) {
    refuse(100025, "more members than that are in the room");
  }
  Object.assign(room, settings);
}

/** @type {Effect} */
export function getRoomInfo({ body, state }) {
  const room = conference(state, body.RoomId);
  const settings = SETTINGS.map((name) => [name, /** @type {any} */ (room)[toCamelCase(name)]]);
  return {
    RoomInfo: {
      RoomId: body.RoomId,
      Owner_Account: room.ownerAccount,
      ...Object.fromEntries(settings),
      RoomStatus: statusOf(room, state.now()),
      TakeSeatMode: room.isSeatEnabled ? room.takeSeatMode : "None",
      MemberCount: membersOf(room).length,
    },
  };
}

/**
 * @param {import("../state.js").State} state
 * @param {string} roomId
 * @param {string} owner
 */
function checkId(state, roomId, owner) {
  state.spaceCreations(roomId);
  if (state.app.chatGroups.includes(roomId)) refuse(100011);
  const room = state.find(roomId);
  if (room !== undefined) refuse(room.ownerAccount === owner ? 100010 : 100003);
}

/**
 * @param {App} app
 * @param {Partial<Room>} settings
 */
function checkSettings(app, { maxMemberCount = 0, maxSeatCount = 0, roomName, customInfo }) {
  const { plan } = app;
  if (maxMemberCount > plan.maxMemberCount) {
    refuse(100013, `MaxMemberCount is ${maxMemberCount}, the plan's limit ${plan.maxMemberCount}`);
  }
  if (maxSeatCount > plan.maxSeatCount) {
    refuse(100013, `MaxSeatCount is ${maxSeatCount}, the plan's limit ${plan.maxSeatCount}`);
  }
  checkWords(app, roomName);
  checkWords(app, customInfo);
}

/**
 * @param {Partial<Room>} settings
 * @param {number} now
 */
function checkSchedule(settings, now) {
  const start = settings.scheduleStartTime ?? now;
  const end = settings.scheduleEndTime ?? start + DEFAULT_LENGTH;
  if (end < start + LEAST_LENGTH) refuse(100002, `a meeting lasts ${LEAST_LENGTH} seconds or more`);
  if (end <= now) refuse(100002, "ScheduleEndTime is over");
  return { scheduleStartTime: start, scheduleEndTime: end };
}

/**
 * @param {Room} room
 * @param {number} now
 */
function statusOf({ scheduleStartTime, scheduleEndTime, members }, now) {
  if (now < scheduleStartTime) return "NotStarted";
  const isOver = now >= scheduleEndTime && Object.keys(members).length === 0;
  return isOver ? "None" : "Running";
}

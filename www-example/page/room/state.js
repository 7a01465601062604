// The room that is open: what was read of it, and what is being done there.

import { send } from "../calls.js";
import { rememberRoom } from "../recent.js";
import { sendAndKeep } from "../sent.js";
import { currentSession, onSession } from "../session.js";
import { createStore } from "../store.js";
import { text } from "../texts.js";

/** How long what was read is good, and how many times longer than reading it took. */
const FRESH_MS = 10_000;
const REST = 5;

const CLOSED = {
  roomId: undefined,
  info: undefined,
  members: undefined,
  banned: undefined,
  seats: undefined,
  readAt: undefined,
  isReading: false,
  error: undefined,
  notice: undefined,
};

export const room = createStore(CLOSED);

let timer;
let reading;

/** Shows a room, and keeps it fresh from then on. */
export async function openRoom(roomId) {
  room.set({ ...CLOSED, roomId });
  await refresh();
}

/** Reads the room anew; a reading that is under way is given up. */
export async function refresh() {
  const { roomId } = room.get();
  if (!roomId) return;
  clearTimeout(timer);
  const mine = (reading = Symbol(roomId));
  const isCurrent = () => reading === mine && room.get().roomId === roomId;
  const begunAt = performance.now();
  room.set({ isReading: true });
  const error = await readAll(roomId, isCurrent);
  if (!isCurrent()) return;
  room.set({ isReading: false, error, ...(error ? {} : { readAt: new Date() }) });
  // A room that has ended, or that nobody may see, is not asked for again and again. What could not be
  // downloaded may be there as soon as the network is.
  if (error && !error.retryable && error.kind !== "load") return;
  const took = performance.now() - begunAt;
  timer = setTimeout(refreshIfSeen, Math.max(FRESH_MS, REST * took));
}

function refreshIfSeen() {
  if (!document.hidden && currentSession().operator) refresh();
}

/** A page that comes back to the front shows what is there now. */
export function startRefreshing() {
  document.addEventListener("visibilitychange", () => {
    const { readAt, isReading } = room.get();
    if (!document.hidden && !isReading && readAt && Date.now() - readAt > FRESH_MS) refresh();
  });
  // Who has signed in again goes on where they were: nothing is read while nobody is signed in.
  let wasSignedIn = false;
  onSession(() => {
    const isSignedIn = currentSession().operator !== undefined;
    if (isSignedIn && !wasSignedIn && !room.get().isReading) refresh();
    wasSignedIn = isSignedIn;
  });
}

/** Reads all parts; gives the error of the first that could not be read. */
async function readAll(roomId, isCurrent) {
  const { reply, error } = await send("getRoomInfo", { roomId });
  if (error) return error;
  if (!isCurrent()) return undefined;
  const { roomInfo } = reply;
  // Once, and not by what refreshes it: an operator may have had it forgotten since.
  if (!room.get().info) rememberRoom(roomId);
  room.set({ info: roomInfo });
  const seats = roomInfo.isSeatEnabled ? readSeats(roomId, isCurrent) : room.set({ seats: [] });
  const errors = [
    await readPages("getRoomMemberList", roomId, "members", ["next", "next"], isCurrent),
    await readPages("getBannedMemberList", roomId, "banned", ["nextOffset", "offset"], isCurrent),
    await seats,
  ];
  return errors.find((error) => error !== undefined);
}

async function readSeats(roomId, isCurrent) {
  const { reply, error } = await send("getSeatList", { roomId });
  if (reply && isCurrent()) room.set({ seats: reply.seats });
  return error;
}

const ITEMS = { members: "members", banned: "bannedMembers" };

/** All pages of a list. The first time they are shown as they come, later when all are there. */
async function readPages(operation, roomId, part, [cursor, option], isCurrent) {
  const isFirst = room.get()[part] === undefined;
  const items = [];
  let next;
  do {
    const { reply, error } = await send(operation, { roomId, [option]: next });
    if (error) return error;
    if (!isCurrent()) return undefined;
    items.push(...reply[ITEMS[part]]);
    next = reply[cursor];
    if (isFirst && items.length > 0) room.set({ [part]: [...items] });
  } while (next);
  room.set({ [part]: items });
  return undefined;
}

/**
 * Makes one call about the open room and shows what came of it. Of what is told, `what` names
 * it, `undo` are the calls that take it back, as `[operation, options]`, and `onDone` is called when it
 * succeeds, also when it was sent again. Returns the outcome.
 */
export async function act(operation, options, told = {}) {
  const { roomId } = room.get();
  const outcome = await sendAndKeep(operation, { roomId, ...options });
  if (outcome.reply) told.onDone?.();
  if (room.get().roomId !== roomId) return outcome;
  const notice = noticeOf(operation, options, told, outcome);
  // What has ended is not there to be read any more.
  if (outcome.reply && operation === "destroyRoom") room.set({ ...CLOSED, notice });
  else room.set({ notice });
  const isShown = outcome.error || showMember(operation, options);
  // What had the focus may be gone only when all was read: it is told once more.
  const read = (outcome.reply ? refresh() : Promise.resolve()).then(
    () => room.get().notice === notice && room.set({ notice: { ...notice } }),
  );
  // Reading a large room takes a while, which what is shown already need not wait for.
  if (!isShown) await read;
  return outcome;
}

function noticeOf(operation, options, told, outcome) {
  const { what, undo, isUndo } = told;
  return {
    operation,
    what: isUndo ? text(outcome.reply ? "undone" : "notUndone", { what }) : what,
    outcome,
    at: new Date(),
    again: outcome.error && (() => act(operation, options, told)),
    undo: outcome.reply && undo && (() => takeBack(undo, what)),
  };
}

/** Makes the calls of an undo, each when the one before it has succeeded. */
function takeBack([[operation, options], ...rest], what) {
  const { roomId } = room.get();
  const onDone = () => rest.length > 0 && room.get().roomId === roomId && takeBack(rest, what);
  return act(operation, options, { what, isUndo: true, onDone });
}

/** Shows what was changed of a member at once; whether that is all there is to show. */
function showMember(operation, { memberAccount, ...changes }) {
  if (operation !== "updateRoomMemberInfo") return false;
  const { members = [] } = room.get();
  const shown = (member) =>
    member.memberAccount === memberAccount ? { ...member, ...changes } : member;
  room.set({ members: members.map(shown) });
  return true;
}

/** Whether the operator may make these calls; the server has the last word. */
export const may = (...operations) =>
  operations.every((operation) => currentSession().may?.includes(operation));

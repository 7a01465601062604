// @ts-check
import { copyApp } from "./app.js";
import { emptyRecord, put } from "./records.js";
import { refuse } from "./refusal.js";
import { copyRoom, findRoom } from "./rooms.js";

/** @typedef {import("../types/simulator.js").RoomInit} RoomInit */

/** How long a room id cannot be used for another creation, as documented. */
const CREATION_MS = 1000;

/**
 * All that operations read and change.
 *
 * @typedef {ReturnType<typeof createState>} State
 */

/**
 * @param {import("./options.js").Settings} settings
 * @param {import("./clock.js").Clock} clock
 */
export function createState(settings, clock) {
  const rooms = emptyRecord();
  const app = copyApp({});
  /** @type {Map<string, number>} when a room was last created by a call */
  const created = new Map();
  const now = () => Math.floor(clock.now() / 1000);

  const state = {
    rooms: /** @type {import("../types/simulator.js").Rooms} */ (rooms),
    app,
    /** Unix seconds on the service's clock. */
    now,
    /** @param {string} roomId */
    find: (roomId) => findRoom(rooms, roomId, now()),
    /**
     * @param {string} roomId
     * @throws {import("./refusal.js").Refusal} 100004
     */
    room: (roomId) => state.find(roomId) ?? refuse(100004),
    /**
     * Puts a room there, in place of one of this id.
     *
     * @param {string} roomId
     * @param {RoomInit} room
     */
    add(roomId, room) {
      put(rooms, roomId, copyRoom(room));
      return /** @type {import("../types/simulator.js").Room} */ (state.find(roomId));
    },
    /**
     * @param {string} roomId
     * @throws {import("./refusal.js").Refusal} 100012 when this id was used within the last second
     */
    spaceCreations(roomId) {
      const at = clock.now();
      for (const [other, before] of created) {
        if (before > at || at - before >= CREATION_MS) created.delete(other);
      }
      if (created.has(roomId)) refuse(100012);
    },
    /** @param {string} roomId */
    noteCreation: (roomId) => created.set(roomId, clock.now()),
    /** Back to what the options say. */
    reset() {
      for (const roomId of Object.keys(rooms)) delete rooms[roomId];
      for (const [roomId, room] of Object.entries(settings.rooms)) state.add(roomId, room);
      Object.assign(app, copyApp(settings.app));
      created.clear();
    },
  };
  state.reset();
  return state;
}

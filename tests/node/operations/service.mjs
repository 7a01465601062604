// A room in which every operation finds something to do, on the real engine and the simulator; and a
// service that says what a test has it say.

import { RoomEngineAdmin, simulate, WHO } from "../../subject.mjs";

export const ROOM = {
  members: { boss: { role: "Owner" }, ann: {}, ben: {}, cat: {} },
  seats: [{}, { memberAccount: "ben" }, {}, {}],
  bans: { mallory: 4_000_000_000 },
};

/**
 * A client and the simulator behind it, whose clock `later` moves on. `fetch` stands in between, and
 * may do what it likes.
 */
export function setUp({ fetch, ...options } = {}) {
  let ahead = 0;
  const simulator = simulate({ rooms: { r: ROOM }, now: () => Date.now() + ahead });
  const between = fetch?.(simulator) ?? simulator.fetch;
  const admin = new RoomEngineAdmin({ ...WHO, fetch: between, ...options });
  return { admin, simulator, later: (ms) => (ahead += ms) };
}

/** A client of a service that answers with these payloads, one after another; and what it was sent. */
export function answering(...payloads) {
  const bodies = [];
  const fetch = async (_url, { body }) => {
    const payload = payloads[Math.min(bodies.length, payloads.length - 1)];
    bodies.push(JSON.parse(body));
    const response = typeof payload === "string" ? payload : JSON.stringify(payload);
    return new Response(`{"ActionStatus":"OK","ErrorCode":0,"Response":${response}}`);
  };
  return { admin: new RoomEngineAdmin({ ...WHO, fetch }), bodies };
}

/** Has the first call carried out, and its answer lost. */
export const losingFirst = (simulator) => {
  let isFirst = true;
  return async (url, init) => {
    const answer = await simulator.fetch(url, init);
    if (!isFirst) return answer;
    isFirst = false;
    throw new TypeError("the connection was lost");
  };
};

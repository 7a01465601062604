// A simulated service, and a client whose every exchange with it is kept to look at.

import { RoomEngineAdmin } from "room-engine-admin";
import { createSimulator } from "room-engine-admin/simulator";

const SDK_APP_ID = 1400000000;
const SECRET_KEY = "a-key-that-only-this-page-knows";

const ROOMS = {
  "team-meeting": {
    roomName: "Team meeting",
    ownerAccount: "anna",
    isSeatEnabled: true,
    maxSeatCount: 4,
    members: {
      anna: { nameCard: "Anna" },
      ben: { nameCard: "Ben", role: "Admin" },
      chloe: { nameCard: "Chloé" },
      daniel: {},
    },
  },
};

/** What the fields of a form begin with, by their names: calls that this room can carry out. */
export const SAMPLES = {
  roomId: "team-meeting",
  memberAccount: "chloe",
  memberAccounts: ["daniel"],
  robotAccounts: ["robot-1"],
  ownerAccount: "ben",
  newOwnerAccount: "ben",
  nameCard: "Chloé, Berlin",
  reason: "said goodbye",
  duration: 3600,
  seatIndex: 0,
  roomName: "Weekly meeting",
};

export function createScene() {
  const simulator = createSimulator({ sdkAppId: SDK_APP_ID, secretKey: SECRET_KEY, rooms: ROOMS });
  let exchanges = [];
  const admin = new RoomEngineAdmin({
    sdkAppId: SDK_APP_ID,
    identifier: "administrator",
    secretKey: SECRET_KEY,
    // The key is made up, and the service is in this page.
    dangerouslyAllowBrowser: true,
    async fetch(url, init) {
      const response = await simulator.fetch(url, init);
      const answer = await response.clone().text();
      exchanges.push({ url: String(url), body: init.body, status: response.status, answer });
      return response;
    },
  });
  return { call, rooms: () => text(simulator.rooms), reset: () => simulator.reset() };

  /** Makes one call: its reply or its error, what went over the wire, the rooms before and after. */
  async function call(operation, options) {
    exchanges = [];
    const before = text(simulator.rooms);
    const outcome = await admin[operation](options).then(
      (reply) => ({ reply: text(reply) }),
      (error) => ({ error }),
    );
    return { ...outcome, operation, options, exchanges, before, after: text(simulator.rooms) };
  }
}

export const text = (value) => JSON.stringify(value, null, 2);

// A simulated service, and a client whose every exchange with it is kept to look at.

import { RoomEngineAdmin } from "room-engine-admin";
import { createSimulator } from "room-engine-admin/simulator";

const SDK_APP_ID = 1400000000;
const SECRET_KEY = "a-key-that-only-this-page-knows";

const IN_A_MONTH = Math.floor(Date.now() / 1000) + 30 * 86_400;

/** Something of all that operations look for: `samples.js` has a call of each that can be carried out. */
const ROOMS = {
  "team-meeting": {
    roomName: "Team meeting",
    members: {
      anna: { nameCard: "Anna", role: "Owner" },
      ben: { nameCard: "Ben", role: "Admin" },
      chloe: { nameCard: "Chloé" },
      daniel: {},
      "robot-1": { isRobot: true },
    },
    bans: { mallory: IN_A_MONTH },
    seats: [{}, { memberAccount: "daniel" }, {}, {}],
  },
};

const CALLBACK = {
  url: "https://example.com/old",
  callbackCommands: ["Room.CallbackAfterDestroyRoom"],
};

export function createSetup() {
  const simulator = createSimulator({ sdkAppId: SDK_APP_ID, secretKey: SECRET_KEY, rooms: ROOMS });
  let exchanges = [];
  let isCallbackReady = false;
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
  return { call, rooms: () => text(simulator.rooms), reset };

  /** Back to the beginning. */
  function reset() {
    simulator.reset();
    isCallbackReady = false;
  }

  /** Makes one call: its reply or its error, what went over the wire, the rooms before and after. */
  async function call(operation, options) {
    exchanges = [];
    if (operation.endsWith("Callback")) readyCallback(operation);
    const before = text(simulator.rooms);
    const outcome = await admin[operation](options).then(
      (reply) => ({ reply: text(reply) }),
      (error) => ({ error }),
    );
    return { ...outcome, operation, options, exchanges, before, after: text(simulator.rooms) };
  }

  /**
   * One cannot be set where there is one, nor read where there is none: the first of these calls finds
   * what it needs. From then on it is as the calls have left it.
   */
  function readyCallback(operation) {
    if (isCallbackReady) return;
    isCallbackReady = true;
    simulator.app.callback = operation === "setCallback" ? undefined : structuredClone(CALLBACK);
  }
}

export const text = (value) => JSON.stringify(value, null, 2);

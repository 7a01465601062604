// Loaded before a sample of the docs: the simulator stands where `fetch` would find the service.

import { SECRET_KEY, signUserSig, simulate, WHO } from "../subject.mjs";

/** The server that a sample asks for a UserSig. */
const SIGNER = "https://signer.example.com/";

const HOUR = 3600;
const now = Math.floor(Date.now() / 1000);

/** The room of the samples: two ordinary members, and something of all that operations look for. */
const room = {
  roomName: "Test",
  ownerAccount: "ann",
  members: {
    ann: { role: "Owner" },
    user4: { nameCard: "jo" },
    user5: {},
    "robot-1": { isRobot: true },
  },
  bans: { mallory: now + HOUR },
  seats: [{}, { memberAccount: "user5" }, { isTakenDisabled: true }, {}],
};

/** A meeting that is over, in a room that is still there. */
const over = { scheduleStartTime: now - 3 * HOUR, scheduleEndTime: now - 2 * HOUR };

const simulator = simulate({ rooms: { "room-test": room, "last-week": over } });

process.env.SECRET_KEY = SECRET_KEY;

globalThis.fetch = async (url, init) => {
  if (`${url}`.startsWith(SIGNER)) return new Response(await signUserSig(WHO));
  return simulator.fetch(url, init);
};

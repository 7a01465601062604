// The service's stand-in, for a console without credentials: rooms to try things out with.

import { createSimulator, demoRooms } from "room-engine-admin/simulator";
import { encode } from "./password.mjs";

/** A simulator, and the options with which a handler calls it. */
export function simulate() {
  const who = {
    sdkAppId: 1400000000,
    secretKey: encode(crypto.getRandomValues(new Uint8Array(32))),
  };
  const simulator = createSimulator({ ...who, rooms: demoRooms() });
  return {
    simulator,
    service: { ...who, identifier: "administrator", fetch: simulator.fetch },
  };
}

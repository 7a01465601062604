// The service's stand-in, for a console without credentials: rooms to try things out with.

import { createSimulator } from "room-engine-admin/simulator";
import { encode } from "./password.mjs";

const ROOMS = {
  "town-hall": {
    members: {
      anna: { nameCard: "Anna · host", role: "Owner", customInfo: "opens at nine" },
      ben: { nameCard: "Ben", role: "Admin", customInfo: "" },
      "chen.wei": { nameCard: "陈伟（讲师）", role: "Member", customInfo: "第二场，十点半" },
      yuki: { nameCard: "ゆき 🎤", role: "Member", customInfo: "" },
      zoe: { nameCard: "", role: "Member", customInfo: "" },
    },
  },
  "class-7b": {
    members: {
      "teacher-01": { nameCard: "Ms. Ólafsdóttir", role: "Owner", customInfo: "" },
      "pupil-01": { nameCard: "小明", role: "Member", customInfo: "组 A" },
      "pupil-02": { nameCard: "小红 🌸", role: "Member", customInfo: "组 B" },
      "pupil-03": { nameCard: "Tom 👨‍👩‍👧", role: "Member", customInfo: "" },
    },
  },
  "room-test": { members: { user4: {} } },
};

/** A simulator, and the options with which a handler calls it. */
export function simulate() {
  const who = {
    sdkAppId: 1400000000,
    secretKey: encode(crypto.getRandomValues(new Uint8Array(32))),
  };
  const simulator = createSimulator({ ...who, rooms: ROOMS });
  return {
    simulator,
    service: { ...who, identifier: "administrator", fetch: simulator.fetch },
  };
}

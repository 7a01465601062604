// One HTTP exchange with a simulator, right in every way unless a test says otherwise.

import { sign } from "./sign.mjs";
import { createSimulator } from "./subject.mjs";

export const NOW = 1_700_000_000_000;
export const PATH = "/v4/room_engine_http_srv/update_room_member_info";
export const HOST = "https://adminapisgp.im.qcloud.com";
export const WHO = {
  sdkAppId: 1_400_000_000,
  identifier: "administrator",
  secretKey: "a test's key",
};

const SIGNED = sign({ ...WHO, time: NOW / 1000 });

/** A simulator with one room, one member, one owner and a clock that stands still. */
export function simulate(options = {}) {
  return createSimulator({
    sdkAppId: WHO.sdkAppId,
    secretKey: WHO.secretKey,
    rooms: {
      "room-test": { members: { user4: { nameCard: "before" }, boss: { role: "Owner" } } },
    },
    now: () => NOW,
    ...options,
  });
}

/** URL and init of a call; `query` and `info` change single parts, `undefined` leaves one out. */
export function request({ base = HOST, path = PATH, query, info, body, ...init } = {}) {
  const url = new URL(path, base);
  const params = {
    sdkappid: WHO.sdkAppId,
    identifier: WHO.identifier,
    usersig: SIGNED,
    random: 4_294_967_295,
    contenttype: "json",
    ...query,
  };
  for (const [name, value] of Object.entries(params)) {
    if (value !== undefined) url.searchParams.set(name, value);
  }
  const full = { RoomId: "room-test", MemberInfo: { Member_Account: "user4", ...info } };
  return [
    url.href,
    { method: "POST", body: body === undefined ? JSON.stringify(full) : body, ...init },
  ];
}

/** Sends it; the reply as the service words it. */
export async function attempt(simulator, what) {
  const response = await simulator.fetch(...request(what));
  return response.json();
}

/** The ErrorCode only. */
export const code = async (simulator, what) => (await attempt(simulator, what)).ErrorCode;

export const member = (simulator, account = "user4") =>
  simulator.rooms["room-test"].members[account];

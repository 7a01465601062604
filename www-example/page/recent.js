// Rooms and members that were used last, for the next time.

import { keep, recall } from "./kept.js";

const MOST = 6;

/** Pairs of `roomId` and `memberAccount`, the latest first. */
export const recentPairs = () => recall("recent", []);

export function remember({ roomId, memberAccount }) {
  const others = recentPairs().filter(
    (pair) => pair.roomId !== roomId || pair.memberAccount !== memberAccount,
  );
  keep("recent", [{ roomId, memberAccount }, ...others].slice(0, MOST));
}

export const forgetRecent = () => keep("recent", []);

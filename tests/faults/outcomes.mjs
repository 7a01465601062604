// What becomes of a call that meets a fault: how often the fault is met, when the call is aborted, and
// what is to be seen of it in the end.

/** How often a call is repeated at the most: the default of the package. */
const MAX_RETRIES = 2;
const FIRST_PAUSE_MS = 250;

export const OUTCOMES = {
  "once, and then all is well": { times: 1 },
  "each time": { times: Number.POSITIVE_INFINITY },
  "aborted during it": { times: Number.POSITIVE_INFINITY, abort: "during" },
  "aborted in the pause after it": { times: Number.POSITIVE_INFINITY, abort: "in the pause" },
};

/** Whether an outcome can be had of a fault in a place. */
export function isPossible(fault, outcome, place) {
  if (OUTCOMES[outcome].abort === "in the pause" && !fault.isRetried) return false;
  return fault.cannot?.[outcome] === undefined && fault.cannot?.[place]?.[outcome] === undefined;
}

/** All that is to be seen of a call: its end, its attempts, and what the server has counted. */
export function expected(fault, outcome, place) {
  const { times, abort } = OUTCOMES[outcome];
  const { tries = 1, lingers = false, ...otherwise } = fault.elsewhere?.[place] ?? {};
  const fails = fault.fails && { ...fault.fails, ...otherwise.fails };
  const isMet = (attempt) => fails !== undefined && attempt * tries <= times;
  const repeated = fault.isRetried && !abort ? Math.min(Math.floor(times / tries), MAX_RETRIES) : 0;
  const attempts = repeated + 1;
  const spoilt = fault.wire.isNameless ? 0 : Math.min(times, attempts * tries);
  const isSpared = times < attempts * tries;
  const fate = isMet(attempts) ? { ...fails, attempts } : "carried out";
  return {
    end: abort ? "the signal's reason" : fate,
    attempts: abort === "during" ? [] : Array.from({ length: attempts }, (_, index) => index + 1),
    status: (attempt) => (isMet(attempt) && fails.kind !== "protocol" ? fails.status : 200),
    pause: (attempt) =>
      fault.isRetried && isMet(attempt) && attempt <= MAX_RETRIES
        ? pauseAfter(attempt, fault.asks ?? 0)
        : undefined,
    seen: abort === "during" ? 1 : spoilt + (isSpared ? 1 : 0),
    lingers: abort === "during" && lingers,
  };
}

/** The shortest and the longest pause after an attempt. */
function pauseAfter(attempt, asked) {
  const longest = FIRST_PAUSE_MS * 2 ** (attempt - 1);
  return [asked, Math.max(asked, longest)];
}

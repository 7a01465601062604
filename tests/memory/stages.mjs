// Where a call may be when it is aborted, and how to have it there.

export const REASON = { why: "nobody wants it any more" };

/** As a fetch does it: it ends when it is told to. */
const untilAborted = (signal) =>
  new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
const never = () => new Promise(() => {});
const answering =
  (status, text, headers) =>
  (_url, { signal }) => ({
    status,
    headers: new Headers(headers),
    text: () => text(signal),
  });

/** Each attempt may have this long, and leaves a timer of that length if it leaves any. */
const timeoutMs = 2_000_000_000;

/**
 * - `options`: a client's, beside those of the account;
 * - `holds`: a call that is made first, and in whose way the others are;
 * - `isOneMember`: all calls change the same member;
 * - `passes`: for how long the clock goes on from batch to batch: an update that was aborted on its
 *   way holds the next one of its member for 3 s;
 * - `comes`: what tells that a call is there, of what `watched` sees; those that wait tell nothing.
 */
export const STAGES = {
  "before it begins": { isAborted: true },
  "while it waits for its member": {
    options: { fetch: (_url, { signal }) => untilAborted(signal) },
    holds: true,
    isOneMember: true,
  },
  "while it waits for the app's pace": {
    options: { callsPerSecond: 0.001, fetch: answering(200, async () => '{"ErrorCode":0}') },
    holds: true,
  },
  "while a UserSig is asked for": {
    options: { secretKey: undefined, userSig: never },
  },
  "while an answer is awaited": {
    options: { fetch: (_url, { signal }) => untilAborted(signal) },
    comes: "fetches",
    passes: 10_000,
  },
  "while a fetch is awaited that heeds no signal": {
    options: { fetch: never },
    comes: "fetches",
    passes: 10_000,
  },
  "within the body": {
    options: { fetch: answering(200, untilAborted) },
    comes: "texts",
    passes: 10_000,
  },
  "in the pause before a repetition": {
    options: { fetch: answering(503, async () => "busy", { "retry-after": "1" }) },
    comes: "pauses",
    passes: 10_000,
  },
};

/** A stage's options, and counts of how far its calls have come. */
export function watched({ options = {} }) {
  const seen = { fetches: 0, texts: 0, pauses: 0 };
  const fetch = async (...given) => {
    seen.fetches += 1;
    const answer = await options.fetch(...given);
    const text = () => {
      seen.texts += 1;
      return answer.text();
    };
    return { ...answer, text };
  };
  const onAttempt = ({ willRetryInMs }) => (seen.pauses += willRetryInMs === undefined ? 0 : 1);
  return { seen, options: { timeoutMs, callsPerSecond: 0, ...options, fetch, onAttempt } };
}

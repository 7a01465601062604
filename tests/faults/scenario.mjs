// One call as a user makes it, the same in every place. What comes in and goes out is JSON.

const REASON = { why: "the user has left" };

/**
 * @param {(options: object) => Promise<object>} updateRoomMemberInfo
 * @param {{ options: object, abort?: string, signals: string }} job `signals` tells when a fault is
 * being acted out
 */
export async function scenario(updateRoomMemberInfo, { options, abort, signals }) {
  const controller = new AbortController();
  const { signal } = controller;
  const leave = () => controller.abort(REASON);
  const attempts = [];
  const onAttempt = (attempt) => {
    attempts.push(attempt);
    if (abort === "in the pause") leave();
  };
  const call = outcome(updateRoomMemberInfo({ ...options, onAttempt, signal }));
  if (abort === "during") {
    await fetch(signals);
    leave();
  }
  return JSON.parse(JSON.stringify({ ...(await call), attempts }));
}

async function outcome(call) {
  try {
    const { errorCode } = await call;
    return { end: errorCode === 0 ? "carried out" : "refused" };
  } catch (thrown) {
    if (thrown === REASON) return { end: "the signal's reason" };
    const { name, kind, status, retryable, attempts, message, hint } = thrown;
    const cause = thrown.cause && `${thrown.cause} ${thrown.cause.cause ?? ""}`;
    return { end: { name, kind, status, retryable, attempts }, said: { message, hint, cause } };
  }
}

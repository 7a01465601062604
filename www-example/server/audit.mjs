// What was done, by whom, and what came of it: a line for each call, and the newest in memory.

/** Of those that change something: whoever looks at a room makes many calls. */
const MOST = 1000;

/** Of those that nobody had a right to: they must not push out what was done. */
const MOST_REFUSED = 100;

/** The options that name people, in the words of the operations. */
const WHO = ["memberAccount", "memberAccounts", "newOwnerAccount", "ownerAccount"];

/** Keeps what was done; `log` gets all of it, as objects. */
export function createAudit({ log, now }) {
  const entries = [];

  return {
    /** The newest first, of the rooms that `isShown` says. */
    newest: (isShown) => entries.filter(({ roomId }) => isShown(roomId)),

    /** Keeps a call with what a handler has answered to it, and gives the answer back. */
    async keep({ operator, operation, options }, response) {
      const entry = {
        at: new Date(now()).toISOString(),
        operator,
        operation,
        roomId: options.roomId,
        members: membersOf(options),
        ...(await outcomeOf(response)),
      };
      log(entry);
      if (operation.startsWith("get")) return;
      entries.unshift(entry);
      const isRefused = entry.outcome === "forbidden";
      const alike = entries.filter(({ outcome }) => (outcome === "forbidden") === isRefused);
      if (alike.length > (isRefused ? MOST_REFUSED : MOST)) {
        entries.splice(entries.indexOf(alike.at(-1)), 1);
      }
    },
  };
}

function membersOf(options) {
  const named = WHO.flatMap((name) => options[name] ?? []);
  const listed = (options.memberList ?? []).map(({ memberAccount }) => memberAccount);
  return [...named, ...listed];
}

/** `{ outcome, code, requestId }` of an answer: "done", or the kind of what went wrong. */
async function outcomeOf(response) {
  if (response === undefined) return { outcome: "error" };
  if (response.status === 403) return { outcome: "forbidden" };
  try {
    const { ErrorCode, RequestId, error } = await response.clone().json();
    if (error) return { outcome: error.kind };
    return { outcome: ErrorCode === 0 ? "done" : "api", code: ErrorCode, requestId: RequestId };
  } catch {
    return { outcome: String(response.status) };
  }
}

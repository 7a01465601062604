// Carries out what the engine says, step by step: the only code of a call that waits for anything.
//
// Each call is one async function, so that its async context, and in a worker its request, are its
// own. Rust is never on the stack while callers' code runs: whatever that does harms nothing.

import { causeOf, messageOf } from "./causes.js";
import { now } from "./environment.js";
import { invalid, RoomEngineError } from "./errors.js";
import { answerOf } from "./exchange.js";
import { typeOf } from "./options.js";
import { reasonOf } from "./reason.js";
import { onAbort, said } from "./signals.js";

/** What has happened, as `step` is told: its number first, then what belongs to it. */
const WOKE = 0;
const ANSWERED = 1;
const FAILED = 2;
const TIMED_OUT = 3;
const GAVE_TEXT = 4;
const THREW = 5;
const GAVE_NO_TEXT = 6;
const GAVE_NOTHING = 7;
const ACQUIRED = 8;
const LIMITER_THREW = 9;

/** In the file for pages, what only a server asks for is not there. */
const STEPS = IS_PAGE ? { send, wait: sleep } : { send, wait: sleep, ask, acquire };

/** The longest that timers know; more fires at once. */
const LONGEST_TIMER = 2 ** 31 - 1;
/** How often a call in a worker shows that it lives. */
const ALIVE_MS = 200;

/**
 * The outcome of a call, which `begin` starts. `kept` are the options that stay here, `shared` is
 * what calls of the same client share.
 */
export async function drive(core, kept, shared, signal, begin) {
  if (said(signal, "aborted")) throw said(signal, "reason");
  if (!kept.fetch && typeof globalThis.fetch !== "function") throw invalid("fetch", ...NO_FETCH);
  const { generation } = core;
  let step = begin();
  const call = { core, kept, shared, signal, generation, id: step.call, attempts: 0, stop() {} };
  call.at = core.at;
  let forget;
  try {
    // After the beginning: from here on callers' code may do anything, free the client say.
    forget = watch(call);
    for (;;) {
      const { step: name } = step;
      call.hasEnded = name === "done" || name === "failed" || name === "gone";
      tell(call, step);
      if (name === "done") return step.reply ?? step.response;
      if (name === "failed") throw failureOf(call, step);
      if (call.over) throw call.over();
      core.check(generation);
      if (name === "gone") throw forgotten(call.attempts);
      call.isOut = name !== "wait";
      const event = await STEPS[name](call, step);
      core.check(generation);
      if (call.over) throw call.over();
      step = core.step(call.id, ...event);
      call.at = core.at;
    }
  } finally {
    cancel(call);
    forget?.();
  }
}

function failureOf({ cause, shared }, step) {
  const { [step.cause]: found } = { own: cause, asked: shared.cause };
  return new RoomEngineError({ ...step.error, cause: found });
}

/** Has the call end when its signal is aborted or the module traps; returns what undoes that. */
function watch(call) {
  const { core, signal } = call;
  const unlisten =
    signal &&
    onAbort(signal, () => {
      // At once: in a worker, nothing of a request that was cancelled runs later.
      cancel(call);
      end(call, () => said(signal, "reason"));
    });
  // In a worker no other request may tell this one of a trap, and whoever waits for it wants to know
  // whether it lives.
  const timer = !IS_PAGE && core.isShared && setInterval(() => look(call), ALIVE_MS);
  if (!timer) core.underWay.add(call);
  return () => {
    core.underWay.delete(call);
    unlisten?.();
    if (timer) clearInterval(timer);
  };
}

function look(call) {
  const { core, generation, id } = call;
  try {
    core.check(generation);
    if (call.isOut) core.run("alive", "", id, now());
  } catch (trap) {
    end(call, () => trap);
  }
}

/** Has a call reject with what `reason` gives, as soon as it goes on. */
export function end(call, reason) {
  call.over ??= reason;
  call.controller?.abort();
  call.stop();
}

/** Has the engine forget a call, if that has not come to its end. */
function cancel(call) {
  if (call.hasEnded || call.id === undefined) return;
  call.hasEnded = true;
  const { core, generation, id } = call;
  try {
    core.check(generation);
    core.wake(core.ask("cancel", "", id, Date.now(), now()).wake ?? NONE);
  } catch {
    // A trap has told all calls already.
  }
}

const NONE = [];

/** What others wait for and want to know. Whoever watches must not be able to harm the call. */
function tell({ core, kept }, { wake, told, log = NONE, slowDown }) {
  const { onAttempt, limiter, sdkAppId } = kept;
  if (wake) core.wake(wake);
  if (told && onAttempt) quietly(() => onAttempt(told));
  for (const { level, line, attempt } of log) {
    quietly(() => (kept.logger ?? console)[level]?.(line, ...(attempt ? [told] : [])));
  }
  if (!IS_PAGE && slowDown) quietly(() => limiter?.slowDown?.({ sdkAppId, ...slowDown }));
}

export function quietly(act) {
  const ignore = () => {};
  try {
    act()?.then?.(ignore, ignore);
  } catch {}
}

/**
 * Waits for what `start` settles, or for the end of the call. What is waited for keeps hold of this
 * promise only, which settles in any case: a caller's own may never do so.
 */
function until(call, start) {
  return new Promise((resolve, reject) => {
    call.stop = resolve;
    start(resolve, reject);
  });
}

/** A wake comes on top of the call's own timer: whoever should wake it may be gone. */
async function sleep(call, { until: moment }) {
  const { sleepers } = call.core;
  let timer;
  await until(call, (resolve) => {
    sleepers.set(call.id, resolve);
    if (moment === undefined) return;
    const pause = Math.min(Math.max(1, Math.ceil(moment - now())), LONGEST_TIMER);
    timer = setTimeout(resolve, pause);
  });
  clearTimeout(timer);
  sleepers.delete(call.id);
  return [WOKE];
}

/** One attempt, with the whole body of its answer. */
async function send(call, { url, body, timeoutMs, cookies, headers }) {
  const { kept } = call;
  const controller = new AbortController();
  call.controller = controller;
  call.attempts += 1;
  if (!IS_PAGE) call.core.tellOthers(kept.sdkAppId);
  const init = {
    method: "POST",
    headers: { ...(headers && kept.headers), "Content-Type": "application/json" },
    body,
    redirect: "manual",
    signal: controller.signal,
  };
  // Only where there are any: workerd refuses the very word.
  if (cookies) init.credentials = "same-origin";
  let timer;
  try {
    const answer = await until(call, (resolve, reject) => {
      timer = setTimeout(resolve, timeoutMs, TIMED_OUT);
      answerOf(start(call, url, init)).then(resolve, reject);
    });
    if (answer === TIMED_OUT) {
      controller.abort();
      return [TIMED_OUT];
    }
    if (answer) return [ANSWERED, answer.text, answer.status, answer.retryAfter, answer.clock];
    // Or it was stopped, and what follows changes nothing any more.
    cancel(call);
    end(call, () => noResponse(call.attempts));
    return [];
  } catch (thrown) {
    return failure(call, FAILED, thrown);
  } finally {
    clearTimeout(timer);
    call.controller = undefined;
  }
}

/** Without `this`, for a browser's fetch refuses any other than its own global. */
function start({ core, generation, kept, id, at }, url, init) {
  // Looked up at each exchange: tests and tracers replace it.
  const request = kept.fetch ?? fetch;
  const answer = request(url, init);
  const after = now();
  // The engine has counted it at the moment of its step: the rate's own margin is a millisecond.
  if (!IS_PAGE && after - at > 1 && generation === core.generation) core.run("sent", "", id, after);
  return answer;
}

/** The caller's function for a UserSig, which has as long as an attempt. */
async function ask(call, { timeoutMs }) {
  const { userSig } = call.kept;
  let timer;
  try {
    const given = await until(call, (resolve, reject) => {
      timer = setTimeout(resolve, timeoutMs, ask);
      Promise.resolve(userSig()).then(resolve, reject);
    });
    if (given === ask) return [GAVE_NOTHING];
    return typeof given === "string" ? [GAVE_TEXT, given] : [GAVE_NO_TEXT, typeOf(given)];
  } catch (thrown) {
    const event = failure(call, THREW, thrown);
    // All calls that wait for this UserSig fail with it.
    call.shared.cause = call.cause;
    return event;
  } finally {
    clearTimeout(timer);
  }
}

/** A place in a rate that machines share. The attempt follows in the same turn of the event loop. */
async function acquire(call, { attempt }) {
  const { limiter, sdkAppId } = call.kept;
  const controller = new AbortController();
  const { signal } = controller;
  call.controller = controller;
  try {
    const { acquire } = limiter;
    if (typeof acquire !== "function") {
      cancel(call);
      end(call, () => invalid("limiter", "must have a function `acquire`"));
      return [];
    }
    await until(call, (resolve, reject) => {
      const asked = acquire.call(limiter, { sdkAppId, attempt, signal });
      Promise.resolve(asked).then(resolve, reject);
    });
    return [ACQUIRED];
  } catch (thrown) {
    return failure(call, LIMITER_THREW, thrown);
  } finally {
    call.controller = undefined;
  }
}

/** What a caller's function threw: in words for Rust, and made safe for whoever gets the error. */
function failure(call, event, thrown) {
  const { core, generation, id } = call;
  if (call.over) return [];
  core.check(generation);
  call.cause = causeOf(thrown, (text) => core.run("quotes", text, 0, id) === 1);
  // What a page's fetch throws tells no more than its message.
  const reason = !IS_PAGE && event === FAILED && reasonOf(thrown);
  return [event, reason || messageOf(call.cause)];
}

/** In a worker others go on without a call of which nothing was heard for long. */
const forgotten = (attempts) =>
  new RoomEngineError({
    kind: "timeout",
    message: "the call stood still for so long that it was given up",
    hint: "it may have been carried out",
    retryable: false,
    attempts,
  });

const NO_FETCH = [
  "is missing: there is no global one here",
  {
    hint: "pass a `fetch` as an option; on Node.js, `nodeFetch` of room-engine-admin/node is one",
  },
];

const noResponse = (attempts) =>
  invalid("fetch", "gave no Response", {
    hint: "it must give what the platform's fetch does, with `status`, `headers` and `text()`; the call was sent, and may have been carried out",
    attempts,
  });

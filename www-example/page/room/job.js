// An action on several members under way: its steps, one after the other but for a few at once.

import { runAll } from "../run.js";
import { sendAndKeep } from "../sent.js";
import { createStore } from "../store.js";
import { ACTIONS, planOf, remaining, undoOf } from "./plan.js";
import { refresh } from "./state.js";

/** The handler keeps the rate; this only keeps the browser's connections from piling up. */
const AT_ONCE = 6;

export const job = createStore({ plan: undefined, isRunning: false, isUndo: false });

let stopping;

window.addEventListener("beforeunload", (event) => {
  if (job.get().isRunning) event.preventDefault();
});

/** Shows what an action would do. */
export const preview = (action, roomId, members, values) =>
  job.set({ plan: planOf(action, roomId, members, values), isUndo: false });

export const dismiss = () => job.set({ plan: undefined, isUndo: false });

/** Sends what is open of the plan; what was refused is sent again, each member by itself. */
export async function run() {
  const { plan } = job.get();
  const done = plan.steps.filter(({ state }) => state === "Done");
  const todo = remaining(plan);
  stopping = new AbortController();
  const steps = [...done, ...todo];
  job.set({ plan: { ...plan, steps }, isRunning: true });
  const { signal } = stopping;
  await runAll(todo, { atOnce: AT_ONCE, perform, signal });
  for (const step of todo) if (step.state === "Ready") step.state = "Stopped";
  job.set({ isRunning: false });
  await refresh();
}

export const stop = () => stopping?.abort();

/** Turns to what takes the plan back, to be looked at and sent. */
export function undo() {
  const { plan } = job.get();
  // What has an action of its own to undo it is told in the words of that one.
  job.set({ plan: undoOf(plan), isUndo: ACTIONS[plan.action].undoBy === undefined });
}

async function perform(step) {
  step.state = "Sending";
  job.set({});
  step.outcome = await sendAndKeep(step.operation, step.options);
  step.state = step.outcome.reply ? "Done" : "Failed";
  // Whoever does not sign in again is not asked once for each.
  if (step.outcome.error?.kind === "session") stopping.abort();
  job.set({});
}

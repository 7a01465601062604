// Runs steps here or in a worker, as the test says.

import { steps } from "./steps.js";

let worker;
let count = 0;
const open = new Map();

/** Runs a step of steps.js in the page. */
globalThis.inPage = ([step, ...args]) => steps[step](...args);

/** Runs it in a module worker. */
globalThis.inWorker = ([step, ...args]) => {
  worker ??= start();
  count += 1;
  worker.postMessage({ id: count, step, args });
  return new Promise((resolve, reject) => open.set(count, { resolve, reject }));
};

function start() {
  const worker = new Worker("./steps-worker.js", { type: "module" });
  worker.onmessage = ({ data: { id, outcome, failure } }) => {
    const { resolve, reject } = open.get(id);
    if (failure === undefined) resolve(outcome);
    else reject(new Error(`in the worker: ${failure}`));
  };
  worker.onerror = (event) => {
    for (const { reject } of open.values()) reject(new Error(`the worker died: ${event.message}`));
  };
  return worker;
}

import * as steps from "./steps.js";

onmessage = async ({ data: { id, step, args } }) => {
  try {
    postMessage({ id, outcome: await steps[step](...args) });
  } catch (error) {
    postMessage({ id, failure: String(error?.stack ?? error) });
  }
};

import { steps } from "./steps.js";

addEventListener("message", async ({ data: { id, step, args } }) => {
  try {
    postMessage({ id, outcome: await steps[step](...args) });
  } catch (error) {
    postMessage({ id, failure: String(error?.stack ?? error) });
  }
});

// The console on Cloudflare Workers: wrangler.jsonc says how it is deployed.

import { createConsole } from "./app.mjs";
import { checkSettings } from "./check.mjs";
import { settingsFrom } from "./settings.mjs";

let app;

export default {
  async fetch(request, env) {
    // By the first request: before it a Worker has no environment and no random numbers.
    if (!app) await checkSettings(settingsFrom(env));
    app ??= makeConsole(env);
    return app.fetch(request, { address: request.headers.get("cf-connecting-ip") ?? undefined });
  },
};

function makeConsole(env) {
  const files = (asked) => env.ASSETS.fetch(asked);
  // A request must not wait for what another one has started.
  return createConsole({ settings: settingsFrom(env), queue: 0, files });
}

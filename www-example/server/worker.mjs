// The console on Cloudflare Workers: wrangler.jsonc says how it is deployed.

import { createConsole } from "./app.mjs";
import { settingsFrom } from "./settings.mjs";

let app;

export default {
  fetch(request, env) {
    // Made by the first request: before it a Worker has no environment and no random numbers.
    app ??= createConsole({
      settings: settingsFrom(env),
      // A request must not wait for what another one has started.
      queue: 0,
      files: (asked) => env.ASSETS.fetch(asked),
    });
    return app.fetch(request, { address: request.headers.get("cf-connecting-ip") ?? undefined });
  },
};

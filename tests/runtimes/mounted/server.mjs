// The server's part of an app, as its author writes it. Who asks is said by a header, as by a
// session, and what `authorize` makes of it too.

import { inspectUserSig } from "room-engine-admin";
import { createHandler } from "room-engine-admin/handler";

const AUTHORIZE = {
  "Bearer true": () => true,
  "Bearer later": async () => true,
  "Bearer false": () => false,
  "Bearer nothing": () => undefined,
  "Bearer one": () => 1,
  "Bearer object": () => ({ user: "root" }),
  "Bearer throws": () => {
    throw new Error("the session store is down");
  },
  "Bearer rejects": () => inspectUserSig("the session store is down"),
};

const authorize = (request) => AUTHORIZE[request.headers.get("authorization")]?.();

let handler;

/** Made once, from the first environment. */
export function handlerFor({ SERVICE }) {
  handler ??= makeHandler(JSON.parse(SERVICE));
  return handler;
}

function makeHandler({ baseUrl, secretKey }) {
  const options = {
    sdkAppId: 1_400_000_000,
    identifier: "administrator",
    secretKey,
    baseUrl,
    allowedOrigins: ["https://console.example.com"],
    // However busy the machine is, only what hangs is to fail.
    timeoutMs: 50_000,
  };
  const open = createHandler({ ...options, authorize });
  const closed = createHandler(options);
  return (request) => (new URL(request.url).searchParams.has("closed") ? closed : open)(request);
}

// The handler, to be mounted on a site, with a note of who asked and what was answered.

import { importPackage, WHO } from "../subject.mjs";
import { drivers } from "./drivers.mjs";

const { createHandler } = await importPackage("room-engine-admin/handler");

/** Where it is, on its site. */
export const PATH = "/api/room-engine";

/** A handler that lets everybody call, unless `options` say otherwise; `baseUrl` is the service. */
export function mountHandler(baseUrl, options = {}) {
  const handler = createHandler({
    ...WHO,
    baseUrl,
    maxRetries: 0,
    authorize: () => true,
    ...options,
  });
  const { getRequestListener } = drivers("@hono/node-server");
  const listener = getRequestListener(handler, { overrideGlobalObjects: false });
  const asked = [];
  const note = (request, response) => {
    const { method, headers } = request;
    const { origin, cookie, authorization, "content-type": type } = headers;
    const exchange = { method, origin, cookie, authorization, type, status: undefined };
    asked.push(exchange);
    response.once("finish", () => (exchange.status = response.statusCode));
    return listener(request, response);
  };
  return { mounts: { [PATH]: note }, asked };
}

// A fetch over Node's own HTTP client, for jobs that make many calls: the platform's fetch spends most
// of a call's time on streams and headers that an exchange of two short texts has no use for.

import { Agent as HttpAgent, request as httpRequest } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { answerOf } from "./answer.js";
import { connectionError } from "./failure.js";

/**
 * Idle connections are closed before servers do it, which mostly wait for five seconds: a request on
 * a connection that its server closes at that moment is lost.
 */
const AGENT = { keepAlive: true, timeout: 4000 };

const HEADERS = {
  accept: "*/*",
  // Nothing here unpacks.
  "accept-encoding": "identity",
  "user-agent": "node",
};

const SCHEMES = {
  "http:": { request: httpRequest, Agent: HttpAgent, agent: undefined },
  "https:": { request: httpsRequest, Agent: HttpsAgent, agent: undefined },
};

/** Makes one exchange; `types/node.d.ts` documents it for users. */
export function nodeFetch(url, { method = "GET", headers, body, signal } = {}) {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const request = open(new URL(url), { method, headers: { ...HEADERS, ...headers } });
    const abort = () => request.destroy();
    signal?.addEventListener("abort", abort);
    const fail = (error) => reject(signal?.aborted ? signal.reason : connectionError(error));
    request.once("response", (response) => resolve(answerOf(response, signal)));
    // Not once: an error that nobody listens to would end the process.
    request.on("error", fail);
    request.once("close", () => {
      signal?.removeEventListener("abort", abort);
      fail(new Error("the connection was closed before an answer came"));
    });
    request.end(body);
  });
}

function open(url, options) {
  const scheme = SCHEMES[url.protocol];
  if (scheme === undefined) throw new TypeError(`fetch of ${url.protocol} is not supported`);
  // Not on import: a process that makes no call needs none. Its idle sockets keep no process alive.
  scheme.agent ??= new scheme.Agent(AGENT);
  return scheme.request(url, { ...options, agent: scheme.agent });
}

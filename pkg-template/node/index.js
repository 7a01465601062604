// A fetch over Node's own HTTP client, for jobs that make many calls: the platform's fetch spends most
// of a call's time on streams and headers that an exchange of two short texts has no use for.

// Whole modules, looked into at each call: what stands in for Node's HTTP (nock, MSW, tracing) puts
// its own functions there, and whoever sets up a global agent or a proxy means these calls too.
import http from "node:http";
import https from "node:https";
import { answerOf } from "./answer.js";
import { connectionError } from "./failure.js";

const HEADERS = {
  accept: "*/*",
  // Short replies gain nothing from being packed; a packed one is unpacked all the same.
  "accept-encoding": "identity",
  "user-agent": "node",
};

const SCHEMES = { "http:": http, "https:": https };

/** What is said of a connection that the server has closed. */
const GONE = ["ECONNRESET", "EPIPE"];

/** Makes one exchange; `types/node.d.ts` documents it for users. */
export function nodeFetch(url, init = {}) {
  return new Promise((resolve, reject) => {
    const { signal } = init;
    signal?.throwIfAborted();
    let outcome;
    const request = open(new URL(url), init);
    const abort = () => {
      // At once: where an agent still asks a proxy, nothing else would tell.
      reject(signal.reason);
      request.destroy();
    };
    signal?.addEventListener("abort", abort, { once: true });
    const fail = (error) => {
      if (outcome || signal?.aborted) return;
      // Node's sign for a kept connection that its server closed while it lay idle. Each such failure
      // takes one out of the pool, and the last of them leaves a new connection.
      const again = request.reusedSocket && GONE.includes(error.code);
      outcome = again ? nodeFetch(url, init) : Promise.reject(connectionError(error));
      resolve(outcome);
    };
    request.once("response", (response) => resolve((outcome = answerOf(response, signal))));
    // Not once: an error that nobody listens to would end the process.
    request.on("error", fail);
    request.once("close", () => {
      signal?.removeEventListener("abort", abort);
      fail(new Error("the connection was closed before an answer came"));
    });
    request.end(init.body);
  });
}

function open(url, { method = "GET", headers, agent }) {
  const scheme = SCHEMES[url.protocol];
  if (scheme === undefined) throw new TypeError(`fetch of ${url.protocol} is not supported`);
  return scheme.request(url, { method, headers: { ...HEADERS, ...headers }, agent });
}

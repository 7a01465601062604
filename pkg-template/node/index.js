// A fetch over Node's own HTTP client, for jobs that make many calls: the platform's fetch spends most
// of a call's time on streams and headers that an exchange of two short texts has no use for.

// Whole modules, looked into at each call: what stands in for Node's HTTP (nock, MSW, tracing) puts
// its own functions there, and whoever sets up a global agent or a proxy means these calls too.
import http from "node:http";
import https from "node:https";
import { answerOf } from "./answer.js";
import { connectionError } from "./failure.js";
import { requestOf } from "./request.js";

/** What is said of a connection that the server has closed. */
const GONE = ["ECONNRESET", "EPIPE"];

/** Makes one exchange; `types/node.d.ts` documents it for users. */
export async function nodeFetch(input, init) {
  return exchange(requestOf(input, init));
}

function exchange(given) {
  return new Promise((resolve, reject) => {
    const { url, options, body, signal } = given;
    signal?.throwIfAborted();
    let outcome;
    const request = (url.protocol === "http:" ? http : https).request(url, options);
    const abort = () => {
      // At once: where an agent still asks a proxy, nothing else would tell.
      reject(signal.reason);
      request.destroy();
    };
    signal?.addEventListener("abort", abort, { once: true });
    const fail = (error) => {
      // Once more: an agent may have aborted it before anybody listened.
      if (signal?.aborted) reject(signal.reason);
      else if (!outcome) {
        // Node's sign for a kept connection that its server closed while it lay idle. Each such failure
        // takes one out of the pool, and the last of them leaves a new connection.
        const again = request.reusedSocket && GONE.includes(error.code);
        outcome = again ? exchange(given) : Promise.reject(connectionError(error));
        resolve(outcome);
      }
    };
    request.once("response", (response) => resolve((outcome = answerOf(response, signal))));
    // Not once: an error that nobody listens to would end the process.
    request.on("error", fail);
    request.once("close", () => {
      signal?.removeEventListener("abort", abort);
      fail(new Error("the connection was closed before an answer came"));
    });
    try {
      request.end(body);
    } catch (error) {
      // What is wrong with it shows when it is written: a header that does not suit the body.
      fail(error);
      request.destroy();
    }
  });
}

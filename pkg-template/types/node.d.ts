import type { FetchInit, FetchResponse } from "./index.js";

/** What {@link nodeFetch} is called with: what a client gives it, and what Node's HTTP knows besides. */
export interface NodeFetchInit extends FetchInit {
  /**
   * An `http.Agent` or `https.Agent`, or one of a library's, for this call: a proxy, certificates, a
   * number of connections. By default it is Node's global agent, with what `NODE_USE_ENV_PROXY` or
   * another library has made of that.
   */
  agent?: object | undefined;
}

/**
 * A `fetch` over `node:https` with connections that are kept, for programs on Node that make many
 * calls: a call takes less than half of the processor time that it takes with Node's own fetch. Give
 * it to a client as its `fetch` option.
 *
 * It reads what it is given as the platform's fetch does: headers also as `Headers` or as pairs, a body
 * also as an `ArrayBuffer` or a view of one. It counts the body's length itself. What it cannot do it
 * refuses with a TypeError: a `Request`, a form or a stream, a name and a password in the URL, a
 * `redirect` other than `"manual"`. Redirects are never followed, and an answer is no more than a
 * `FetchResponse`. Packed answers (gzip, deflate, br) are unpacked. A call
 * that meets a kept connection which the server has closed is sent again on another. It keeps no
 * process alive that has nothing else to do.
 *
 * @example
 * import { RoomEngineAdmin } from "room-engine-admin";
 * import { nodeFetch } from "room-engine-admin/node";
 *
 * const admin = new RoomEngineAdmin({ sdkAppId, identifier, secretKey, fetch: nodeFetch });
 *
 * @example
 * const agent = new https.Agent({ ca: readFileSync("company.pem"), keepAlive: true });
 * const fetch = (url, init) => nodeFetch(url, { ...init, agent });
 */
export declare function nodeFetch(url: string, init: NodeFetchInit): Promise<FetchResponse>;

import type { Server as HttpServer } from "node:http";
import type { Server as HttpsServer, ServerOptions } from "node:https";

/**
 * Puts a simulator, or any `(Request) => Promise<Response>` handler, behind a server of Node's own, so
 * that faults happen to real sockets: `reset` resets the connection, `truncate` closes it within the
 * body, `hang` holds it open until the client or {@link Listening.close} ends it.
 *
 * @example
 * import { createSimulator } from "room-engine-admin/simulator";
 * import { listen } from "room-engine-admin/simulator/node";
 *
 * const simulator = createSimulator({ sdkAppId: 1400000000, secretKey: "any text" });
 * const { url, close } = await listen(simulator);
 * // a client with `baseUrl: url` now talks to the simulator
 * await close();
 *
 * @returns once the server accepts connections; rejects when it cannot, for instance with EADDRINUSE
 * @throws {TypeError} naming the option at fault
 */
export function listen(simulator: Handler, options?: ListenOptions): Promise<Listening>;

/** What answers the requests. A `Simulator` is one. */
export interface Handler {
  fetch(request: Request): Promise<Response>;
}

export interface ListenOptions {
  /**
   * 0 takes a free one.
   * @default 0
   */
  port?: number;
  /**
   * The address to listen on. The simulator has no business on an open network.
   * @default "127.0.0.1"
   */
  hostname?: string;
  /** Serves https with these: at least `key` and `cert`. */
  tls?: ServerOptions;
  /**
   * Origins of pages that may call, such as `"http://127.0.0.1:5173"`, or `"*"` for all. A page of any
   * site could change what is in the simulator otherwise, so a request with another `Origin` than the
   * server's own gets 403. They hold no path.
   * @default [] none
   */
  allowedOrigins?: readonly string[] | "*";
  /**
   * Names the server answers to beside `hostname`, `localhost` and addresses, or `"*"` for all. A request
   * for another `Host` gets 421, as a site could let a name of its own point to this machine. Neither
   * capitals nor a port make a difference.
   * @default []
   */
  hosts?: readonly string[] | "*";
}

export interface Listening {
  /** For a client's `baseUrl`, such as `"http://127.0.0.1:49152"`. */
  readonly url: string;
  readonly port: number;
  readonly server: HttpServer | HttpsServer;
  /** Stops listening and ends every open connection, also those with a request in it. */
  close(): Promise<void>;
}

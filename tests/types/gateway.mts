// Pages and handlers: a client of an endpoint, the handler that stands there, and what both tell.

import {
  type Attempt,
  type ClientOptions,
  type EndpointOptions,
  type Fetch,
  type HandlerCall,
  type Logger,
  type LogLevel,
  RoomEngineAdmin,
  type ServiceOptions,
  type UpdateRoomMemberInfoOptions,
  updateRoomMemberInfo,
} from "room-engine-admin";
import {
  createHandler,
  type HandlerAccessOptions,
  type HandlerOptions,
  type OperationName,
} from "room-engine-admin/handler";
import { nodeFetch } from "room-engine-admin/node";

declare function show(...values: (string | number | undefined)[]): void;

const member: UpdateRoomMemberInfoOptions = { roomId: "room-test", memberAccount: "user4" };
const page: EndpointOptions = { endpoint: "/api/room-engine" };
const who: ServiceOptions = { sdkAppId: 1, identifier: "administrator", secretKey: "secret" };
const access: HandlerAccessOptions<Request> = { authorize: () => true };

export const withBearer: EndpointOptions = {
  ...page,
  headers: { authorization: "Bearer abc" },
  timeoutMs: 5000,
  maxRetries: 0,
  fetch: nodeFetch,
  secretKey: undefined,
  region: undefined,
};
export const either: ClientOptions[] = [page, who];

export async function pages(signal: AbortSignal): Promise<number> {
  await updateRoomMemberInfo({ ...page, ...member, signal });
  const { errorCode } = await new RoomEngineAdmin(withBearer).updateRoomMemberInfo(member);
  return errorCode;
}

const levels: Record<LogLevel, true> = {
  off: true,
  error: true,
  warn: true,
  info: true,
  debug: true,
};
const some: Logger = { warn: (line) => show(line) };
export const logged: ClientOptions[] = [
  { ...who, logger: console, logLevel: "debug" },
  { ...page, logger: some, logLevel: "off" },
  {
    ...page,
    logger: { info: (line: string, { host, status }: Attempt) => show(line, host, status) },
  },
  {
    ...who,
    onAttempt: ({ attempt, elapsedMs, willRetryInMs, code, requestId }) => {
      show(attempt.toFixed(), elapsedMs.toFixed(), willRetryInMs, code, requestId);
    },
  },
];

export const handler: (request: Request) => Promise<Response> = createHandler({
  ...who,
  authorize: async (request: Request, call: HandlerCall) => {
    const operation: OperationName = call.operation;
    show(request.headers.get("authorization") ?? undefined, operation);
    // Which options there are follows from the operation.
    if (call.operation !== "updateRoomMemberInfo") return false;
    show(call.options.nameCard ?? "");
    return call.options.roomId === "room-test";
  },
  operations: ["updateRoomMemberInfo", "getRoomMemberList"],
  allowedOrigins: ["https://console.example.com"],
});
export const open: HandlerOptions = { ...who, ...access, fetch: nodeFetch, logger: console };
export const frozen: HandlerOptions = {
  ...open,
  allowedOrigins: Object.freeze(["https://a.example"]),
};
export const transport: Fetch = nodeFetch;

// What must not compile. Each line stands after a directive that is an error itself when the line
// compiles.

// @ts-expect-error: an endpoint signs by itself
export const keyed: ClientOptions = { ...page, secretKey: "secret" };
// @ts-expect-error: an endpoint has a UserSig of its own
export const signed: ClientOptions = { ...page, userSig: "eJx" };
// @ts-expect-error: an endpoint knows its application
export const numbered: ClientOptions = { ...page, sdkAppId: 1 };
// @ts-expect-error: an endpoint knows who calls
export const named: ClientOptions = { ...page, identifier: "administrator" };
// @ts-expect-error: an endpoint knows where
export const placed: ClientOptions = { ...page, region: "china" };
// @ts-expect-error: an endpoint is where calls go
export const based: ClientOptions = { ...page, baseUrl: "https://example.com" };
// @ts-expect-error: an endpoint signs for as long as it likes
export const lasting: ClientOptions = { ...page, userSigTtl: 60 };
// @ts-expect-error: an endpoint keeps its pace
export const paced: ClientOptions = { ...page, callsPerSecond: 10 };
// @ts-expect-error: an endpoint beside all that it stands for
export const both: ClientOptions = { ...who, endpoint: "/api/room-engine" };
// @ts-expect-error: headers go to an endpoint only
export const headed: ClientOptions = { ...who, headers: { authorization: "Bearer abc" } };
// @ts-expect-error: an endpoint is a text
export const parsed: ClientOptions = { endpoint: new URL("https://example.com/api") };
// @ts-expect-error: a header is a text
export const listed: ClientOptions = { ...page, headers: { authorization: ["Bearer abc"] } };
// @ts-expect-error: headers stand in an object
export const paired: ClientOptions = { ...page, headers: [["authorization", "Bearer abc"]] };
// @ts-expect-error: no such level
export const verbose: ClientOptions = { ...who, logLevel: "verbose" };
// @ts-expect-error: a logger is an object
export const spoken: ClientOptions = { ...who, logger: (line: string) => show(line) };
// @ts-expect-error: a line is a text
export const counted: ClientOptions = { ...who, logger: { warn: (line: number) => show(line) } };
// @ts-expect-error: an attempt has no URL
export const watched: ClientOptions = { ...who, onAttempt: ({ url }) => show(url) };

// @ts-expect-error: nobody is let in by default
createHandler(who);
// @ts-expect-error: a handler calls the service, no other handler
createHandler({ ...page, ...access });
// @ts-expect-error: a handler has a credential
createHandler({ sdkAppId: 1, identifier: "administrator", ...access });
// @ts-expect-error: what is merely truthy lets nobody in
createHandler({ ...who, authorize: () => "yes" });
// @ts-expect-error: so does the promise of it
createHandler({ ...who, authorize: async () => ({ user: "jack" }) });
// @ts-expect-error: `authorize` is a function
createHandler({ ...who, authorize: true });
// @ts-expect-error: there is no such operation
createHandler({ ...who, authorize: (_request, { operation }) => operation === "destroyRooms" });
// @ts-expect-error: nor can it be served
createHandler({ ...who, ...access, operations: ["destroyRooms"] });
// @ts-expect-error: options are known where the operation is
createHandler({ ...who, authorize: (_request, { options }) => options.nameCard === "jack" });
// @ts-expect-error: origins stand in a list
createHandler({ ...who, ...access, allowedOrigins: "https://console.example.com" });
// @ts-expect-error: no such option
createHandler({ ...who, ...access, alowedOrigins: [] });
// @ts-expect-error: a handler answers a Request
void handler("https://example.com/api");
// @ts-expect-error: it is a transport for calls, not a whole fetch
void nodeFetch("https://example.com");

show(Object.keys(levels).length);

// A Worker whose requests share what its isolate keeps: the module, clients, one function for UserSigs,
// turns at a member and at the app's pace.

import { RoomEngineAdmin, updateRoomMemberInfo } from "room-engine-admin";

// However busy the machine is, only what hangs is to fail.
const ACCOUNT = {
  sdkAppId: 1_400_000_000,
  identifier: "administrator",
  timeoutMs: 50_000,
  callsPerSecond: 0,
};
const clients = {};

// Each request changes a member of its own: updates of one wait for each other.
let requests = 0;
const nextMember = () => `user${100 + (requests++ % 600)}`;

const makers = {
  key: ({ baseUrl, secretKey }) => new RoomEngineAdmin({ ...ACCOUNT, baseUrl, secretKey }),
  provider: ({ baseUrl }) =>
    new RoomEngineAdmin({
      ...ACCOUNT,
      baseUrl,
      userSig: async () => (await fetch(`${baseUrl}/user-sig`)).text(),
    }),
  // Whose update is waited for that nobody goes on with, until it would have timed out.
  brief: ({ baseUrl, secretKey }) =>
    new RoomEngineAdmin({ ...ACCOUNT, baseUrl, secretKey, timeoutMs: 5_000 }),
  paced: ({ baseUrl, secretKey }) =>
    new RoomEngineAdmin({ ...ACCOUNT, baseUrl, secretKey, callsPerSecond: 100 }),
};

async function calls({ service, client, memberAccount = nextMember() }) {
  clients[client] ??= makers[client](service);
  const options = { roomId: "room-test", memberAccount, nameCard: "jack" };
  const first = await clients[client].updateRoomMemberInfo(options);
  const second = await clients[client].updateRoomMemberInfo(options);
  const { baseUrl, secretKey } = service;
  const third = await updateRoomMemberInfo({ ...ACCOUNT, baseUrl, secretKey, ...options });
  return [first, second, third].map(({ errorCode }) => errorCode);
}

/** Makes the next continuation of a call trap: its export of the module throws, once. */
let isTrapping = false;
WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
  construct(target, args) {
    const { exports } = Reflect.construct(target, args);
    const step = (...given) => {
      if (!isTrapping) return exports.step(...given);
      isTrapping = false;
      throw new WebAssembly.RuntimeError("unreachable");
    };
    return { exports: { ...exports, step } };
  },
});

export default {
  async fetch(request) {
    try {
      const body = await request.json();
      if (body.trap) return Response.json((isTrapping = true));
      return Response.json(await calls(body));
    } catch ({ kind, message, cause }) {
      return Response.json({ kind, message, cause: `${cause}` }, { status: 500 });
    }
  },
};

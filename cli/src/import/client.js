// A client that counts the attempts of each call, which replies do not tell.

import { AsyncLocalStorage } from "node:async_hooks";
import { RoomEngineAdmin } from "room-engine-admin";
import { nodeFetch } from "room-engine-admin/node";

const calls = new AsyncLocalStorage();

export class CountingAdmin extends RoomEngineAdmin {
  constructor(options) {
    const onAttempt = () => {
      calls.getStore().attempts += 1;
    };
    super({ ...options, fetch: nodeFetch, onAttempt });
  }

  async updateRoomMemberInfo(options, request) {
    const call = { attempts: 0 };
    const reply = await calls.run(call, () => super.updateRoomMemberInfo(options, request));
    return { ...reply, attempts: call.attempts };
  }
}

// One process of many: calls without end through the limiter of its store. Each send is logged when
// it is made, and each call that fails.

import { openSync, writeSync } from "node:fs";
import { importPackage } from "../subject.mjs";
import { paced } from "./paced.mjs";
import { monotonic } from "./sends.mjs";
import { wait } from "./setup.mjs";
import { connect } from "./stores.mjs";

const { STORE, STORE_URL, LOG, CALLERS = "30", PATIENCE_MS = "10000" } = process.env;
const { RoomEngineAdmin } = await importPackage("room-engine-admin");

const log = openSync(LOG, "a");
const write = (entry) => writeSync(log, `${JSON.stringify({ at: monotonic(), ...entry })}\n`);

const { limiter } = connect[STORE](STORE_URL, { patienceMs: Number(PATIENCE_MS) });

async function service() {
  write({ sent: process.pid });
  await wait(5 + Math.random() * 55);
  return Response.json({ ActionStatus: "OK", ErrorCode: 0, ErrorInfo: "", RequestId: "Id" });
}

const admin = new RoomEngineAdmin({
  sdkAppId: 1_400_000_000,
  identifier: "administrator",
  secretKey: "any text will do here",
  baseUrl: "http://127.0.0.1:1",
  maxRetries: 0,
  ...paced(limiter, service),
});

async function caller(number) {
  for (;;) {
    const member = { roomId: "room-test", memberAccount: `user${number}` };
    await admin
      .updateRoomMemberInfo({ ...member, nameCard: "x" })
      .catch((error) => write({ failed: String(error.cause ?? error) }));
  }
}

write({ began: process.pid });
for (let number = 0; number < Number(CALLERS); number += 1) caller(number);

// The simulator as a strict ES module of Node uses it in its tests.

import { RoomEngineAdmin } from "room-engine-admin";
import {
  type App,
  createSimulator,
  demoRooms,
  type Fault,
  type FaultRule,
  type Room,
  type SimulatedCall,
  type Simulator,
  type SimulatorOptions,
} from "room-engine-admin/simulator";
import { type Listening, listen } from "room-engine-admin/simulator/node";

const options: SimulatorOptions = {
  sdkAppId: 1_400_000_000,
  secretKey: "any text",
  admins: ["administrator"],
  rooms: {
    ...demoRooms(),
    "room-test": {
      members: { user4: { nameCard: "jack", role: "Owner", marks: [1000] } },
      seats: [{ memberAccount: "user4" }, {}],
      bans: { mallory: 1_700_000_060 },
      takeSeatMode: "ApplyToTake",
    },
  },
  app: { plan: { maxSeatCount: 4 }, chatGroups: ["group"] },
  now: () => 1_700_000_000_000,
  faults: [
    { kind: "delay", ms: 5 },
    (_call, number) => (number > 1 ? undefined : { kind: "hang" }),
  ],
};
const simulator: Simulator = createSimulator(options);

const room: Room = simulator.addRoom("other", { members: ["ann"], password: "1234" });
simulator.enter("other", "bob", { password: "1234" });
simulator.leave("other", "bob");
export const seated: string | undefined = room.seats[0]?.memberAccount;
const app: App = simulator.app;
app.plan.status = "expired";
app.callback = undefined;

const slow: Fault = { kind: "drip", ms: 1, bytes: 1, times: Infinity };
const rule: FaultRule = ({ operation }) => (operation === undefined ? slow : undefined);
simulator.faults.push(slow, rule, { kind: "status", status: 503, body: "busy" });

export async function use(): Promise<string | undefined> {
  // The platform's and the package's idea of a fetch are the same.
  const admin = new RoomEngineAdmin({
    sdkAppId: options.sdkAppId,
    identifier: "administrator",
    secretKey: options.secretKey,
    fetch: simulator.fetch,
  });
  await admin.updateRoomMemberInfo({ roomId: "room-test", memberAccount: "user4" });
  const server: Listening = await listen(simulator, {
    port: 0,
    hostname: "127.0.0.1",
    allowedOrigins: ["http://127.0.0.1:5173"],
    hosts: "*",
  });
  await server.close();
  const call: SimulatedCall | undefined = simulator.calls[0];
  const card: string | undefined = simulator.rooms["room-test"]?.members.user4?.nameCard;
  simulator.reset();
  return call?.requestId ?? card ?? server.url;
}

// @ts-expect-error: no key
createSimulator({ sdkAppId: 1 });
// @ts-expect-error: no such option
createSimulator({ ...options, room: {} });
// @ts-expect-error: no such fault
simulator.faults.push({ kind: "explode" });
// @ts-expect-error: a delay has a length
simulator.faults.push({ kind: "delay" });
// @ts-expect-error: no such role
createSimulator({ ...options, rooms: { r: { members: { m: { role: "King" } } } } });
// @ts-expect-error: no such setting
simulator.addRoom("r", { name: "x" });
// @ts-expect-error: no such plan
app.plan.status = "trial";
// @ts-expect-error: it is the simulator's own
simulator.calls = [];

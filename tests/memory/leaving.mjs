// A program that aborts one call on a real socket, and has nothing else to do.

import { scenario } from "../faults/scenario.mjs";
import { TRANSPORTS } from "../node/transports.mjs";
import { updateRoomMemberInfo } from "../subject.mjs";

const [transport, job] = process.argv.slice(2);
const call = (options) => updateRoomMemberInfo({ ...options, fetch: TRANSPORTS[transport] });
const { end } = await scenario(call, JSON.parse(job));
const timers = process.getActiveResourcesInfo().filter((name) => name === "Timeout");
console.log(JSON.stringify({ end, timers }));

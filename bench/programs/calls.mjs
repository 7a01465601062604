// Calls to the stand-in, so many in flight: processor time and wall time of each.

import { CALLERS } from "./callers.mjs";
import { given } from "./subjects.mjs";
import { rounds } from "./warm.mjs";

const [{ caller, url, inFlight, warmUp, count }] = given;
await rounds(await CALLERS[caller](url), { inFlight, warmUp, count });

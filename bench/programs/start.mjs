// A cold process: from its start to the first signature, or to the first reply.

import { CALLERS } from "./callers.mjs";
import { given, KEY, loadOfficial, loadPackage, tell, WHO } from "./subjects.mjs";

const SIGNERS = {
  nothing: () => "",
  "tls-sig-api-v2": () => {
    const { Api } = loadOfficial();
    return new Api(WHO.sdkAppId, KEY).genUserSig(WHO.identifier, 86400);
  },
  "room-engine-admin": async () => {
    const { signUserSig } = await loadPackage();
    return signUserSig(WHO);
  },
};

const [{ what, contender, url }] = given;
if (what === "signature") await SIGNERS[contender]();
else await (await CALLERS[contender](url))(1);
// From the start of the process, as the platform itself saw it.
tell({ ms: performance.now() });
process.exit();

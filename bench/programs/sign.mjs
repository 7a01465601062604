// Signatures, one contender after the other in small portions of one process.

import { given, KEY, loadOfficial, loadPackage, tell, WHO } from "./subjects.mjs";

const [{ rounds, portion }] = given;
const { RoomEngineAdmin, signUserSig } = await loadPackage();
const official = new (loadOfficial().Api)(WHO.sdkAppId, KEY);
const admin = new RoomEngineAdmin(WHO);

const SIGNERS = {
  "tls-sig-api-v2": () => official.genUserSig("user123456789", 86400),
  "admin.signUserSig": () => admin.signUserSig("user123456789"),
  signUserSig: () => signUserSig({ ...WHO, identifier: "user123456789" }),
};

const samples = Object.fromEntries(Object.keys(SIGNERS).map((name) => [name, []]));
for (let round = -3; round < rounds; round += 1) {
  for (const [name, sign] of Object.entries(SIGNERS)) {
    const started = performance.now();
    for (let count = 0; count < portion; count += 1) await sign();
    // The first rounds are for the compilers.
    if (round >= 0) samples[name].push(((performance.now() - started) * 1000) / portion);
  }
}
tell(samples);

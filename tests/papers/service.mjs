// Loaded before a sample of the papers: the simulator stands where `fetch` would find the service.

import { SECRET_KEY, signUserSig, simulate, WHO } from "../subject.mjs";

/** The server that a sample asks for a UserSig. */
const SIGNER = "https://signer.example.com/";

const simulator = simulate({ rooms: { "room-test": { members: ["user4", "user5"] } } });

process.env.SECRET_KEY = SECRET_KEY;

globalThis.fetch = async (url, init) => {
  if (`${url}`.startsWith(SIGNER)) return new Response(await signUserSig(WHO));
  return simulator.fetch(url, init);
};
